import type { Instant } from '#core/time.ts';

/** Says which hour of the day (0–23) it is in a zone; null when there is no such zone. */
export const hourIn = (timeZone: string): ((at: Instant) => number) | null => {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
    return (at) => Number(format.format(at));
  } catch {
    return null;
  }
};
