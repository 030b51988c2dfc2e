import { HOUR, MINUTE, SECOND, type Instant } from '#core/time.ts';

export type Moment = (at: Instant) => string;

/** Moments in somebody's zone and language; null when there is no such zone. */
export const momentWords = (locale: string, timeZone: string): Moment | null => {
  try {
    const format = new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      // by name: 11/12 is another day on the other side of an ocean
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    return (at) => format.format(at);
  } catch {
    return null;
  }
};

const UNITS = [
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const;

/** A length in its two largest units: "1 hr 30 min". Never in days: most are business time, of which a day has no 24 hours. */
export const lengthWords = (locale: string, ms: number): string => {
  let rest = Math.abs(ms);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count === 0 && !(unit === 'second' && parts.length === 0)) continue;
    rest -= count * size;
    if (parts.length < 2)
      parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count));
  }
  return parts.join(' ');
};
