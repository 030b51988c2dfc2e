import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addOpenTime,
  isOpen,
  openSpans,
  openTimeBetween,
  type BusinessHours,
  type CalendarDefinition,
  type RowText,
} from '#core/sla/business-hours.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';
import {
  compiled,
  instantNear,
  randomAmount,
  randomCalendar,
  steadyCalendar,
  timeText,
  type RandomCalendar,
} from '#test/random-calendar.ts';

interface Situation {
  definition: CalendarDefinition;
  calendar: BusinessHours;
  /** Three instants in order. */
  at: [Instant, Instant, Instant];
  amounts: [Duration, Duration];
}

function situation(random: fc.Arbitrary<RandomCalendar>): fc.Arbitrary<Situation> {
  return random.chain((calendar) =>
    fc
      .tuple(
        fc.tuple(instantNear(calendar), instantNear(calendar), instantNear(calendar)),
        fc.tuple(randomAmount, randomAmount),
      )
      .map(([instants, amounts]) => ({
        definition: calendar.definition,
        calendar: compiled(calendar.definition),
        at: instants.toSorted((a, b) => a - b) as Situation['at'],
        amounts,
      })),
  );
}

/** For `npm run test:long`, which asks fifty times as often. */
const LONG = { timeout: 300_000 };

function always(holds: (situation: Situation) => void, random = randomCalendar): void {
  fc.assert(fc.property(situation(random), holds));
}

function add(calendar: BusinessHours, start: Instant, amount: Duration): Instant | null {
  const added = addOpenTime(calendar, start, amount);
  if (!added.ok) throw new Error(added.refusal);
  return added.at;
}

test('open time between two moments is that to a third in between and on from it', LONG, () =>
  always(({ calendar, at: [a, b, c] }) => {
    expect(openTimeBetween(calendar, a, c)).toBe(openTimeBetween(calendar, a, b) + openTimeBetween(calendar, b, c));
  }),
);

test('what was added has passed', LONG, () =>
  always(({ calendar, at: [start], amounts: [amount] }) => {
    const end = add(calendar, start, amount);
    fc.pre(end !== null);
    expect(openTimeBetween(calendar, start, end)).toBe(amount);
    // and the moment is the earliest one
    expect(openTimeBetween(calendar, start, end - 1)).toBe(amount - 1);
  }),
);

test('adding at once is adding one after the other', LONG, () =>
  always(({ calendar, at: [start], amounts: [n, m] }) => {
    const first = add(calendar, start, n);
    expect(add(calendar, start, n + m)).toBe(first === null ? null : add(calendar, first, m));
  }),
);

test('who starts later is not due earlier', LONG, () =>
  always(({ calendar, at: [early, late], amounts: [amount] }) => {
    const [first, second] = [add(calendar, early, amount), add(calendar, late, amount)];
    expect(first ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(second ?? Number.POSITIVE_INFINITY);
  }),
);

test('a due moment is open, or the closing instant', LONG, () =>
  always(({ calendar, at: [start], amounts: [amount] }) => {
    const end = add(calendar, start, amount);
    fc.pre(end !== null);
    expect(isOpen(calendar, end - 1)).toBe(true);
  }),
);

test('open time is part of the time', LONG, () =>
  always(({ calendar, at: [a, b] }) => {
    const open = openTimeBetween(calendar, a, b);
    expect(open).toBeGreaterThanOrEqual(0);
    expect(open).toBeLessThanOrEqual(b - a);
    expect(openTimeBetween(calendar, b, a)).toBe(0);
  }),
);

test('a row written as two that touch changes nothing', LONG, () =>
  always(({ definition, calendar, at: [a, , c], amounts: [amount] }) => {
    const split = compiled(splitRows(definition));
    expect(openTimeBetween(split, a, c)).toBe(openTimeBetween(calendar, a, c));
    expect(add(split, a, amount)).toBe(add(calendar, a, amount));
    expect(openSpans(split, a, c)).toEqual(openSpans(calendar, a, c));
  }),
);

test('whole weeks later in a zone without clock changes the answer is whole weeks later', LONG, () =>
  always(({ calendar, at: [a, , c], amounts: [amount] }) => {
    const weeks = 7 * DAY * ((amount % 100) + 1);
    expect(openTimeBetween(calendar, a + weeks, c + weeks)).toBe(openTimeBetween(calendar, a, c));
    const end = add(calendar, a, amount);
    expect(add(calendar, a + weeks, amount)).toBe(end === null ? null : end + weeks);
  }, steadyCalendar),
);

test('an instant written with another UTC offset gives the same answer', LONG, () =>
  always(({ calendar, at: [a, b], amounts: [n] }) => {
    const written = (at: Instant) => Date.parse(new Date(at - 9.5 * 3_600_000).toISOString().replace('Z', '-09:30'));
    expect(openTimeBetween(calendar, written(a), written(b))).toBe(openTimeBetween(calendar, a, b));
    expect(add(calendar, written(a), n)).toBe(add(calendar, a, n));
  }),
);

test('the spans add up to the open time and lie apart', LONG, () =>
  always(({ calendar, at: [a, b] }) => {
    const { spans, complete } = openSpans(calendar, a, b, 10_000);
    expect(complete).toBe(true);
    expect(spans.reduce((sum, { opens, closes }) => sum + closes - opens, 0)).toBe(openTimeBetween(calendar, a, b));
    for (const [index, { opens, closes }] of spans.entries()) {
      expect(closes).toBeGreaterThan(opens);
      expect(opens).toBeGreaterThan(spans[index - 1]?.closes ?? Number.NEGATIVE_INFINITY);
    }
  }),
);

test('what was asked before changes no answer', LONG, () =>
  always(({ definition, calendar, at: [a, b, c], amounts: [n] }) => {
    add(calendar, c, n);
    openTimeBetween(calendar, b, c);
    expect(openTimeBetween(calendar, a, b)).toBe(openTimeBetween(compiled(definition), a, b));
    expect(add(calendar, a, n)).toBe(add(compiled(definition), a, n));
  }),
);

/** Every row of more than a minute as two that touch, the later one first. */
function splitRows(definition: CalendarDefinition): CalendarDefinition {
  const split = (rows: readonly RowText[] = []): RowText[] =>
    rows.flatMap(([from, to]): RowText[] => {
      const middle = timeText(Math.floor((minutes(from) + minutes(to)) / 2));
      return minutes(to) - minutes(from) < 2
        ? [[from, to]]
        : [
            [middle, to],
            [from, middle],
          ];
    });
  const each = (days: object = {}) => Object.fromEntries(Object.entries(days).map(([day, rows]) => [day, split(rows)]));
  return {
    ...definition,
    week: each(definition.week),
    overrides: each(definition.overrides),
    breaks: each(definition.breaks),
  };
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
