import { expect, test } from 'vitest';
import type { Clock } from '#contract/ticket.ts';
import { cardLines } from '#web/sla/card-lines.ts';
import { HOUR, NOON, sampleClock as clock } from '#web/sla/sample-clock.ts';

const words = {
  inFull: (at: number) => `at ${at}`,
  length: (ms: number) => `${ms / HOUR} h`,
  there: (): string | null => null,
  cause: (cause: string) => cause,
};
const lines = (given?: Partial<Clock>) => Object.fromEntries(cardLines(clock(given), NOON, words));

test('a running clock names its target, when it is due, its hours and its policy', () => {
  expect(lines()).toEqual({ target: '4 h', due: `at ${NOON + HOUR}`, calendar: 'Zagreb office', policy: 'Standard' });
});

test('outside business hours it also names when it goes on, until that has come', () => {
  expect(lines({ counting: false, nextSwitchAt: NOON + 1 })).toMatchObject({ opens: `at ${NOON + 1}` });
  expect(lines({ counting: false, nextSwitchAt: NOON })).not.toHaveProperty('opens');
});

test('a paused clock says since when and has no due moment', () => {
  const paused = lines({ state: 'paused', pausedAt: NOON - HOUR });
  expect(paused).toMatchObject({ paused: `at ${NOON - HOUR}` });
  expect(paused).not.toHaveProperty('due');
});

test('a missed target keeps both the moment it was due and the moment it was missed', () => {
  expect(lines({ breachedAt: NOON, dueAt: NOON })).toMatchObject({ due: `at ${NOON}`, missed: `at ${NOON}` });
});

test('a due moment is also told on the clock of a customer in another zone', () => {
  const there = (at: number): string => `there ${at}`;
  expect(Object.fromEntries(cardLines(clock(), NOON, { ...words, there }))).toMatchObject({
    due_there: `there ${NOON + HOUR}`,
  });
  expect(Object.fromEntries(cardLines(clock({ state: 'paused' }), NOON, { ...words, there }))).not.toHaveProperty(
    'due_there',
  );
});
