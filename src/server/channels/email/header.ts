import { createHash } from 'node:crypto';
import { decodeBytes } from './charset.ts';

/** Raw header lines as mailparser keeps them: names in lower case, one byte a character. */
export type HeaderLines = ReadonlyArray<{ key: string; line: string }>;

const MAX_IDS = 100;
const MAX_ID_CHARS = 400;

/** The unfolded value of the first header of that name, raw; null when there is none. */
export const headerOf = (lines: HeaderLines, name: string): string | null => {
  const found = lines.find(({ key }) => key === name);
  return found === undefined ? null : valueOf(found.line);
};

const valueOf = (line: string): string =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n[ \t]*/g, ' ')
    .trim();

/** True when the raw value holds bytes beyond ASCII: no encoded words but text in some charset. */
export const isRaw8Bit = (value: string): boolean => /[\x80-\xff]/.test(value);

/** A raw 8-bit value in its likeliest charset. */
export const decodeRaw = (value: string): string => decodeBytes(Buffer.from(value, 'latin1'), null);

/** `decodeRaw` of a value that has encoded words as well, or raw bytes within them. */
export const decodeRawWords = (value: string): string =>
  value
    // blanks between two encoded words only part them
    .replace(/\?=[ \t]+=\?/g, '?==?')
    .split(/(=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=)/i)
    .map((piece) => decodedWord(piece) ?? decodeRaw(piece))
    .join('');

const decodedWord = (piece: string): string | null => {
  const [, charset, code, text] = /^=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=$/i.exec(piece) ?? [];
  if (charset === undefined || code === undefined || text === undefined) return null;
  if (code.toLowerCase() === 'b') return decodeBytes(Buffer.from(text, 'base64'), charset);
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decodeBytes(Buffer.from(bytes, 'latin1'), charset);
};

/**
 * The Message-IDs of a value, in order, without angle brackets; at most 100, the last ones when there are more. An id too
 * long for an index is replaced by its hash, so that it still equals itself.
 */
export const messageIdsOf = (value: string | null): string[] => {
  if (value === null) return [];
  const bracketed = [...value.slice(0, 100_000).matchAll(/<([^<>]{1,2000})>/g)].map(([, id]) => id!);
  const found = bracketed.length > 0 ? bracketed : value.split(/[\s,<>]+/).filter((word) => word.includes('@'));
  const ids = found.map(boundedId).filter((id) => id !== '');
  return [...new Set(ids)].slice(-MAX_IDS);
};

/** The id of the message itself: what stands in its header even when the form is wrong; null when nothing does. */
export const ownMessageId = (lines: HeaderLines): string | null => {
  const value = headerOf(lines, 'message-id');
  if (value === null) return null;
  return messageIdsOf(value)[0] ?? (boundedId(value.replace(/[<>]/g, '')) || null);
};

const boundedId = (id: string): string => {
  const clean = storable(id).replace(/\s+/g, '');
  return clean.length <= MAX_ID_CHARS ? clean : `sha256:${createHash('sha256').update(clean).digest('hex')}`;
};

/** Text that PostgreSQL stores and a browser shows: valid Unicode, no NUL. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** `storable`, one line, at most `length` characters. */
export const oneLine = (text: string, length: number): string =>
  storable(text.slice(0, length * 4))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, length)
    .toWellFormed();
