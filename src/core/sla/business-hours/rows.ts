import { HOUR, MINUTE, type Duration } from '#core/time.ts';
import {
  MOST_ROWS_A_DAY,
  invalidCalendar,
  type CalendarFault,
  type Parsed,
  type RowText,
} from '#core/sla/business-hours/definition.ts';

/** A part of a local day, half-open, in milliseconds of wall clock since its midnight. */
export interface Row {
  readonly from: Duration;
  readonly to: Duration;
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Wall clock of "HH:MM" in milliseconds since midnight; null when it is no time of a day. */
function parseTime(text: string): Duration | null {
  const match = TIME.exec(text);
  return match && Number(match[1]) * HOUR + Number(match[2]) * MINUTE;
}

function parseRow([opens, closes]: RowText): Row | CalendarFault {
  const from = parseTime(opens);
  const to = closes === '24:00' ? 24 * HOUR : parseTime(closes);
  if (from === null || to === null) return 'bad_time';
  // a night shift is two rows, so that each belongs to one local date and follows that date's exceptions
  return to > from ? { from, to } : 'ends_before_it_starts';
}

/** One day's rows, disjoint and in order: those that overlap or touch become one. `where` names them in a refusal. */
export function parseRows(where: string, texts: readonly RowText[]): Parsed<Row[]> {
  if (texts.length > MOST_ROWS_A_DAY) return invalidCalendar(where, 'too_many');
  const rows: Row[] = [];
  for (const [index, text] of texts.entries()) {
    const row = parseRow(text);
    if (typeof row === 'string') return invalidCalendar(`${where}[${index}]`, row);
    rows.push(row);
  }
  return { ok: true, value: mergeRows(rows) };
}

function mergeRows(rows: readonly Row[]): Row[] {
  const merged: Row[] = [];
  for (const row of rows.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && row.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, row.to) };
    else merged.push(row);
  }
  return merged;
}

/** What is left of `rows` outside `breaks`; both disjoint and in order, and so is the result. */
export function subtractRows(rows: readonly Row[], breaks: readonly Row[]): Row[] {
  const left: Row[] = [];
  for (const row of rows) {
    let from = row.from;
    for (const pause of breaks) {
      if (pause.to <= from || pause.from >= row.to) continue;
      if (pause.from > from) left.push({ from, to: pause.from });
      from = pause.to;
    }
    if (from < row.to) left.push({ from, to: row.to });
  }
  return left;
}
