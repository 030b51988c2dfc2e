import { expect, test } from 'vitest';
import { forecastQueue, type Owed, type QueueFacts } from '#core/queue/forecast.ts';
import { decideQueue, evolveQueue, type Queue } from '#core/queue/queue.ts';
import { workingTimes } from '#core/queue/working.ts';
import { compileCalendar } from '#core/sla/business-hours.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { colleague, zagreb } from '#test/harness/core.ts';
import { everydayStories } from '#seed/everyday/plan.ts';

const compiled = compileCalendar({ timeZone: 'Europe/Zagreb', alwaysOpen: true });
if (!compiled.ok) throw new Error('the test calendar is invalid');
const NINE = zagreb('2026-11-23 09:00');
const ALL_DAY = { from: NINE - DAY, until: NINE + DAY };
const facts = (changes: Partial<QueueFacts> = {}): QueueFacts => ({
  owed: [],
  arrivalsPerHour: 0,
  working: [[ALL_DAY], [ALL_DAY]],
  answerMs: 10 * MINUTE,
  promise: { hours: compiled.calendar, targetMs: HOUR },
  ...changes,
});
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

const CALM: Queue = { teamId: 1, seq: 0, pressure: 'calm', since: null };

/** Lives a day of arrivals minute by minute with people who answer as fast as assumed; what the queue says, and when. */
function liveDay(arrivals: Instant[], people: number, from: Instant, minutes: number) {
  const working = Array.from({ length: people }, () => [{ from: from - DAY, until: from + 2 * DAY }]);
  let queue = CALM;
  let waiting: Owed[] = [];
  const said: { at: Instant; to: string }[] = [];
  let firstBreach: Instant | null = null;
  let free = 0;
  for (let now = from; now < from + minutes * MINUTE; now += MINUTE) {
    const came = arrivals.filter((at) => at > now - MINUTE && at <= now);
    waiting.push(...came.map((at, index) => ({ ticketId: at + index, dueAt: at + HOUR })));
    free += people / 10;
    while (free >= 1 && waiting.length > 0) {
      waiting = waiting.slice(1);
      free -= 1;
    }
    if (waiting.length === 0) free = Math.min(free, 1);
    firstBreach ??= waiting.find(({ dueAt }) => dueAt < now)?.dueAt ?? null;
    const recent = arrivals.filter((at) => at > now - 30 * MINUTE && at <= now).length;
    const forecast = forecastQueue(facts({ owed: waiting, arrivalsPerHour: recent * 2, working }), now);
    for (const event of decideQueue(queue, forecast)) {
      queue = evolveQueue(queue, event, now);
      said.push({ at: now, to: event.to });
    }
  }
  return { said, firstBreach };
}

/** The demo company's ordinary days, of ten working hours each: when tickets came in, for all its teams at once. */
function ordinaryDays(): Instant[][] {
  const days = Map.groupBy(everydayStories(), ({ ago }) => Math.floor(ago / 600));
  return [...days.values()].map((day) => day.map(({ ago }) => NINE + (600 - (ago % 600)) * MINUTE));
}

test('the calm days of the demo company say nothing at all, even if two people answered for all its teams', () => {
  const days = ordinaryDays();
  expect(days.length).toBeGreaterThanOrEqual(10);
  expect(Math.max(...days.map((day) => day.length))).toBeGreaterThan(10);
  for (const day of days) expect(liveDay(day, 2, NINE, 600)).toEqual({ said: [], firstBreach: null });
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
