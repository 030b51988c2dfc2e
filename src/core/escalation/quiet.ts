import type { QuietHours } from '#core/escalation/path.ts';
import { resolveWall, type BusinessHours } from '#core/sla/business-hours.ts';
import { DAY, MINUTE, type Instant } from '#core/time.ts';

/** When the quiet hours that hold at `now` end, by the clocks of the calendar's zone; null when none hold. */
export function quietUntil(quiet: QuietHours | null, { zone }: BusinessHours, now: Instant): Instant | null {
  if (quiet === null) return null;
  const today = Math.floor(now / DAY);
  const nextDay = quiet.to <= quiet.from ? DAY : 0;
  // local dates differ from UTC's by one at most, and a night begins the day before
  for (const day of [today - 2, today - 1, today, today + 1]) {
    const from = resolveWall(zone, day * DAY + quiet.from * MINUTE);
    const until = resolveWall(zone, day * DAY + nextDay + quiet.to * MINUTE);
    if (from <= now && now < until) return until;
  }
  return null;
}
