import type { Instant } from '#core/time.ts';
import type { BusinessHours } from '#core/sla/business-hours/calendar.ts';
import { resolveWall, type WallTime } from '#core/sla/business-hours/zone.ts';

/** The first instant at which clocks in the calendar's zone show `wall` or later, open or not. */
export function resolveLocal(calendar: BusinessHours, wall: WallTime): Instant {
  return resolveWall(calendar.zone, wall);
}
