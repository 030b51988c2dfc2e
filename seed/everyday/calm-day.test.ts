import { expect, test } from 'vitest';
import { MINUTE, type Instant } from '#core/time.ts';
import { liveDay, NINE } from '#test/harness/queue-day.ts';
import { everydayStories } from './plan.ts';

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
