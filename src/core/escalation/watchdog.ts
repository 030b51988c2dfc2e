import type { Duration, Instant } from '#core/time.ts';

/** Whether a moment is looked after: false when nobody looked at it for `tolerance` or longer; null when there is none. */
export function isLookedAfter(nextAt: Instant | null, now: Instant, tolerance: Duration): boolean | null {
  return nextAt === null ? null : now - nextAt < tolerance;
}
