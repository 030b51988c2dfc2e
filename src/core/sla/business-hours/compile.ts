import { DAY } from '#core/time.ts';
import type { BusinessHours } from '#core/sla/business-hours/calendar.ts';
import { parseDates } from '#core/sla/business-hours/dates.ts';
import {
  WEEKDAYS,
  invalidCalendar,
  type CalendarDefinition,
  type InvalidCalendar,
  type Parsed,
  type Weekday,
} from '#core/sla/business-hours/definition.ts';
import { FIRST_YEAR, LAST_YEAR } from '#core/sla/business-hours/range.ts';
import { parseRows, type Row } from '#core/sla/business-hours/rows.ts';
import { findZone } from '#core/sla/business-hours/zone.ts';

const ALL_WEEK: readonly Row[][] = WEEKDAYS.map(() => [{ from: 0, to: DAY }]);

/**
 * Compiles business hours as written into what can be asked about quickly. Compile once a version and keep the result:
 * it remembers each year it was asked about. Overlapping rows are merged. Refused with the first fault and its place.
 */
export function compileCalendar(
  definition: CalendarDefinition,
): { ok: true; calendar: BusinessHours } | InvalidCalendar {
  const zone = findZone(definition.timeZone);
  if (!zone) return invalidCalendar('timeZone', 'unknown_time_zone');
  if (definition.alwaysOpen && hasHours(definition)) return invalidCalendar('alwaysOpen', 'always_open_with_hours');
  const week = parseWeek(definition);
  if (!week.ok) return week;
  const dates = parseDates(definition, week.value);
  if (!dates.ok) return dates;
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, () => undefined);
  return { ok: true, calendar: { zone, week: week.value, dates: dates.value, years } };
}

function hasHours({ week = {}, overrides = {}, breaks = {}, holidays = [] }: CalendarDefinition): boolean {
  return (
    Object.values(week).some((rows) => rows && rows.length > 0) ||
    [overrides, breaks, holidays].some((exceptions) => Object.keys(exceptions).length > 0)
  );
}

function parseWeek({ alwaysOpen, week = {} }: CalendarDefinition): Parsed<readonly Row[][]> {
  if (alwaysOpen) return { ok: true, value: ALL_WEEK };
  const stranger = Object.keys(week).find((day) => !WEEKDAYS.includes(day as Weekday));
  if (stranger !== undefined) return invalidCalendar(`week.${stranger}`, 'unknown_weekday');
  const days: Row[][] = [];
  for (const day of WEEKDAYS) {
    const rows = parseRows(`week.${day}`, week[day] ?? []);
    if (!rows.ok) return rows;
    days.push(rows.value);
  }
  return { ok: true, value: days };
}
