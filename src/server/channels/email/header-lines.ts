const HEAD_BYTES = 262_144;

/** A mail's header, unfolded, one byte a character; at most 256 KiB of it. */
export const headLines = (raw: Uint8Array): string[] => {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, HEAD_BYTES)).toString('latin1');
  const end = /\r?\n\r?\n|\r\r/.exec(text)?.index ?? text.length;
  return text
    .slice(0, end)
    .replace(/(?:\r\n|\r|\n)[ \t]+/g, ' ')
    .split(/\r\n|\r|\n/);
};

/** The values of every line of that name, in order. */
export const headerValues = (lines: readonly string[], name: string): string[] =>
  lines
    .filter((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`)
    .map((line) => line.slice(name.length + 1).trim());
