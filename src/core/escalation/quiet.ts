import type { QuietHours } from '#core/escalation/path.ts';
import { resolveWall, type BusinessHours } from '#core/sla/business-hours.ts';
import { DAY, MINUTE, type Instant } from '#core/time.ts';

/** When the quiet hours that hold at `now` end, by the clocks of the calendar's zone; null when none hold. */
export function quietUntil(quiet: QuietHours | null, hours: BusinessHours, now: Instant): Instant | null {
  if (quiet === null) return null;
  const today = Math.floor(now / DAY);
  // local dates differ from UTC's by one at most, and a night begins the day before
  for (const day of [today - 2, today - 1, today, today + 1]) {
    const { from, until } = quietOn(quiet, hours, day);
    if (from <= now && now < until) return until;
  }
  return null;
}

/** The quiet hours that begin on a day of the calendar's zone, counted in days since 1970. */
export function quietOn(quiet: QuietHours, { zone }: BusinessHours, day: number): { from: Instant; until: Instant } {
  const nextDay = quiet.to <= quiet.from ? DAY : 0;
  return {
    from: resolveWall(zone, day * DAY + quiet.from * MINUTE),
    until: resolveWall(zone, day * DAY + nextDay + quiet.to * MINUTE),
  };
}
