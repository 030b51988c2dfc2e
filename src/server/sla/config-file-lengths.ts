import { HOUR, MINUTE, SECOND, type Duration } from '#core/time.ts';

const UNITS = [
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
  ['ms', 1],
] as const;

/**
 * A length as it stands in a file: "15m", "1h30m", "72h". Never in days: a day of business hours is not 24 of them, and
 * "3d" would be read as either.
 */
export const lengthText = (ms: Duration): string => {
  let rest = ms;
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0m' : text;
};

/** Milliseconds of such a text; null when it is none. */
export const lengthOf = (text: string): Duration | null => {
  const found = /^(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?\s*(?:(\d+)ms)?$/.exec(text.trim());
  if (found === null || text.trim() === '') return null;
  return UNITS.reduce((sum, [, size], index) => sum + Number(found[index + 1] ?? 0) * size, 0);
};
