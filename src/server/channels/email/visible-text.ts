import { attributionAt, headerBlockAt, isDivider, isMobileSignature } from './quote-marks.ts';

const MAX_CHARS = 200_000;
const MAX_SIGNATURE_LINES = 20;
/** A mail that people wrote has few; each costs a walk over the rest of the text. */
const MAX_ATTRIBUTIONS = 50;

/**
 * What the writer says now: the text without the quoted mail below or above it and without a signature. When nothing
 * would be left (a bare forward, a quote alone) the text is given whole.
 */
export const visibleText = (text: string): string => {
  const whole = text.slice(0, MAX_CHARS).replace(/\r\n?/g, '\n').trim();
  const lines = whole.split('\n').map((line) => line.trimEnd());
  const own = dropLeadingQuote(dropTrailingQuote(lines));
  const visible = tidy(dropSignature(own));
  if (visible !== '') return visible;
  return tidy(own) || whole;
};

const tidy = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const isQuoted = (line: string): boolean => /^\s{0,3}[>|]/.test(line);
const isBlank = (line: string): boolean => line.trim() === '';

/** Cuts at the first mark from which on everything is the earlier mail. */
const dropTrailingQuote = (lines: readonly string[]): readonly string[] => {
  let attributions = 0;
  for (let at = 0; at < lines.length; at += 1) {
    if (isQuoted(lines[at]!)) continue;
    if (isDivider(lines[at]!) || headerBlockAt(lines, at)) return keepUnlessEmpty(lines, at);
    const after = attributionAt(lines, at);
    if (after === null) continue;
    attributions += 1;
    if (attributions > MAX_ATTRIBUTIONS) break;
    if (endsInQuote(lines, after)) return keepUnlessEmpty(lines, at);
  }
  return dropQuotedTail(lines);
};

const keepUnlessEmpty = (lines: readonly string[], end: number): readonly string[] => {
  const kept = lines.slice(0, end);
  const last = kept.findLastIndex((line) => !isBlank(line) && !isRule(line));
  return last === -1 ? lines : dropQuotedTail(kept.slice(0, last + 1));
};

const isRule = (line: string): boolean => /^[\s*_=-]+$/.test(line);

/** Nothing but quoted lines, or a quote whose sign is missing (a text made from HTML) up to the end. */
const endsInQuote = (lines: readonly string[], from: number): boolean => {
  const rest = lines.slice(from).filter((line) => !isBlank(line));
  if (rest.length === 0) return true;
  if (!rest.slice(0, 2).some(isQuoted)) return true;
  const last = rest.findLastIndex(isQuoted);
  return dropSignature(rest.slice(last + 1)).every(isBlank);
};

const dropQuotedTail = (lines: readonly string[]): readonly string[] => {
  let end = lines.length;
  while (end > 0 && (isBlank(lines[end - 1]!) || isRule(lines[end - 1]!) || isQuoted(lines[end - 1]!))) end -= 1;
  return end === 0 || !lines.slice(end).some(isQuoted) ? lines : lines.slice(0, end);
};

/** An answer below the quote: the attribution and its quote go, what follows is kept. */
const dropLeadingQuote = (lines: readonly string[]): readonly string[] => {
  const first = lines.findIndex((line) => !isBlank(line));
  const after = first === -1 ? null : attributionAt(lines, first);
  if (after === null) return lines;
  let end = after;
  while (end < lines.length && (isBlank(lines[end]!) || isQuoted(lines[end]!))) end += 1;
  const rest = lines.slice(end);
  return end === after || rest.every(isBlank) || rest.some(isQuoted) ? lines : rest;
};

const dropSignature = (lines: readonly string[]): readonly string[] => {
  const delimiter = lines.findIndex((line) => /^--\s*$/.test(line));
  const cut = delimiter > 0 && lines.length - delimiter <= MAX_SIGNATURE_LINES + 1 ? lines.slice(0, delimiter) : lines;
  let end = cut.length;
  while (end > 0 && (isBlank(cut[end - 1]!) || isMobileSignature(cut[end - 1]!))) end -= 1;
  return cut.slice(0, end);
};
