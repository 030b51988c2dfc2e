import { expect, test } from 'vitest';
import { waitsSince } from '#core/merge/split.ts';
import type { Policy } from '#core/sla/policy.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, HOUR_TO_REPLY, PETRA, zagreb } from '#test/harness/core.ts';
import { desk, replayed } from '#test/harness/pair.ts';

const [OLD, NEW] = [1, 2];
const NINE = zagreb('2026-11-20 09:00');
const [REPLY] = HOUR_TO_REPLY.targets;
const every = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const POLICY: Policy = {
  ...HOUR_TO_REPLY,
  targets: [
    REPLY!,
    { ...REPLY!, kind: 'next_reply', targetMs: every(2 * HOUR) },
    { ...REPLY!, kind: 'resolution', targetMs: every(8 * HOUR) },
  ],
};

const answeredAndAskedAgain = () => {
  const belay = desk({ config: config({ policy: POLICY }) });
  belay.open(OLD, NINE);
  belay.act(OLD, NINE + 10 * MINUTE, { type: 'accept_reply', messageId: 5, authorId: PETRA });
  belay.act(OLD, NINE + 20 * MINUTE, { type: 'receive', messageId: 6, authorId: 1, kind: 'message' }, null);
  return belay;
};
const clocksOf = (belay: ReturnType<typeof desk>, id: number) =>
  Object.fromEntries(belay.of(id).clocks.map((clock) => [clock.key, clock]));

test('the ticket it leaves owes no answer to it, and the new one owes it since it came', () => {
  const belay = answeredAndAskedAgain();
  expect(clocksOf(belay, OLD).next_reply).toMatchObject({ state: 'running' });
  const at = NINE + 30 * MINUTE;
  expect(belay.act(OLD, at, { type: 'split_off', messageId: 6, intoId: NEW }).ok).toBe(true);
  belay.open(NEW, at, { split: { fromId: OLD, waitsSince: NINE + 20 * MINUTE }, messageId: 6 });
  expect(clocksOf(belay, OLD).next_reply).toBeUndefined();
  expect(clocksOf(belay, NEW).first_reply).toMatchObject({ startedAt: NINE + 20 * MINUTE, state: 'running' });
  expect(clocksOf(belay, NEW).resolution).toMatchObject({ startedAt: at });
  for (const id of [OLD, NEW]) expect(replayed(belay.log(id))).toEqual(belay.of(id));
});

test('a message that was taken up late waits since it reached us, also in a ticket of its own', () => {
  const belay = desk({ config: config({ policy: POLICY }) });
  belay.open(OLD, NINE);
  belay.act(OLD, NINE + 10 * MINUTE, { type: 'accept_reply', messageId: 5, authorId: PETRA });
  const [reached, taken] = [NINE + 20 * MINUTE, NINE + 50 * MINUTE];
  const said = { messageId: 6, authorId: 1, kind: 'message', receivedAt: reached } as const;
  belay.act(OLD, taken, { type: 'receive', ...said }, null);
  expect(clocksOf(belay, OLD).next_reply).toMatchObject({ startedAt: reached });
  expect(waitsSince(belay.log(OLD), 6)).toBe(reached);
});

test('of a message that was answered no first reply is owed', () => {
  const belay = desk({ config: config({ policy: POLICY }) });
  belay.open(NEW, NINE, { split: { fromId: OLD, waitsSince: null }, messageId: 6 });
  expect(Object.keys(clocksOf(belay, NEW))).toEqual(['resolution']);
});

test('refused of the first message, of one that is none of somebody outside, and of one that has left', () => {
  const belay = answeredAndAskedAgain();
  const split = (messageId: number) => belay.act(OLD, NINE + HOUR, { type: 'split_off', messageId, intoId: NEW });
  expect(split(1)).toMatchObject({ refusal: 'first_message' });
  expect(split(5)).toMatchObject({ refusal: 'message_unknown' });
  expect(split(6).ok).toBe(true);
  expect(split(6)).toMatchObject({ refusal: 'message_unknown' });
});

test('a message that had opened a solved ticket again leaves it open, and owed nothing', () => {
  const belay = desk({ config: config({ policy: POLICY }) });
  belay.open(OLD, NINE);
  belay.act(OLD, NINE + 10 * MINUTE, { type: 'accept_reply', messageId: 5, authorId: PETRA });
  belay.act(OLD, NINE + 10 * MINUTE, { type: 'set_status', to: 'solved' });
  belay.act(OLD, NINE + 20 * MINUTE, { type: 'receive', messageId: 6, authorId: 1, kind: 'message' }, null);
  belay.act(OLD, NINE + 30 * MINUTE, { type: 'split_off', messageId: 6, intoId: NEW });
  expect(belay.of(OLD).status).toBe('open');
  expect(clocksOf(belay, OLD).next_reply).toBeUndefined();
  expect(clocksOf(belay, OLD).resolution).toMatchObject({ state: 'running' });
});
