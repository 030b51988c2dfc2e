import { expect, test } from 'vitest';
import type { TicketEvent } from '#core/ticket/event.ts';
import { promisesAfter, type PromiseFlag } from '#web/escalation/ladder-promises.ts';

const HOUR = 3_600_000;
const after = (...events: readonly [number, object][]) =>
  events.reduce<readonly PromiseFlag[]>((flags, [at, event]) => promisesAfter(flags, event as TicketEvent, at), []);
const made = { type: 'promise_made', promiseId: 1, dueAt: 2 * HOUR };

test('a flag stands where it was promised, moves with it, and says whether it was kept', () => {
  expect(after([0, made])).toEqual([{ id: 1, madeAt: 0, dueAt: 2 * HOUR, state: 'open' }]);
  const moved = [HOUR, { type: 'promise_moved', promiseId: 1, dueAt: 5 * HOUR }] as const;
  expect(after([0, made], [...moved])).toMatchObject([{ dueAt: 5 * HOUR }]);
  expect(after([0, made], [HOUR, { type: 'promise_answered', promiseId: 1 }])).toMatchObject([{ state: 'kept' }]);
});

test('a stage that is reached later keeps the flag it has; broken stays broken, whatever is answered later', () => {
  const higher = { ...made, dueAt: HOUR };
  const flags = after([0, made], [10, higher], [HOUR + 1, { type: 'promise_broken', promiseId: 1 }]);
  expect(flags).toEqual([{ id: 1, madeAt: 0, dueAt: HOUR, state: 'broken' }]);
  expect(promisesAfter(flags, { type: 'promise_answered', promiseId: 1 } as TicketEvent, 3 * HOUR)).toEqual(flags);
});

test('an answer that came back owes it again; a word that never arrived raises no flag', () => {
  const answered = { type: 'promise_answered', promiseId: 1 };
  expect(after([0, made], [1, answered], [2, { type: 'promise_unanswered', promiseId: 1 }])).toMatchObject([
    { state: 'open' },
  ]);
  expect(after([0, { ...made, type: 'promise_given' }], [1, { type: 'promise_withdrawn', promiseId: 1 }])).toEqual([]);
});
