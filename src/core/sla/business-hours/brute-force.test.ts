import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addOpenTime,
  isOpen,
  nextOpen,
  openTimeBetween,
  type CalendarDefinition,
  type RowText,
} from '#core/sla/business-hours.ts';
import { WEEKDAYS } from '#core/sla/business-hours/definition.ts';
import { DAY, MINUTE, type Instant } from '#core/time.ts';
import { compiled, randomCalendar } from '#test/random-calendar.ts';

// The rules once more, minute by minute and with nothing in common with the product: the clock on the wall is read from
// Intl, and a minute is open when the latest time that clock has ever shown is open. That one sentence is all of gaps,
// repeats and skipped days: rows begin and end at the first instant at which the clock shows their time or later.

const WATCHED_MINUTES = (4 * DAY) / MINUTE;
// no clock has been ahead of itself for longer
const LEAD_MINUTES = (2 * DAY) / MINUTE;

function wallClock(timeZone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => format.format(at);
}

/** Whether the calendar is open when clocks show "YYYY-MM-DD HH:MM". */
function isOpenAtWall(definition: CalendarDefinition, wall: string): boolean {
  const [date = '', time = ''] = wall.split(' ');
  const within = (rows: readonly RowText[] = []) => rows.some(([from, to]) => from <= time && time < to);
  if (definition.holidays?.includes(date)) return false;
  if (within(definition.breaks?.[date])) return false;
  const weekday = WEEKDAYS[(new Date(`${date}T12:00Z`).getUTCDay() + 6) % 7]!;
  return within(definition.overrides?.[date] ?? definition.week?.[weekday]);
}

/** For each watched minute from `start`, whether it is open. */
function watch(definition: CalendarDefinition, start: Instant): boolean[] {
  const wallAt = wallClock(definition.timeZone);
  const open: boolean[] = [];
  let latest = '';
  for (let minute = -LEAD_MINUTES; minute < WATCHED_MINUTES; minute++) {
    const wall = wallAt(start + minute * MINUTE);
    if (wall > latest) latest = wall;
    if (minute >= 0) open.push(isOpenAtWall(definition, latest));
  }
  return open;
}

function openTimeUntil(open: readonly boolean[], ms: number): number {
  const whole = Math.floor(ms / MINUTE);
  return open.slice(0, whole).filter(Boolean).length * MINUTE + (open[whole] ? ms - whole * MINUTE : 0);
}

test('a watch that looks at the clock every minute finds the same hours', { timeout: 300_000 }, () => {
  const numRuns = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 4);
  const inWatch = fc.oneof(
    fc.integer({ min: 0, max: WATCHED_MINUTES * MINUTE - 1 }),
    fc.integer({ min: 0, max: WATCHED_MINUTES - 1 }).map((minute) => minute * MINUTE),
  );
  let opened = 0;
  fc.assert(
    fc.property(
      randomCalendar,
      fc.array(inWatch, { minLength: 4, maxLength: 4 }),
      ({ definition, around }, moments) => {
        const calendar = compiled(definition);
        const start = Math.floor((around - 2 * DAY) / MINUTE) * MINUTE;
        const open = watch(definition, start);
        if (open.includes(true)) opened += 1;

        expect(open.map((_, minute) => isOpen(calendar, start + minute * MINUTE))).toEqual(open);
        expect(moments.map((moment) => openTimeBetween(calendar, start, start + moment))).toEqual(
          moments.map((moment) => openTimeUntil(open, moment)),
        );
        const reached = moments.filter((moment) => openTimeUntil(open, moment) > 0);
        expect(reached.map((moment) => addOpenTime(calendar, start, openTimeUntil(open, moment)))).toEqual(
          reached.map((moment) => ({ ok: true, at: start + firstWith(open, moment) })),
        );
        const seen = moments.filter((moment) => nextOpenFrom(open, moment) !== null);
        expect(seen.map((moment) => nextOpen(calendar, start + moment))).toEqual(
          seen.map((moment) => start + nextOpenFrom(open, moment)!),
        );
      },
    ),
    { numRuns },
  );
  expect(opened).toBeGreaterThan(numRuns / 2);
});

/** The first moment of the watch before which as much was open as before this one: itself, or a closing instant. */
function firstWith(open: readonly boolean[], moment: number): number {
  const minute = Math.floor((moment - 1) / MINUTE);
  return open[minute] ? moment : (open.lastIndexOf(true, minute) + 1) * MINUTE;
}

function nextOpenFrom(open: readonly boolean[], moment: number): number | null {
  const minute = Math.floor(moment / MINUTE);
  if (open[minute]) return moment;
  const next = open.indexOf(true, minute);
  return next < 0 ? null : next * MINUTE;
}
