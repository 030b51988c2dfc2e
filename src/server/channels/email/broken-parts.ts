import { decodeBytes } from './charset.ts';

const [TAB, LINE_FEED, CARRIAGE_RETURN, BLANK] = [0x09, 0x0a, 0x0d, 0x20];
const MOST_LINES = 10_000;

/**
 * The mail without the blanks that gateways put behind the lines between parts: RFC 2046 allows them, and the parser
 * would take such a line, and every part after it, for words.
 */
export const withBareBoundaries = (raw: Buffer): Buffer => {
  const blanks = blanksBehindBoundaries(raw);
  if (blanks.length === 0) return raw;
  const kept = blanks.map(({ from }, index) => raw.subarray(blanks[index - 1]?.to ?? 0, from));
  return Buffer.concat([...kept, raw.subarray(blanks.at(-1)!.to)]);
};

type Stretch = { from: number; to: number };

const blanksBehindBoundaries = (raw: Buffer): Stretch[] => {
  const found: Stretch[] = [];
  let declared: ReadonlySet<string> | null = null;
  let at = raw.indexOf('\n--');
  for (let lines = 0; at >= 0 && lines < MOST_LINES; lines += 1) {
    const end = raw.indexOf(LINE_FEED, at + 1);
    const to = end < 0 ? raw.length : raw[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    let from = to;
    while (raw[from - 1] === BLANK || raw[from - 1] === TAB) from -= 1;
    if (from < to) {
      declared ??= boundariesOf(raw);
      const line = raw.toString('latin1', at + 3, Math.min(from, at + 203));
      if (declared.has(line) || declared.has(line.replace(/--$/, ''))) found.push({ from, to });
    }
    at = raw.indexOf('\n--', at + 1);
  }
  return found;
};

const boundariesOf = (raw: Buffer): ReadonlySet<string> => {
  const named = /\bboundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi;
  return new Set([...raw.toString('latin1').matchAll(named)].map(([, quoted, bare]) => (quoted ?? bare)!.trimEnd()));
};

/** The words of a mail of which no part could be told apart: what is left below its header without the marks of parts. */
export const wordsWithoutParts = (raw: Buffer, most: number): string => {
  const head = /\r?\n\r?\n/.exec(raw.toString('latin1', 0, 1_000_000));
  if (head === null) return '';
  const body = decodeBytes(raw.subarray(head.index + head[0].length).subarray(0, most), null);
  const marks =
    /^(?:--.*|content-[a-z-]+[ \t]*:.*(?:\r?\n[ \t].+)*|[ \t]*(?:boundary|charset|name)[ \t]*=.*)\r?(?:\n|$)/gim;
  return body.replace(marks, '').replaceAll('\r\n', '\n').trim();
};

/** The bytes of a part in the code of `uuencode`, as it came in; null when it is not in it. */
export const uudecoded = (coded: Buffer): Buffer | null => {
  const lines = coded.toString('latin1').split(/\r?\n/);
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line));
  if (begin < 0) return null;
  const end = lines.indexOf('end', begin);
  return Buffer.concat(lines.slice(begin + 1, end < 0 ? undefined : end).map(lineOf));
};

const lineOf = (line: string): Buffer => {
  const sixBits = (index: number): number => (index < line.length ? (line.charCodeAt(index) - BLANK) & 0x3f : 0);
  const bytes = Array.from({ length: sixBits(0) }, (_, index) => {
    const first = 1 + Math.floor(index / 3) * 4 + (index % 3);
    return (sixBits(first) << (2 + (index % 3) * 2)) | (sixBits(first + 1) >> (4 - (index % 3) * 2));
  });
  return Buffer.from(bytes);
};
