/// <reference lib="esnext.temporal" />
import fc from 'fast-check';
import {
  compileCalendar,
  type BusinessHours,
  type CalendarDefinition,
  type RowText,
} from '#core/sla/business-hours.ts';
import { WEEKDAYS } from '#core/sla/business-hours/definition.ts';
import { DAY, MINUTE, type Instant } from '#core/time.ts';

/** Zones whose clocks do something worth a test, with a moment at which they do it. */
const ODD_MOMENTS: [timeZone: string, moment: string][] = [
  ['Pacific/Apia', '2011-12-30T10:00:00Z'], // a day that never was
  ['Pacific/Kwajalein', '1993-08-21T12:00:00Z'], // another
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'], // half an hour back
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'], // an hour back for Ramadan
  ['Africa/Casablanca', '2026-03-22T02:00:00Z'],
  ['America/St_Johns', '2010-11-07T02:31:00Z'], // back over midnight, at one minute past it
  ['America/Havana', '2026-11-01T05:00:00Z'], // midnight twice
  ['Asia/Beirut', '2026-03-28T22:00:00Z'], // no midnight
  ['America/Sao_Paulo', '2015-10-18T03:00:00Z'], // no midnight
  ['Antarctica/Troll', '2026-03-29T01:00:00Z'], // two hours forward
  ['America/Caracas', '2016-05-01T07:00:00Z'],
  ['Asia/Pyongyang', '2018-05-04T15:00:00Z'],
  ['Asia/Almaty', '2024-02-29T19:00:00Z'],
  ['Europe/Moscow', '2014-10-25T22:00:00Z'],
  ['Europe/Dublin', '2026-10-25T01:00:00Z'],
  ['Asia/Gaza', '2053-04-12T00:00:00Z'],
  ['America/Recife', '2000-10-15T03:00:00Z'],
];

const STEADY_ZONES = ['UTC', 'Asia/Manila', 'Asia/Kolkata', 'Asia/Ho_Chi_Minh'];

export interface RandomCalendar {
  definition: CalendarDefinition;
  /** Where its zone or its dates do something. */
  around: Instant;
}

const oddMoment = fc
  .constantFrom(...ODD_MOMENTS)
  .map(([timeZone, moment]) => ({ timeZone, around: Date.parse(moment) }));

/** Any zone of the platform, at its next change of clocks if it has one. */
const anyMoment = fc
  .record({
    timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    from: fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) }),
  })
  .map(({ timeZone, from }) => {
    const change = Temporal.Instant.fromEpochMilliseconds(from)
      .toZonedDateTimeISO(timeZone)
      .getTimeZoneTransition('next');
    return { timeZone, around: change?.epochMilliseconds ?? from };
  });

const quarter = fc.integer({ min: 0, max: 96 }).map((quarters) => quarters * 15);
const nearMidnight = fc.oneof(fc.integer({ min: 0, max: 190 }), fc.integer({ min: 1_380, max: 1_440 }));
const minuteOfDay = fc.oneof(quarter, nearMidnight, fc.integer({ min: 0, max: 1_440 }));

export function timeText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const row = fc
  .tuple(minuteOfDay, minuteOfDay)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): RowText => [timeText(Math.min(a, b)), timeText(Math.max(a, b))]);
const rows = fc.oneof(
  { weight: 4, arbitrary: fc.array(row, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant<RowText[]>([['00:00', '24:00']]) },
);
const week = fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, rows])), { requiredKeys: [] });

function exceptionsAround(around: Instant): fc.Arbitrary<Partial<CalendarDefinition>> {
  const date = fc.integer({ min: -6, max: 6 }).map((days) => new Date(around + days * DAY).toISOString().slice(0, 10));
  return fc.record({
    overrides: fc.dictionary(date, rows, { maxKeys: 3 }),
    breaks: fc.dictionary(date, rows, { maxKeys: 3 }),
    holidays: fc.array(date, { maxLength: 3 }),
  });
}

/** Calendars in all zones, with rows and exceptions close to a change of clocks. */
export const randomCalendar: fc.Arbitrary<RandomCalendar> = fc
  .oneof(oddMoment, anyMoment)
  .chain(({ timeZone, around }) =>
    fc
      .tuple(week, exceptionsAround(around))
      .map(([days, exceptions]) => ({ definition: { timeZone, week: days, ...exceptions }, around })),
  );

/** Calendars of zones that never change their clocks (after 2000), without dates: every week is like the last. */
export const steadyCalendar: fc.Arbitrary<RandomCalendar> = fc
  .record({
    timeZone: fc.constantFrom(...STEADY_ZONES),
    week,
    around: fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2060, 0, 1) }),
  })
  .map(({ around, ...definition }) => ({ definition, around }));

/** An instant near what the calendar does; often on a whole minute, where rows begin and end. */
export function instantNear({ around }: RandomCalendar): fc.Arbitrary<Instant> {
  const start = Math.floor(around / MINUTE) * MINUTE;
  return fc.oneof(
    fc.integer({ min: -12 * 96, max: 12 * 96 }).map((quarters) => start + quarters * 15 * MINUTE),
    fc.integer({ min: -12 * DAY, max: 12 * DAY }).map((ms) => start + ms),
    fc.integer({ min: -500 * DAY, max: 500 * DAY }).map((ms) => start + ms),
  );
}

/** Amounts from one millisecond to a year of open time. */
export const randomAmount = fc.oneof(
  fc.integer({ min: 1, max: 3 * DAY }),
  fc.integer({ min: 1, max: 60 * 24 }).map((minutes) => minutes * MINUTE),
  fc.integer({ min: 1, max: 365 * DAY }),
);

/** Compiles a calendar that is known to be sound. */
export function compiled(definition: CalendarDefinition): BusinessHours {
  const result = compileCalendar(definition);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.calendar;
}
