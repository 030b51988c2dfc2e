import type { Refusal } from '#core/result.ts';

/** Local opening and closing time of one row, "HH:MM"; the closing time may be "24:00". */
export type RowText = readonly [opens: string, closes: string];

/** Local dates are "YYYY-MM-DD". */
export type RowsByDate = Readonly<Record<string, readonly RowText[]>>;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Business hours as people write them down.
 * Per local date: a holiday closes it, else an override replaces the weekly rows; breaks are taken out of what is left.
 */
export interface CalendarDefinition {
  /** IANA name. */
  readonly timeZone: string;
  /** Excludes every other field: hours with exceptions are written as seven rows 00:00–24:00. */
  readonly alwaysOpen?: boolean | undefined;
  readonly week?: { readonly [day in Weekday]?: readonly RowText[] | undefined } | undefined;
  /** An empty list closes the date. */
  readonly overrides?: RowsByDate | undefined;
  readonly breaks?: RowsByDate | undefined;
  readonly holidays?: readonly string[] | undefined;
}

export type CalendarFault =
  | 'unknown_time_zone'
  | 'unknown_weekday'
  | 'bad_date'
  | 'bad_time'
  | 'ends_before_it_starts'
  | 'always_open_with_hours'
  | 'too_many';

/** `where` is the path of the offending part, such as `week.mon[1]` or `holidays[3]`. */
export interface InvalidCalendar extends Refusal<'invalid_calendar'> {
  details: { where: string; what: CalendarFault };
}

/** A part of a definition after parsing, or the fault found in it. */
export type Parsed<T> = { ok: true; value: T } | InvalidCalendar;

export function invalidCalendar(where: string, what: CalendarFault): InvalidCalendar {
  return { ok: false, refusal: 'invalid_calendar', details: { where, what } };
}

/** Limits that no honest calendar meets: they bound the work one save can cause. */
export const MOST_ROWS_A_DAY = 96;
export const MOST_DATES = 10_000;
