import { DAY, type Duration, type Instant } from '#core/time.ts';

/** Calendars are closed outside these years (UTC, both inclusive): it bounds every search and every cache. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2299;

export const RANGE_START: Instant = Date.UTC(FIRST_YEAR, 0, 1);
export const RANGE_END: Instant = Date.UTC(LAST_YEAR + 1, 0, 1);

/** So many UTC years without one open moment count as closed for good (more than 3,650 days). */
export const EMPTY_YEARS_THAT_MEAN_NEVER = 10;

const AVERAGE_YEAR: Duration = 365.2425 * DAY;
const YEAR_STARTS = Float64Array.from({ length: LAST_YEAR - FIRST_YEAR + 2 }, (_, i) => Date.UTC(FIRST_YEAR + i, 0, 1));

/**
 * The UTC year of an instant, pulled into the range. Throws at NaN, which would otherwise pass for "closed".
 * Asked twice a question, so it counts instead of making a Date.
 */
export function yearOf(at: Instant): number {
  if (Number.isNaN(at)) throw new TypeError('not an instant: NaN');
  if (at < RANGE_START) return FIRST_YEAR;
  if (at >= RANGE_END) return LAST_YEAR;
  // leap years fall unevenly: the guess is at most one year off
  const guess = Math.floor((at - RANGE_START) / AVERAGE_YEAR);
  if (at < YEAR_STARTS[guess]!) return FIRST_YEAR + guess - 1;
  return FIRST_YEAR + (at < YEAR_STARTS[guess + 1]! ? guess : guess + 1);
}
