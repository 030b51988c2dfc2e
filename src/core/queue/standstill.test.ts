import { expect, test } from 'vitest';
import { evolveQueue, type Queue } from '#core/queue/queue.ts';
import { decideStandstill, type Standstill } from '#core/queue/standstill.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { zagreb } from '#test/harness/core.ts';

const NINE = zagreb('2026-11-20 09:00');
const CALM: Queue = { teamId: 1, seq: 0, pressure: 'calm', since: null, stoodStillAt: null };
const WAITS: Standstill = { ticketId: 7, why: 'at_capacity', waiting: 3, dueAt: NINE + HOUR };

test('that nobody may be offered what waits is told at once, and again each hour', () => {
  let queue = CALM;
  const told: number[] = [];
  for (let now = NINE; now <= NINE + 150 * MINUTE; now += MINUTE) {
    for (const event of decideStandstill(queue, WAITS, { nextShiftAt: null, now })) {
      queue = evolveQueue(queue, event, now);
      told.push((now - NINE) / MINUTE);
    }
  }
  expect(told).toEqual([0, 60, 120]);
  expect(decideStandstill(CALM, null, { nextShiftAt: null, now: NINE })).toEqual([]);
});

test('a night is told only when something will be late before the morning', () => {
  const night = (dueAt: number | null, nextShiftAt: number | null) =>
    decideStandstill(CALM, { ...WAITS, why: 'off_shift', dueAt }, { nextShiftAt, now: NINE }).length;
  const morning = NINE + 12 * HOUR;
  expect([night(morning + 1, morning), night(morning, morning), night(morning - 1, morning)]).toEqual([0, 0, 1]);
  // nobody will ever come: whatever has a moment will be late
  expect([night(morning, null), night(null, null)]).toEqual([1, 0]);
});
