import type { VersionId } from '#core/ids.ts';
import type { Target } from '#core/sla/policy.ts';

/** Whatever would count by `from` counts by `to`, a later version of the same hours. */
export interface CalendarRenewal {
  from: VersionId;
  to: VersionId;
}

/** The calendars a ticket was moved to since it opened. */
interface Moved {
  calendarVersionId: VersionId | null;
  calendarRenewals: CalendarRenewal[];
}

/** The calendar by which a clock of `target` counts when it starts now. */
export function calendarFor(
  { calendarVersionId, calendarRenewals }: Moved,
  target: Pick<Target, 'calendarVersionId'>,
): VersionId {
  const renewal = calendarRenewals.find(({ from }) => from === target.calendarVersionId);
  return calendarVersionId ?? renewal?.to ?? target.calendarVersionId;
}

/** What was moved, once everything that counted by `from` counts by `to`; without `from`, whatever it counted by. */
export function movedTo({ calendarVersionId, calendarRenewals }: Moved, to: VersionId, from?: VersionId[]): Moved {
  if (from === undefined) return { calendarVersionId: to, calendarRenewals };
  const others = calendarRenewals.filter((renewal) => !from.includes(renewal.from));
  return {
    calendarVersionId: calendarVersionId !== null && from.includes(calendarVersionId) ? to : calendarVersionId,
    calendarRenewals: [...others, ...from.map((each) => ({ from: each, to }))],
  };
}
