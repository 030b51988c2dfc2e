import { describe, expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import { lastTold } from '#core/promise/promise.ts';
import { dueAt } from '#core/ticket/due.ts';
import { react } from '#core/ticket/react.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { config, history, MARKO, PATH_OF_TWO, PETRA, zagreb, type History } from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const PROMISING: Path = {
  ...PATH_OF_TWO,
  steps: PATH_OF_TWO.steps.map((step) => ({ ...step, promise: { stage: 'specialist', doWithinMs: HOUR } })),
};

/** An hour and a quarter are promised, and Marko holds it. */
function promised(): History {
  const told = history(TUESDAY, { config: config({ path: PROMISING }) });
  told.at(TUESDAY, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge', escalationId: 1 }, MARKO);
  return told;
}
const writes = (told: History, at: Instant, hearsBy?: Instant, messageId = 5) =>
  told.at(at, { type: 'reply', messageId, ...(hearsBy === undefined ? {} : { hearsBy }) }, MARKO);
const goesOut = (told: History, at: Instant, messageId = 5) =>
  told.at(at, { type: 'accept_reply', messageId, authorId: MARKO });
const promiseOf = (told: History) => told.ticket.promises[0]!;
const refusal = (decision: ReturnType<History['at']>) => (decision.ok ? null : decision.refusal);
const LATER = TUESDAY + 5 * HOUR;

test('a message that names another time moves the promise when it goes out, not when it is written', () => {
  const told = promised();
  writes(told, TUESDAY + HOUR, LATER);
  expect(promiseOf(told)).toMatchObject({ state: 'open', dueAt: TUESDAY + 75 * MINUTE });
  goesOut(told, TUESDAY + HOUR + MINUTE);
  expect(promiseOf(told)).toMatchObject({ state: 'open', dueAt: LATER });
  told.tick(TUESDAY + 2 * HOUR);
  expect(promiseOf(told).state).toBe('open');
  writes(told, LATER, undefined, 6);
  goesOut(told, LATER, 6);
  expect(promiseOf(told)).toMatchObject({ state: 'kept', answer: { messageId: 6 } });
});

test('the moved time is owed like the first: past it the promise is broken', () => {
  const told = promised();
  writes(told, TUESDAY + HOUR, LATER);
  goesOut(told, TUESDAY + HOUR);
  expect(dueAt(told.ticket)).toBeLessThanOrEqual(LATER + 1);
  told.tick(LATER + MINUTE);
  expect(promiseOf(told)).toMatchObject({ state: 'broken' });
});

test('a message that comes back moves nothing: what was promised before holds, or is broken by now', () => {
  const told = promised();
  writes(told, TUESDAY + MINUTE, LATER);
  goesOut(told, TUESDAY + MINUTE);
  told.at(TUESDAY + 2 * MINUTE, { type: 'retract_reply', messageId: 5, authorId: MARKO, code: '550' });
  expect(promiseOf(told)).toMatchObject({ state: 'open', dueAt: TUESDAY + 75 * MINUTE });
  const event = told.log.find((logged) => logged.event.type === 'promise_move_retracted')!;
  expect(react(event, told.ticket)).toEqual([{ type: 'notify', personIds: [MARKO], kind: 'promise_move_retracted' }]);
  writes(told, TUESDAY + HOUR, LATER, 6);
  goesOut(told, TUESDAY + HOUR, 6);
  told.at(TUESDAY + 2 * HOUR, { type: 'retract_reply', messageId: 6, authorId: MARKO, code: '550' });
  expect(promiseOf(told)).toMatchObject({ state: 'broken' });
});

test('a time that goes out after it has passed is no promise: the message answers, or comes too late', () => {
  const told = promised();
  writes(told, TUESDAY + MINUTE, TUESDAY + 10 * MINUTE);
  goesOut(told, TUESDAY + 20 * MINUTE);
  expect(promiseOf(told)).toMatchObject({ state: 'kept' });
});

test('for the past or for ever no time can be named', () => {
  const told = promised();
  expect(refusal(writes(told, TUESDAY, TUESDAY))).toBe('moment_past');
  expect(refusal(writes(told, TUESDAY, TUESDAY + 31 * DAY))).toBe('moment_past');
});

describe('where nothing was promised, a reply that names a time', () => {
  const given = (): History => {
    const told = history(TUESDAY - HOUR);
    writes(told, TUESDAY, LATER);
    return told;
  };

  test('promises it once it is out, and nothing before', () => {
    const told = given();
    expect(promiseOf(told)).toMatchObject({ state: 'written', escalationId: null, stage: 'agent' });
    expect(lastTold(told.ticket.promises)).toBeUndefined();
    goesOut(told, TUESDAY + MINUTE);
    expect(promiseOf(told)).toMatchObject({ state: 'open', dueAt: LATER, madeAt: TUESDAY + MINUTE });
  });

  test('is kept by the next message of a person, and broken by silence, which climbs', () => {
    const told = given();
    goesOut(told, TUESDAY + MINUTE);
    writes(told, TUESDAY + HOUR, undefined, 6);
    goesOut(told, TUESDAY + HOUR, 6);
    expect(promiseOf(told)).toMatchObject({ state: 'kept', answer: { messageId: 6 } });
    const silent = given();
    goesOut(silent, TUESDAY + MINUTE);
    silent.tick(LATER + MINUTE);
    expect(promiseOf(silent)).toMatchObject({ state: 'broken' });
    expect(silent.ticket.escalations.at(-1)?.reasons.map(({ trigger }) => trigger)).toContainEqual(
      expect.objectContaining({ type: 'signal', kind: 'promise_broken' }),
    );
  });

  test('promises nothing when it came back, was taken back, or went out too late', () => {
    const back = given();
    goesOut(back, TUESDAY + MINUTE);
    back.at(TUESDAY + 2 * MINUTE, { type: 'retract_reply', messageId: 5, authorId: MARKO, code: '550' });
    expect(promiseOf(back)).toMatchObject({ state: 'withdrawn' });
    const failed = given();
    failed.at(TUESDAY + MINUTE, { type: 'fail_reply', messageId: 5, authorId: MARKO, code: '550' });
    expect(promiseOf(failed)).toMatchObject({ state: 'withdrawn' });
    const late = given();
    goesOut(late, LATER + MINUTE);
    expect(promiseOf(late)).toMatchObject({ state: 'withdrawn' });
  });

  test('leaves a step that is reached later its stage, and never a later time', () => {
    const told = history(TUESDAY - HOUR, { config: config({ path: PROMISING }) });
    writes(told, TUESDAY, TUESDAY + 30 * MINUTE);
    goesOut(told, TUESDAY);
    told.at(TUESDAY + MINUTE, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
    expect(promiseOf(told)).toMatchObject({ state: 'open', stage: 'specialist', dueAt: TUESDAY + 30 * MINUTE });
  });
});
