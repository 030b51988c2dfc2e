import { DAY } from '#core/time.ts';
import {
  MOST_DATES,
  invalidCalendar,
  type CalendarDefinition,
  type Parsed,
  type RowsByDate,
} from '#core/sla/business-hours/definition.ts';
import { parseRows, subtractRows, type Row } from '#core/sla/business-hours/rows.ts';

/** Days since 1970-01-01, counted on the local calendar. */
export type DayNumber = number;

/** The weekday of a date, 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: DayNumber): number {
  // day 0 was a Thursday; the second remainder is for dates before it
  return (((day + 3) % 7) + 7) % 7;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

function parseDay(text: string): DayNumber | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const midnight = Date.UTC(year, month - 1, day);
  // Date.UTC reads 30 February as 2 March, and the year 26 as 1926
  const date = new Date(midnight);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 ? midnight / DAY : null;
}

function parseRowsByDate(where: string, rowsByDate: RowsByDate): Parsed<Map<DayNumber, Row[]>> {
  const entries = Object.entries(rowsByDate);
  if (entries.length > MOST_DATES) return invalidCalendar(where, 'too_many');
  const days = new Map<DayNumber, Row[]>();
  for (const [text, texts] of entries) {
    const day = parseDay(text);
    if (day === null) return invalidCalendar(`${where}.${text}`, 'bad_date');
    const rows = parseRows(`${where}.${text}`, texts);
    if (!rows.ok) return rows;
    days.set(day, rows.value);
  }
  return { ok: true, value: days };
}

function parseHolidays(texts: readonly string[]): Parsed<DayNumber[]> {
  if (texts.length > MOST_DATES) return invalidCalendar('holidays', 'too_many');
  const days: DayNumber[] = [];
  for (const [index, text] of texts.entries()) {
    const day = parseDay(text);
    if (day === null) return invalidCalendar(`holidays[${index}]`, 'bad_date');
    days.push(day);
  }
  return { ok: true, value: days };
}

/** What every date that differs from the week is left with: holiday over override over week, then less its breaks. */
export function parseDates(
  { overrides = {}, breaks = {}, holidays = [] }: CalendarDefinition,
  week: readonly (readonly Row[])[],
): Parsed<Map<DayNumber, readonly Row[]>> {
  const replaced = parseRowsByDate('overrides', overrides);
  if (!replaced.ok) return replaced;
  const pauses = parseRowsByDate('breaks', breaks);
  if (!pauses.ok) return pauses;
  const closed = parseHolidays(holidays);
  if (!closed.ok) return closed;

  const dates = new Map<DayNumber, readonly Row[]>(replaced.value);
  for (const day of closed.value) dates.set(day, []);
  for (const [day, rows] of pauses.value) {
    dates.set(day, subtractRows(dates.get(day) ?? week[weekdayOf(day)] ?? [], rows));
  }
  return { ok: true, value: dates };
}
