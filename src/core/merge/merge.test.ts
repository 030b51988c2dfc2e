import { describe, expect, test } from 'vitest';
import type { Policy } from '#core/sla/policy.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, HOUR_TO_REPLY, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';
import { desk, replayed } from '#test/harness/pair.ts';

const [OLD, YOUNG] = [1, 2];
const NINE = zagreb('2026-11-20 09:00');
const clockOf = (belay: ReturnType<typeof desk>, id: number, key = 'first_reply') =>
  belay.of(id).clocks.find((clock) => clock.key === key)!;
const every = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const [REPLY] = HOUR_TO_REPLY.targets;
const SLOW: Policy = { ...HOUR_TO_REPLY, versionId: 301, targets: [{ ...REPLY!, targetMs: every(8 * HOUR) }] };

describe('a merge cannot buy time', () => {
  test('merged into a younger ticket, the answer stays due when the older one was owed it', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE + 40 * MINUTE);
    expect(belay.merge(OLD, YOUNG, NINE + 50 * MINUTE).ok).toBe(true);
    expect(clockOf(belay, YOUNG)).toMatchObject({ state: 'running', startedAt: NINE, dueAt: NINE + HOUR });
    expect(clockOf(belay, OLD)).toMatchObject({ state: 'stopped', outcome: 'void', stoppedBy: 'merged' });
    expect(belay.of(OLD)).toMatchObject({ status: 'closed', closedAs: 'merged', mergedInto: YOUNG });
  });

  test('merged into an older ticket nothing of it moves', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE + 40 * MINUTE);
    belay.act(OLD, NINE + 50 * MINUTE, { type: 'tick' }, null);
    const before = clockOf(belay, OLD);
    belay.merge(YOUNG, OLD, NINE + 50 * MINUTE);
    expect(clockOf(belay, OLD)).toEqual(before);
  });

  test('a shorter promise of the merged ticket holds in a ticket with a longer one', () => {
    const belay = desk({ config: config({ policies: [SLOW] }) });
    belay.open(OLD, NINE, { policyVersionId: SLOW.versionId });
    belay.open(YOUNG, NINE + 10 * MINUTE);
    belay.merge(YOUNG, OLD, NINE + 20 * MINUTE);
    expect(clockOf(belay, OLD)).toMatchObject({ startedAt: NINE, targetMs: HOUR, dueAt: NINE + HOUR + 10 * MINUTE });
  });

  test('what nobody had promised by then is missed by the merge, at the merge, and not by an agent', () => {
    const belay = desk({ config: config({ policies: [SLOW] }) });
    belay.open(OLD, NINE, { policyVersionId: SLOW.versionId });
    belay.open(YOUNG, NINE + 3 * HOUR);
    const at = NINE + 3 * HOUR + MINUTE;
    belay.merge(OLD, YOUNG, at);
    expect(clockOf(belay, YOUNG)).toMatchObject({ startedAt: NINE, breachedAt: at, breachCause: 'policy_change' });
  });

  test('what the merged ticket had missed stays missed, and is counted where it is owed now', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE + 2 * HOUR);
    belay.merge(OLD, YOUNG, NINE + 2 * HOUR + MINUTE);
    expect(clockOf(belay, YOUNG)).toMatchObject({ breachedAt: NINE + HOUR, breachCause: null });
    expect(belay.log(YOUNG).filter(({ event }) => event.type === 'target_breached')).toHaveLength(1);
  });
});

test('merged into a ticket that was answered, the unanswered message is owed the next answer', () => {
  const NEXT: Policy = {
    ...HOUR_TO_REPLY,
    targets: [REPLY!, { ...REPLY!, kind: 'next_reply', targetMs: every(2 * HOUR) }],
  };
  const belay = desk({ config: config({ policy: NEXT }) });
  belay.open(OLD, NINE);
  belay.act(OLD, NINE + MINUTE, { type: 'accept_reply', messageId: 5, authorId: PETRA });
  belay.act(OLD, NINE + MINUTE, { type: 'set_status', to: 'waiting_on_customer' });
  belay.open(YOUNG, NINE + 10 * MINUTE);
  belay.merge(YOUNG, OLD, NINE + 20 * MINUTE);
  expect(belay.of(OLD).status).toBe('open');
  expect(clockOf(belay, OLD, 'next_reply')).toMatchObject({ state: 'running', dueAt: NINE + HOUR + 10 * MINUTE });
  belay.act(OLD, NINE + 30 * MINUTE, { type: 'accept_reply', messageId: 6, authorId: PETRA });
  expect(clockOf(belay, OLD, 'next_reply')).toMatchObject({ state: 'stopped', outcome: 'met' });
});

describe.each([
  ['own', NINE + 40 * MINUTE],
  ['earlier', NINE],
] as const)('the time to the solving counts by the policy (%s)', (merge, startedAt) => {
  test('from the beginning it names', () => {
    const policy = { ...HOUR_TO_REPLY, merge, targets: [{ ...REPLY!, kind: 'resolution' as const }] };
    const belay = desk({ config: config({ policy }) });
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE + 40 * MINUTE);
    belay.merge(OLD, YOUNG, NINE + 50 * MINUTE);
    expect(clockOf(belay, YOUNG, 'resolution')).toMatchObject({ startedAt, dueAt: startedAt + HOUR });
  });
});

describe('of two escalated tickets', () => {
  const raised = () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE);
    belay.act(OLD, NINE, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
    belay.act(YOUNG, NINE, { type: 'escalate', firing: null, reason: 'authority', messageId: null });
    belay.act(OLD, NINE + MINUTE, { type: 'escalate', firing: 1, reason: 'skill', messageId: null });
    return belay;
  };

  test('the higher step stays, with whoever holds it and the reasons of both', () => {
    const belay = raised();
    belay.act(OLD, NINE + 2 * MINUTE, { type: 'acknowledge', escalationId: 1 }, IVANA);
    belay.merge(OLD, YOUNG, NINE + 3 * MINUTE);
    const live = belay.of(YOUNG).escalations.filter(({ status }) => status !== 'ended');
    expect(live).toMatchObject([{ status: 'acknowledged', by: IVANA, stepIndex: 1 }]);
    expect(live[0]?.reasons.map(({ trigger }) => trigger.type === 'request' && trigger.reason)).toContain('authority');
    expect(belay.of(OLD).escalations).toMatchObject([{ status: 'ended', why: 'merged' }]);
  });

  test('the ticket that stands higher keeps its own', () => {
    const belay = raised();
    belay.merge(YOUNG, OLD, NINE + 3 * MINUTE);
    expect(belay.of(OLD).escalations).toMatchObject([{ id: 1, stepIndex: 1, status: 'climbing' }]);
    expect(belay.of(OLD).escalations[0]?.reasons).toHaveLength(3);
  });

  test('unmerged, each climbs where it stood', () => {
    const belay = raised();
    belay.merge(OLD, YOUNG, NINE + 3 * MINUTE);
    const carried = belay.of(YOUNG).escalations.at(-1)!;
    belay.act(YOUNG, NINE + 4 * MINUTE, { type: 'acknowledge', escalationId: carried.id }, IVANA);
    expect(belay.unmerge(OLD, YOUNG, NINE + 5 * MINUTE).ok).toBe(true);
    expect(belay.of(YOUNG).escalations).toMatchObject([
      { id: 1, status: 'climbing', stepIndex: 0 },
      { id: 2, status: 'ended', why: 'unmerged' },
    ]);
    expect(belay.of(OLD).escalations).toMatchObject([{ id: 1, status: 'acknowledged', by: IVANA }]);
  });

  test('somebody who is kept away from one of them holds nothing of the other', () => {
    const belay = raised();
    belay.act(YOUNG, NINE + MINUTE, { type: 'exclude', personId: IVANA });
    belay.act(OLD, NINE + 2 * MINUTE, { type: 'acknowledge', escalationId: 1 }, IVANA);
    belay.merge(OLD, YOUNG, NINE + 3 * MINUTE);
    const live = belay.of(YOUNG).escalations.filter(({ status }) => status !== 'ended');
    expect(live).toMatchObject([{ status: 'last_resort', told: [SANJA] }]);
  });
});

describe('people who are kept away', () => {
  test('stay so in the ticket that takes the other in, and may come back when it goes', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE);
    belay.act(OLD, NINE, { type: 'exclude', personId: LEA });
    belay.merge(OLD, YOUNG, NINE + MINUTE);
    expect(belay.of(YOUNG).excludedIds).toEqual([LEA]);
    belay.unmerge(OLD, YOUNG, NINE + 2 * MINUTE);
    expect(belay.of(YOUNG).excludedIds).toEqual([]);
    expect(belay.of(OLD).excludedIds).toEqual([LEA]);
  });

  test.each(['merged', 'spam'] as const)('while it is closed as %s have it no more when it comes back', (closedAs) => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE);
    belay.act(OLD, NINE, { type: 'assign', assigneeId: LEA, teamId: null });
    if (closedAs === 'merged') belay.merge(OLD, YOUNG, NINE + MINUTE);
    else belay.act(OLD, NINE + MINUTE, { type: 'close_as', as: 'spam' });
    belay.act(OLD, NINE + 2 * MINUTE, { type: 'exclude', personId: LEA });
    if (closedAs === 'merged') belay.unmerge(OLD, YOUNG, NINE + 3 * MINUTE);
    else belay.act(OLD, NINE + 3 * MINUTE, { type: 'restore', closedAs });
    expect(belay.of(OLD)).toMatchObject({ assigneeId: PETRA, excludedIds: [LEA] });
  });

  test('merge nothing', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE);
    belay.act(OLD, NINE, { type: 'exclude', personId: PETRA }, MARKO);
    expect(belay.merge(OLD, YOUNG, NINE + MINUTE)).toMatchObject({ ok: false, refusal: 'not_found' });
  });

  test('never leave a ticket without a last resort', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE, { policyVersionId: SLOW.versionId });
    const path = { ...config().path(0), lastResort: [SANJA, IVANA] };
    const both = desk({ config: config({ path }) });
    both.open(OLD, NINE);
    both.open(YOUNG, NINE);
    both.act(OLD, NINE, { type: 'exclude', personId: SANJA });
    both.act(YOUNG, NINE, { type: 'exclude', personId: IVANA });
    expect(both.merge(OLD, YOUNG, NINE + MINUTE)).toMatchObject({ ok: false, refusal: 'last_resort_excluded' });
  });
});

describe('refused is', () => {
  test('a merge with itself, with what is closed, and an unmerge of what was never merged', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE);
    expect(belay.merge(OLD, OLD, NINE)).toMatchObject({ refusal: 'merges_itself' });
    expect(belay.unmerge(OLD, YOUNG, NINE)).toMatchObject({ refusal: 'not_merged' });
    belay.act(YOUNG, NINE, { type: 'close_as', as: 'spam' });
    expect(belay.merge(OLD, YOUNG, NINE)).toMatchObject({ refusal: 'ticket_closed' });
  });

  test('an unmerge after somebody answered: that was an answer to both', () => {
    const belay = desk();
    belay.open(OLD, NINE);
    belay.open(YOUNG, NINE);
    belay.merge(OLD, YOUNG, NINE + MINUTE);
    belay.act(YOUNG, NINE + 2 * MINUTE, { type: 'accept_reply', messageId: 9, authorId: PETRA });
    expect(belay.unmerge(OLD, YOUNG, NINE + 3 * MINUTE)).toMatchObject({ refusal: 'merge_answered' });
  });
});

test('a solved ticket that takes in one that is not is taken up again, and sleeps again when it goes', () => {
  const belay = desk();
  belay.open(OLD, NINE);
  belay.act(OLD, NINE + MINUTE, { type: 'set_status', to: 'solved' });
  belay.open(YOUNG, NINE + 2 * MINUTE);
  const solved = belay.of(OLD);
  belay.merge(YOUNG, OLD, NINE + 3 * MINUTE);
  expect(belay.of(OLD).status).toBe('open');
  belay.unmerge(YOUNG, OLD, NINE + 4 * MINUTE);
  expect(belay.of(OLD)).toMatchObject({ status: 'solved', closesAt: 'closesAt' in solved ? solved.closesAt : 0 });
  expect(replayed(belay.log(OLD))).toEqual(belay.of(OLD));
});

test('a ticket taken for spam after it was late is late again once it is none', () => {
  const belay = desk();
  belay.open(OLD, NINE);
  belay.act(OLD, NINE + 2 * HOUR, { type: 'tick' }, null);
  belay.act(OLD, NINE + 2 * HOUR, { type: 'close_as', as: 'spam' });
  expect(clockOf(belay, OLD)).toMatchObject({ outcome: 'void', breachedAt: NINE + HOUR });
  expect(belay.log(OLD).some(({ event }) => event.type === 'target_breached')).toBe(true);
  expect(belay.act(OLD, NINE + 3 * HOUR, { type: 'restore', closedAs: 'spam' }).ok).toBe(true);
  expect(belay.of(OLD)).toMatchObject({ status: 'new' });
  expect(clockOf(belay, OLD)).toMatchObject({ state: 'running', breachedAt: NINE + HOUR });
  expect(belay.of(OLD).escalations.some(({ status }) => status !== 'ended')).toBe(true);
  expect(belay.log(OLD).filter(({ event }) => event.type === 'target_breached')).toHaveLength(1);
});

test('what was taken for spam and fell due meanwhile was missed when it was due', () => {
  const belay = desk();
  belay.open(OLD, NINE);
  belay.act(OLD, NINE + MINUTE, { type: 'close_as', as: 'spam' });
  belay.act(OLD, NINE + 3 * HOUR, { type: 'restore', closedAs: 'spam' });
  expect(clockOf(belay, OLD)).toMatchObject({ state: 'running', breachedAt: NINE + HOUR });
  expect(belay.of(OLD).escalations).toMatchObject([{ status: 'climbing', stepIndex: 0 }]);
});
