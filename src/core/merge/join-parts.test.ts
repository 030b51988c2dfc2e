import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, IVANA, LEA, MARKO, PATH_OF_TWO, SANJA, zagreb } from '#test/harness/core.ts';
import { desk, replayed } from '#test/harness/pair.ts';

const [OLD, YOUNG] = [1, 2];
const NINE = zagreb('2026-11-20 09:00');
const both = (path?: Path) => {
  const belay = desk(path === undefined ? {} : { config: config({ path }) });
  belay.open(OLD, NINE);
  belay.open(YOUNG, NINE);
  return belay;
};
const isLogged = (belay: ReturnType<typeof desk>) => {
  for (const id of [OLD, YOUNG]) expect(replayed(belay.log(id))).toEqual(belay.of(id));
};
const hands = (personId: number): TicketCommand => ({
  type: 'open_leg',
  target: { type: 'person', personId },
  direction: 'functional',
  reason: 'skill',
  messageId: null,
});
const takes: TicketCommand = { type: 'acknowledge_leg', legId: 1 };
const asks: TicketCommand = { type: 'ask_question', messageId: 10, answerMs: 4 * HOUR, holds: true };
const hears: TicketCommand = { type: 'receive_answer', questionId: 1, messageId: 11, kind: 'message' };

test('what was handed to others goes on in the ticket that stays, by the same moments', () => {
  const belay = both();
  belay.act(OLD, NINE, hands(MARKO));
  belay.act(OLD, NINE, hands(IVANA));
  belay.act(OLD, NINE + MINUTE, takes, MARKO);
  const before = belay.of(OLD).legs;
  belay.merge(OLD, YOUNG, NINE + 2 * MINUTE);
  expect(belay.of(YOUNG).legs).toEqual(before);
  expect(belay.of(OLD).legs).toMatchObject([
    { status: 'ended', why: 'merged' },
    { status: 'ended', why: 'merged' },
  ]);
  expect(belay.act(YOUNG, NINE + HOUR, { type: 'finish_leg', legId: 1 }, MARKO).ok).toBe(true);
  isLogged(belay);
});

test('unmerged, it is theirs where it was handed over, and no longer where it went', () => {
  const belay = both();
  belay.act(OLD, NINE, hands(MARKO));
  belay.merge(OLD, YOUNG, NINE + MINUTE);
  belay.act(YOUNG, NINE + 2 * MINUTE, takes, MARKO);
  belay.unmerge(OLD, YOUNG, NINE + 3 * MINUTE);
  expect(belay.of(OLD).legs).toMatchObject([{ status: 'acknowledged', by: MARKO }]);
  expect(belay.of(YOUNG).legs).toMatchObject([{ status: 'ended', why: 'unmerged' }]);
  isLogged(belay);
});

test('what was done meanwhile is done there as well', () => {
  const belay = both();
  belay.act(OLD, NINE, hands(MARKO));
  belay.act(OLD, NINE, takes, MARKO);
  belay.merge(OLD, YOUNG, NINE + MINUTE);
  belay.act(YOUNG, NINE + 2 * MINUTE, { type: 'finish_leg', legId: 1 }, MARKO);
  belay.unmerge(OLD, YOUNG, NINE + 3 * MINUTE);
  expect(belay.of(OLD).legs).toMatchObject([{ status: 'ended', why: 'done' }]);
  isLogged(belay);
});

test('a ticket that was no spam is with those again who had it', () => {
  const belay = both();
  belay.act(OLD, NINE, hands(MARKO));
  belay.act(OLD, NINE, asks);
  belay.act(OLD, NINE + MINUTE, { type: 'close_as', as: 'spam' });
  belay.act(OLD, NINE + HOUR, { type: 'restore', closedAs: 'spam' });
  expect(belay.of(OLD)).toMatchObject({
    status: 'on_hold',
    legs: [{ status: 'offered', told: [MARKO] }],
    questions: [{ status: 'open', holds: true }],
  });
  // nobody took it while it was closed: it goes on to somebody above
  belay.act(OLD, NINE + HOUR + 1, { type: 'tick' }, null);
  expect(belay.of(OLD).legs).toMatchObject([{ status: 'offered', asked: [MARKO, IVANA] }]);
  isLogged(belay);
});

test('nobody who is kept away from the ticket that stays has a part of it', () => {
  const belay = both();
  belay.act(OLD, NINE, hands(MARKO));
  belay.act(OLD, NINE, takes, MARKO);
  belay.act(YOUNG, NINE, { type: 'exclude', personId: MARKO }, SANJA);
  belay.merge(OLD, YOUNG, NINE + MINUTE);
  expect(belay.of(YOUNG).legs).toMatchObject([{ status: 'offered', told: [IVANA] }]);
  isLogged(belay);
});

test('whoever holds a climb by the part its step handed over holds it so there and back, with the time they had', () => {
  const steps = PATH_OF_TWO.steps.map((step) => ({ ...step, needs: 'take_over' as const }));
  const belay = both({ ...PATH_OF_TWO, steps });
  belay.act(OLD, NINE, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  belay.act(OLD, NINE + MINUTE, { type: 'acknowledge', escalationId: 1 }, MARKO);
  const [held] = belay.of(OLD).legs;
  const [climb] = belay.of(OLD).escalations;
  belay.merge(OLD, YOUNG, NINE + 10 * MINUTE);
  expect(belay.of(YOUNG).legs).toEqual([held]);
  expect(belay.of(YOUNG).escalations).toEqual([climb]);
  belay.unmerge(OLD, YOUNG, NINE + 20 * MINUTE);
  expect(belay.of(OLD).legs).toEqual([held]);
  expect(belay.of(OLD).escalations).toEqual([climb]);
  isLogged(belay);
});

test('of a climb that does not go on, what was only offered is over, and what somebody took stays theirs', () => {
  const steps = PATH_OF_TWO.steps.map((step) => ({ ...step, needs: 'take_over' as const }));
  const belay = both({ ...PATH_OF_TWO, steps });
  const raise = (firing: number | null): TicketCommand => ({
    type: 'escalate',
    firing,
    reason: 'skill',
    messageId: null,
  });
  belay.act(OLD, NINE, raise(null), LEA);
  belay.act(OLD, NINE + MINUTE, { type: 'acknowledge', escalationId: 1 }, MARKO);
  belay.act(YOUNG, NINE, raise(null), LEA);
  expect(belay.act(YOUNG, NINE + MINUTE, raise(1), LEA)).toMatchObject({ ok: true });
  belay.merge(OLD, YOUNG, NINE + 5 * MINUTE);
  expect(belay.of(YOUNG).legs).toMatchObject([
    { status: 'ended', why: 'expired' },
    { status: 'offered', step: { escalationId: 1 } },
    { status: 'acknowledged', by: MARKO, step: null },
  ]);
  isLogged(belay);
});

test('what was asked outside is waited for in the ticket that stays, and its answer is heard there', () => {
  const belay = both();
  belay.act(OLD, NINE, asks);
  const [asked] = belay.of(OLD).questions;
  belay.merge(OLD, YOUNG, NINE + MINUTE);
  expect(belay.of(OLD).questions).toMatchObject([{ status: 'ended', why: 'merged' }]);
  // the ticket that stays was not put on hold for it
  expect(belay.of(YOUNG)).toMatchObject({ status: 'new', questions: [{ ...asked, holds: false }] });
  belay.act(YOUNG, NINE + HOUR, hears, null);
  belay.unmerge(OLD, YOUNG, NINE + 2 * HOUR);
  expect(belay.of(OLD)).toMatchObject({ status: 'open', questions: [{ status: 'ended', why: 'answered' }] });
  isLogged(belay);
});

test('unmerged, an answer is waited for where it was asked, and climbs there when none comes', () => {
  const belay = both();
  belay.act(OLD, NINE, asks);
  belay.merge(OLD, YOUNG, NINE + MINUTE);
  belay.act(YOUNG, NINE + 3 * HOUR, { type: 'tick' }, null);
  expect(belay.of(YOUNG).questions).toMatchObject([{ phase: 'reminded' }]);
  belay.unmerge(OLD, YOUNG, NINE + 3 * HOUR + MINUTE);
  expect(belay.of(OLD)).toMatchObject({ status: 'on_hold', questions: [{ phase: 'reminded', holds: true }] });
  expect(belay.of(YOUNG).questions).toMatchObject([{ status: 'ended', why: 'unmerged' }]);
  for (const hours of [4, 5]) belay.act(OLD, NINE + hours * HOUR, { type: 'tick' }, null);
  expect(belay.of(OLD).questions).toMatchObject([{ phase: 'climbed' }]);
  expect(belay.of(OLD).escalations.at(-1)).toMatchObject({ status: 'climbing' });
  isLogged(belay);
});
