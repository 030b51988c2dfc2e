import type { DayNumber } from '#core/sla/business-hours/dates.ts';
import type { Row } from '#core/sla/business-hours/rows.ts';
import type { Year } from '#core/sla/business-hours/year.ts';
import type { Zone } from '#core/sla/business-hours/zone.ts';

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
