import { expect, test } from 'vitest';
import { closedWithin, wallTime, workingTime } from '#web/escalation/working-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Open from nine to five on three days. */
const hours = {
  calendar: 'Office',
  from: 0,
  to: 3 * DAY,
  spans: [0, 1, 2].map((day) => ({ opens: day * DAY + 9 * HOUR, closes: day * DAY + 17 * HOUR })),
  complete: true,
};

test('a night counts by the wall clock and not as working time', () => {
  const [from, to] = [16 * HOUR, DAY + 10 * HOUR];
  expect(wallTime(from, to)).toBe(18 * HOUR);
  expect(workingTime(hours)(from, to)).toBe(2 * HOUR);
});

test('what lies outside of the hours one knows is counted, rather than lost', () => {
  expect(workingTime(hours)(2 * DAY + 16 * HOUR, 3 * DAY + HOUR)).toBe(2 * HOUR);
});

test('closed stretches are what is left between the open ones', () => {
  expect(closedWithin(hours, 10 * HOUR, DAY + 12 * HOUR)).toEqual([{ from: 17 * HOUR, to: DAY + 9 * HOUR }]);
  expect(closedWithin(hours, 8 * HOUR, 18 * HOUR)).toEqual([
    { from: 8 * HOUR, to: 9 * HOUR },
    { from: 17 * HOUR, to: 18 * HOUR },
  ]);
});
