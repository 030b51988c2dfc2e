import { describe, expect, test } from 'vitest';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import { waitsSince } from '#core/merge/split.ts';
import type { Actor } from '#core/people/roles.ts';
import { MOST_AUTOMATIC } from '#core/signal/budget.ts';
import type { Policy, Target } from '#core/sla/policy.ts';
import { decide } from '#core/ticket/decide.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { ANA, BILLING, config, EVERYBODY, history, HOUR_TO_REPLY, IVANA, PETRA, zagreb } from '#test/harness/core.ts';
import { desk, replayed } from '#test/harness/pair.ts';

// What happens to a whole ticket: it is talked about, split, merged, put aside, given to another requester.

const NINE = zagreb('2026-11-20 09:00');
const [OLD, YOUNG] = [1, 2];
const [REPLY] = HOUR_TO_REPLY.targets;
const every = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const target = (kind: Target['kind'], targetMs: number): Target => ({ ...REPLY!, kind, targetMs: every(targetMs) });
const POLICY: Policy = {
  ...HOUR_TO_REPLY,
  targets: [REPLY!, target('next_reply', 30 * MINUTE), target('resolution', 8 * HOUR)],
};
const clockIn = ({ clocks }: { clocks: { key: string }[] }, key: string) => clocks.find((each) => each.key === key);

describe('edge case 7', () => {
  const chatting = () => {
    const lived = history(NINE, { config: config({ policy: POLICY }), open: { channel: 'chat' } });
    lived.at(NINE, { type: 'offer_contact', messageId: 1 });
    lived.at(NINE + MINUTE, { type: 'pick_up_contact', messageId: 1 }, PETRA);
    lived.at(NINE + 2 * MINUTE, { type: 'accept_reply', messageId: 2, authorId: PETRA });
    lived.at(NINE + 10 * MINUTE, { type: 'receive', messageId: 3, authorId: ANA, kind: 'message' });
    return lived;
  };
  const leaves = { type: 'abandon_contact', messageId: 1, afterPickUp: true } as const;

  test('the customer leaves a chat before an answer was due: it is owed no more, and the time to the solving ends', () => {
    const lived = chatting();
    expect(clockIn(lived.ticket, 'next_reply')).toMatchObject({ state: 'running', dueAt: NINE + 40 * MINUTE });
    expect(lived.at(NINE + 40 * MINUTE, leaves).ok).toBe(true);
    expect(clockIn(lived.ticket, 'next_reply')).toMatchObject({ outcome: 'void', stoppedBy: 'abandoned' });
    expect(clockIn(lived.ticket, 'resolution')).toMatchObject({ outcome: 'met', stoppedBy: 'solve' });
    expect(lived.ticket.status).toBe('solved');
    expect(replayed(lived.log)).toEqual(lived.ticket);
    // whoever comes back asks anew
    lived.at(NINE + 2 * HOUR, { type: 'receive', messageId: 4, authorId: ANA, kind: 'message' });
    expect(clockIn(lived.ticket, 'next_reply')).toMatchObject({ cycle: 2, startedAt: NINE + 2 * HOUR });
  });

  test('they leave after it was due: it was missed, and stays so', () => {
    const lived = chatting();
    lived.at(NINE + 40 * MINUTE + 1, leaves);
    expect(clockIn(lived.ticket, 'next_reply')).toMatchObject({ outcome: 'late', breachedAt: NINE + 40 * MINUTE });
  });

  test('while somebody has still to allow something the ticket stays open', () => {
    const lived = chatting();
    const approvers = [{ type: 'person' as const, personId: IVANA }];
    const asked = { type: 'ask_approval', approvers, rule: 'all', amount: null, messageId: null } as const;
    expect(lived.at(NINE + 11 * MINUTE, asked, PETRA).ok).toBe(true);
    lived.at(NINE + 12 * MINUTE, leaves);
    expect(lived.ticket.status).not.toBe('solved');
    expect(clockIn(lived.ticket, 'next_reply')).toMatchObject({ outcome: 'void' });
  });
});

describe('edge case 8', () => {
  const splitAfter = (answered: boolean) => {
    const belay = desk({ config: config({ policy: POLICY }) });
    belay.open(OLD, NINE);
    belay.act(OLD, NINE + 10 * MINUTE, { type: 'accept_reply', messageId: 5, authorId: PETRA });
    belay.act(OLD, NINE + 20 * MINUTE, { type: 'receive', messageId: 6, authorId: ANA, kind: 'message' }, null);
    if (answered) belay.act(OLD, NINE + 25 * MINUTE, { type: 'accept_reply', messageId: 7, authorId: PETRA });
    const since = waitsSince(belay.log(OLD), 6);
    expect(belay.act(OLD, NINE + 30 * MINUTE, { type: 'split_off', messageId: 6, intoId: YOUNG }).ok).toBe(true);
    belay.open(YOUNG, NINE + 30 * MINUTE, { split: { fromId: OLD, waitsSince: since }, messageId: 6 });
    return belay.of(YOUNG);
  };

  test('a message that nobody answered becomes a ticket: its clocks begin at the split, its answer is owed since it came', () => {
    const split = splitAfter(false);
    expect(clockIn(split, 'resolution')).toMatchObject({ startedAt: NINE + 30 * MINUTE });
    expect(clockIn(split, 'first_reply')).toMatchObject({ startedAt: NINE + 20 * MINUTE, dueAt: NINE + 80 * MINUTE });
  });

  test('one that was answered is owed no first reply', () => {
    const split = splitAfter(true);
    expect(clockIn(split, 'resolution')).toMatchObject({ startedAt: NINE + 30 * MINUTE });
    expect(clockIn(split, 'first_reply')).toBeUndefined();
  });
});

test('edge case 9: two escalated tickets are merged: the higher step stays, once, with the reasons of both', () => {
  for (const [mergedId, intoId] of [
    [OLD, YOUNG],
    [YOUNG, OLD],
  ] as const) {
    const belay = desk();
    for (const id of [OLD, YOUNG]) {
      belay.open(id, NINE);
      const reason = id === OLD ? 'skill' : 'authority';
      belay.act(id, NINE, { type: 'escalate', firing: null, reason, messageId: null });
    }
    belay.act(OLD, NINE + MINUTE, { type: 'escalate', firing: 1, reason: 'skill', messageId: null });
    expect(belay.merge(mergedId, intoId, NINE + 2 * MINUTE).ok).toBe(true);
    const live = belay.of(intoId).escalations.filter(({ status }) => status !== 'ended');
    expect(live).toMatchObject([{ status: 'climbing', stepIndex: 1, told: [IVANA] }]);
    const reasons = live[0]!.reasons.map(({ trigger }) => trigger.type === 'request' && trigger.reason);
    expect(reasons).toEqual(expect.arrayContaining(['skill', 'authority']));
    expect(belay.of(mergedId).escalations.every(({ status }) => status === 'ended')).toBe(true);
  }
});

test('edge case 10: another requester of another organisation: the policy is chosen again, and what was used counts', () => {
  const gold: Policy = {
    ...HOUR_TO_REPLY,
    versionId: 301,
    name: 'Gold',
    targets: [target('first_reply', 20 * MINUTE)],
  };
  const active: ActiveConfig = {
    intakeRules: null,
    matrix: {
      kind: 'matrix',
      versionId: 9,
      name: 'main',
      rows: [{ id: 'gold', when: { customerTiers: ['gold'] }, plan: { policy: 'Gold' } }],
      otherwise: { policy: 'Standard' },
    },
    versionOf: (_, name) => (name === 'Gold' ? gold.versionId : HOUR_TO_REPLY.versionId),
  };
  const { ticket } = history(NINE);
  const [now, theirs] = [NINE + 10 * MINUTE, 70];
  const given = (organisationId: number | null) =>
    decide(
      1,
      ticket,
      { type: 'set_requester', requesterId: 2, organisationId },
      {
        now,
        actor: { kind: 'person', personId: PETRA, role: 'agent', teamIds: [BILLING], leadOf: [] },
        config: { ...config({ policies: [gold] }), active },
        facts: { roster: EVERYBODY, customerTiers: new Map([[theirs, 'gold']]) },
      },
    ).events!.reduce((state, event) => evolve(state, event, now), ticket);
  expect(given(theirs).policyVersionId).toBe(gold.versionId);
  expect(clockIn(given(theirs), 'first_reply')).toMatchObject({ cycle: 1, dueAt: NINE + 20 * MINUTE });
  // somebody of no organisation: the plan it has is the plan it gets
  expect(given(null)).toMatchObject({ requesterId: 2, policyVersionId: HOUR_TO_REPLY.versionId });
  expect(given(null).clocks).toEqual(ticket.clocks);
});

test('edge case 12: two programs that undo each other are stopped after ten changes in an hour, and somebody is called', () => {
  const program = (personId: number): Actor => ({
    kind: 'person',
    personId,
    role: 'bot',
    teamIds: [BILLING],
    leadOf: [],
  });
  let { ticket } = history(NINE);
  const changes: boolean[] = [];
  for (let turn = 0; turn < MOST_AUTOMATIC + 5; turn += 1) {
    const decision = decide(
      1,
      ticket,
      { type: 'set_severity', severity: turn % 2 === 0 ? 'S1' : 'S4' },
      {
        now: NINE + turn * MINUTE,
        actor: program(71 + (turn % 2)),
        config: config(),
        facts: { roster: EVERYBODY },
      },
    );
    for (const event of decision.events ?? []) ticket = evolve(ticket, event, NINE + turn * MINUTE);
    changes.push(decision.ok);
  }
  expect(changes.filter(Boolean)).toHaveLength(10);
  expect(changes.slice(0, 10).every(Boolean)).toBe(true);
  expect(ticket.watch.parkedAt).toBe(NINE + 10 * MINUTE);
  expect(ticket.escalations[0]?.reasons.map(({ trigger }) => trigger)).toContainEqual(
    expect.objectContaining({ kind: 'automation_storm' }),
  );
});

test('edge case 28: putting aside past what is due is refused, and what comes due earlier afterwards wins', () => {
  const lived = history(NINE, { config: config({ policy: POLICY }) });
  const until = (at: number) => lived.at(NINE, { type: 'snooze', until: at }, PETRA);
  expect(until(NINE + HOUR + 1)).toMatchObject({ ok: false, refusal: 'snooze_past_due' });
  expect(until(NINE + 25 * MINUTE).ok).toBe(true);
  const shorter = { ...POLICY, versionId: 302, targets: [target('first_reply', 20 * MINUTE)] };
  const other = history(NINE, { config: config({ policies: [{ ...POLICY, versionId: 102 }, shorter] }) });
  other.at(NINE, { type: 'snooze', until: NINE + 25 * MINUTE }, PETRA);
  other.at(NINE + MINUTE, { type: 'apply_policy', policyVersionId: shorter.versionId });
  other.tick(NINE + 20 * MINUTE + 1);
  expect(clockIn(other.ticket, 'first_reply')).toMatchObject({ breachedAt: NINE + 20 * MINUTE });
  expect(other.ticket.snooze).toBeNull();
});
