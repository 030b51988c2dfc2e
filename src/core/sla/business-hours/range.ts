import type { Instant } from '#core/time.ts';

/** Calendars are closed outside these years (UTC, both inclusive): it bounds every search and every cache. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2299;

export const RANGE_START: Instant = Date.UTC(FIRST_YEAR, 0, 1);
export const RANGE_END: Instant = Date.UTC(LAST_YEAR + 1, 0, 1);

/** So many UTC years without one open moment count as closed for good (more than 3,650 days). */
export const EMPTY_YEARS_THAT_MEAN_NEVER = 10;

/** The UTC year of an instant, pulled into the range. Throws at NaN, which would otherwise pass for "closed". */
export function yearOf(at: Instant): number {
  if (Number.isNaN(at)) throw new TypeError('not an instant: NaN');
  if (at < RANGE_START) return FIRST_YEAR;
  if (at >= RANGE_END) return LAST_YEAR;
  return new Date(at).getUTCFullYear();
}
