import type { DutyListId } from '#core/ids.ts';
import { findZone, resolveWall } from '#core/sla/business-hours.ts';
import { DAY, MINUTE, NEVER, type Instant } from '#core/time.ts';

/** One shift of a person: every week on a day, or once on a date, by the clocks of its list's zone. */
export interface Shift {
  dutyListId: DutyListId;
  /** The shifts of a team are its members' working hours; those of other lists only say who is on duty. */
  isWorkingHours: boolean;
  timeZone: string;
  /** 1 = Monday … 7 = Sunday; null on a date. */
  weekday: number | null;
  /** "YYYY-MM-DD"; null every week. */
  date: string | null;
  /** Minutes since midnight; the end, at most 1,440, is later. A night is two shifts. */
  opensMinute: number;
  closesMinute: number;
}

/** Who somebody is on duty for at a moment, and when that changes. */
export interface Duty {
  /** Lists of which a shift of theirs holds, ascending. */
  onDutyIds: DutyListId[];
  /** Within working hours; also true of whoever has none. */
  onShift: boolean;
  /** When the next of their shifts begins or ends; null when none does within the days that are looked at. */
  nextChangeAt: Instant | null;
  /** Working hours that are not over, within the days that are looked at; null: they have none, and work at all hours. */
  works: Span[] | null;
}

/** How far ahead a change is looked for: a weekly shift comes round within it. */
export const DUTY_LOOKS_AHEAD_DAYS = 8;

/** A stretch of time; its end is outside. */
export interface Span {
  from: Instant;
  until: Instant;
}

/** Whom a person's `shifts` put on duty at `now`. Throws on a zone that is none: zones are checked when they are saved. */
export function dutyAt(shifts: readonly Shift[], now: Instant): Duty {
  const lists = Map.groupBy(shifts, (shift) => shift.dutyListId);
  const onDutyIds: DutyListId[] = [];
  const works: Span[] = [];
  let worksNow = false;
  let hasHours = false;
  let next: Instant = NEVER;
  for (const [dutyListId, ofList] of lists) {
    const spans = mergeSpans(ofList.flatMap((shift) => spansOf(shift, now)));
    const holds = spans.some(({ from, until }) => from <= now && now < until);
    if (holds) onDutyIds.push(dutyListId);
    const isWork = ofList.some(({ isWorkingHours }) => isWorkingHours);
    hasHours ||= isWork;
    if (isWork) works.push(...spans.filter(({ until }) => until > now));
    worksNow ||= holds && isWork;
    for (const edge of spans.flatMap(({ from, until }) => [from, until])) if (edge > now) next = Math.min(next, edge);
  }
  return {
    onDutyIds: onDutyIds.toSorted((one, other) => one - other),
    onShift: worksNow || !hasHours,
    nextChangeAt: next === NEVER ? null : next,
    works: hasHours ? works : null,
  };
}

/** The times this shift holds, from the day before `now` to some days after it. */
function spansOf(shift: Shift, now: Instant): Span[] {
  const zone = findZone(shift.timeZone);
  if (zone === null) throw new Error(`a shift in the zone ${shift.timeZone}`);
  const today = Math.floor(now / DAY);
  // local dates differ from UTC's by one at most
  const days = Array.from({ length: DUTY_LOOKS_AHEAD_DAYS + 2 }, (_, index) => today - 1 + index);
  return days
    .filter((day) => isDayOf(shift, day))
    .map((day) => ({
      from: resolveWall(zone, day * DAY + shift.opensMinute * MINUTE),
      until: resolveWall(zone, day * DAY + shift.closesMinute * MINUTE),
    }))
    .filter(({ from, until }) => from < until);
}

/** Whether the shift is on this local date, counted in days since 1970-01-01, a Thursday. */
function isDayOf(shift: Shift, day: number): boolean {
  if (shift.date !== null) return Date.parse(shift.date) === day * DAY;
  return ((((day + 3) % 7) + 7) % 7) + 1 === shift.weekday;
}

/** The same times without seams: what ends as the next begins is one. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = whole.at(-1);
    if (last !== undefined && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else whole.push({ ...span });
  }
  return whole;
}
