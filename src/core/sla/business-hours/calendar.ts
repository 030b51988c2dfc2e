import type { DayNumber } from '#core/sla/business-hours/dates.ts';
import type { Row } from '#core/sla/business-hours/rows.ts';
import type { Zone } from '#core/sla/business-hours/zone.ts';
import type { Duration } from '#core/time.ts';

/** One UTC year's open spans [opens[i], closes[i]), disjoint and in order, cut at the year's ends. */
export interface Year {
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** Open time of this year before span i: makes every sum over spans one subtraction. */
  readonly openBefore: Float64Array;
  readonly total: Duration;
}

/**
 * Compiled business hours: what each local date allows, with the years looked at so far as instants.
 * Made by `compileCalendar` and never edited; `years` only remembers what the other fields already say.
 */
export interface BusinessHours {
  readonly zone: Zone;
  /** Rows by weekday, Monday first. */
  readonly week: readonly (readonly Row[])[];
  /** Dates that differ from the week, with what is left of them. */
  readonly dates: ReadonlyMap<DayNumber, readonly Row[]>;
  readonly years: (Year | undefined)[];
}
