import type { MessageStructureObject } from 'imapflow';

const MAX_HEAD = 200_000;
const MAX_PARTS = 50;
/** Lines that describe the body as it was, which the stand-in has not. */
const OF_BODY = /^(?:content-|mime-version\s*:)/i;

/**
 * A mail in the place of one that cannot be taken as it is: its own header, so that it threads as it would have, and
 * words that tell a person where it lies. The same mail always gives the same bytes.
 */
export const standIn = (head: Buffer, words: string): Buffer => {
  const lines = unfoldedLines(head.subarray(0, MAX_HEAD).toString('latin1')).filter((line) => !OF_BODY.test(line));
  const type = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'];
  const header = [...lines, ...type].join('\r\n');
  return Buffer.concat([Buffer.from(header, 'latin1'), Buffer.from(`\r\n\r\n${words.replace(/\r?\n/g, '\r\n')}\r\n`)]);
};

/** Header lines with their continuations. */
const unfoldedLines = (text: string): string[] =>
  text
    .split(/\r?\n(?![ \t])/)
    .map((line) => line.trimEnd())
    .filter((line) => /^[\x21-\x39\x3b-\x7e]+[ \t]*:/.test(line));

/** The files a message holds, as its structure names them: name and bytes. */
export const filesIn = (structure: MessageStructureObject | undefined): { name: string; size: number }[] => {
  const found: { name: string; size: number }[] = [];
  const walk = (part: MessageStructureObject): void => {
    const name = part.dispositionParameters?.['filename'] ?? part.parameters?.['name'];
    if (name !== undefined && found.length < MAX_PARTS) found.push({ name: name.slice(0, 200), size: part.size ?? 0 });
    for (const child of part.childNodes ?? []) walk(child);
  };
  if (structure !== undefined) walk(structure);
  return found;
};

/** The first part that is plain text, or HTML where there is none: its number and how it is written. */
export const textPartOf = (structure: MessageStructureObject | undefined): string | null => {
  const parts: { type: string; part: string }[] = [];
  const walk = (node: MessageStructureObject): void => {
    if (node.type === 'text/plain' && node.disposition !== 'attachment')
      parts.push({ type: node.type, part: node.part ?? '1' });
    for (const child of node.childNodes ?? []) walk(child);
  };
  if (structure !== undefined) walk(structure);
  return parts[0]?.part ?? null;
};
