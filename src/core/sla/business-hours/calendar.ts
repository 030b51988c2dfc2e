import type { DayNumber } from './dates.ts';
import type { Row } from './rows.ts';
import type { Year } from './year.ts';
import type { Zone } from './zone.ts';

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
