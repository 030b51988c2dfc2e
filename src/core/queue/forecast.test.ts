import { expect, test } from 'vitest';
import { forecastQueue, type Owed } from '#core/queue/forecast.ts';
import { workingTimes } from '#core/queue/working.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { colleague } from '#test/harness/core.ts';
import { ALL_DAY, facts, liveDay, NINE } from '#test/harness/queue-day.ts';

const owed = (count: number, dueAt: Instant): Owed[] =>
  Array.from({ length: count }, (_, index) => ({ ticketId: index + 1, dueAt: dueAt + index }));

test('two people answer twelve within the hour; the thirteenth is late', () => {
  expect(forecastQueue(facts({ owed: owed(12, NINE + HOUR) }), NINE)).toMatchObject({ late: 0, drainPerHour: 12 });
  expect(forecastQueue(facts({ owed: owed(13, NINE + HOUR) }), NINE)).toMatchObject({
    late: 1,
    firstLateAt: NINE + HOUR + 12,
    firstLateTicketId: 13,
  });
});

test('what comes in as fast as it is answered is never late, what comes in faster is', () => {
  expect(forecastQueue(facts({ arrivalsPerHour: 12 }), NINE).late).toBe(0);
  const flooded = forecastQueue(facts({ arrivalsPerHour: 24 }), NINE);
  expect(flooded.late).toBeGreaterThan(3);
  expect(flooded.firstLateAt! - NINE).toBeGreaterThan(HOUR);
});

test('a break and the end of a shift are seen beforehand', () => {
  const lunch = [
    { from: NINE - HOUR, until: NINE + 10 * MINUTE },
    { from: NINE + 70 * MINUTE, until: NINE + DAY },
  ];
  const waiting = owed(8, NINE + 50 * MINUTE);
  expect(forecastQueue(facts({ owed: waiting }), NINE).late).toBe(0);
  expect(forecastQueue(facts({ owed: waiting, working: [[ALL_DAY], lunch] }), NINE).late).toBeGreaterThan(0);
  const petra = colleague(1, 'agent', 1, { nextShiftChangeAt: NINE + HOUR });
  const lunchBreak = { id: 1, from: NINE + 20 * MINUTE, until: NINE + 40 * MINUTE, reason: 'Lunch' };
  expect(workingTimes(petra, [lunchBreak], 'push', NINE)).toEqual([
    { from: NINE, until: NINE + 20 * MINUTE },
    { from: NINE + 40 * MINUTE, until: NINE + HOUR },
  ]);
  const away = colleague(1, 'agent', 1, { reachable: false, awayUntil: NINE + HOUR, nextShiftChangeAt: NINE + HOUR });
  expect(workingTimes(away, [], 'direct', NINE)[0]?.from).toBe(NINE + HOUR);
});

test('on a spike it warns and asks for help before the first breach, and is calm again when it is over', () => {
  const calm = Array.from({ length: 10 }, (_, index) => NINE + index * 12 * MINUTE);
  // from eleven on sixty within the hour, for two people who answer twelve
  const spike = Array.from({ length: 60 }, (_, index) => NINE + 2 * HOUR + index * MINUTE);
  const { said, firstBreach } = liveDay([...calm, ...spike], 2, NINE, 12 * 60);
  const overloaded = said.find(({ to }) => to === 'overloaded');
  expect(firstBreach).not.toBeNull();
  expect(overloaded).toBeDefined();
  expect(said[0]!.at).toBeGreaterThan(NINE + 2 * HOUR);
  // more than half an hour for whoever comes to help
  expect(firstBreach! - overloaded!.at).toBeGreaterThan(30 * MINUTE);
  expect(said.at(-1)?.to).toBe('calm');
  expect(said.length).toBeLessThanOrEqual(6);
});
