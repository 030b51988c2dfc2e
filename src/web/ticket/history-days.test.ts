import { expect, test } from 'vitest';
import type { LoggedEventView } from '#contract/ticket.ts';
import { historyDays } from '#web/ticket/history-days.ts';

const HALF_HOUR = 1_800_000;
const EVENING = Date.parse('2026-11-23T22:00:00Z');

const event = (seq: number, at: number, type = 'told_again', id: number | null = null): LoggedEventView => ({
  seq,
  at,
  actor: id === null ? null : { id, name: `person ${id}`, role: 'agent' },
  type,
  body: {},
});
const DAY = 24 * 3_600_000;
const reader = {
  say: ({ type }: LoggedEventView) => type,
  sameDay: (a: number, b: number) => Math.floor(a / DAY) === Math.floor(b / DAY),
};
const seqs = (events: LoggedEventView[]) =>
  historyDays(events, reader).map(({ runs }) => runs.map((run) => run.map(({ seq }) => seq)));

test('a last resort that is called every half hour of a night is one run each day, newest first', () => {
  const night = Array.from({ length: 10 }, (_, index) => event(index + 1, EVENING + index * HALF_HOUR));
  expect(seqs([event(0, EVENING, 'escalated', 1), ...night])).toEqual([[[10, 9, 8, 7, 6, 5]], [[4, 3, 2, 1], [0]]]);
});

test('what another did, or what came between, is not folded away; two of the same are shown as they are', () => {
  const said = [event(1, EVENING), event(2, EVENING), event(3, EVENING, 'told_again', 7), event(4, EVENING)];
  expect(seqs([...said, event(5, EVENING, 'solved', 7), event(6, EVENING), event(7, EVENING)])).toEqual([
    [[7], [6], [5], [4], [3], [2], [1]],
  ]);
});
