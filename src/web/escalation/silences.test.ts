import { expect, test } from 'vitest';
import type { LadderModel, Mark } from '#web/escalation/ladder-model.ts';
import { silencesOf, waitedFor } from '#web/escalation/silences.ts';
import { wallTime } from '#web/escalation/working-time.ts';

const HOUR = 3_600_000;
const model = (...marks: [number, Mark['kind']][]): LadderModel => ({
  openedAt: 0,
  spans: [],
  promises: [],
  marks: marks.map(([hour, kind]) => ({ at: hour * HOUR, kind })),
  rope: [],
  coming: [],
  isEscalated: false,
});

test('a long time in which nobody says a word is a silence, also the one that lasts', () => {
  const ladder = model([0, 'in'], [1, 'out'], [9, 'in'], [10, 'out']);
  expect(silencesOf(ladder, 11 * HOUR, wallTime)).toEqual([{ from: HOUR, to: 9 * HOUR, lengthMs: 8 * HOUR }]);
  expect(silencesOf(ladder, 16 * HOUR, wallTime).at(-1)).toEqual({
    from: 10 * HOUR,
    to: 16 * HOUR,
    lengthMs: 6 * HOUR,
  });
});

test('a missed deadline breaks no silence', () => {
  expect(silencesOf(model([0, 'in'], [3, 'missed']), 6 * HOUR, wallTime)).toHaveLength(1);
});

test('whoever writes twice waits from the first time on; answered, they wait no more', () => {
  expect(waitedFor(model([0, 'in'], [2, 'in'], [3, 'out']), 9 * HOUR, wallTime)).toEqual({
    total: 3 * HOUR,
    now: null,
  });
  expect(waitedFor(model([0, 'in'], [3, 'out'], [5, 'in']), 9 * HOUR, wallTime)).toEqual({
    total: 7 * HOUR,
    now: 4 * HOUR,
  });
});
