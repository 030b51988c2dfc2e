import type { Duration } from '#core/time.ts';

/** Hours of a day by the wall clock, as minutes after midnight; half-open, and over midnight when `from` is later. */
export interface DailyWindow {
  from: number;
  to: number;
}

const DAY_MINUTES = 24 * 60;

/**
 * How many minutes of wall time it takes until the window is open; 0 while it is. A window that ends as it begins is
 * the whole day: one that is never open would hold what waits for it for ever.
 */
export function minutesUntilOpen({ from, to }: DailyWindow, now: number): Duration {
  const isOpen = from < to ? now >= from && now < to : now >= from || now < to;
  if (isOpen) return 0;
  return now < from ? from - now : from + DAY_MINUTES - now;
}
