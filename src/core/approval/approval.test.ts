import { expect, test } from 'vitest';
import { evolveApprovals } from '#core/approval/evolve-approval.ts';
import type { ApprovalFacts } from '#core/approval/approvers.ts';
import { nextEvent } from '#core/ticket/due.ts';
import { react } from '#core/ticket/react.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  BILLING,
  colleague,
  EVERYBODY,
  history,
  IVANA,
  LEA,
  MARKO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
/** She approves what is above the team's limits. */
const FINANCE = 51;
const DINA = 52;
const MANAGERS: Record<number, number | null> = { [PETRA]: IVANA, [MARKO]: IVANA, [LEA]: IVANA, [FINANCE]: DINA };
const ROSTER = [
  ...EVERYBODY,
  colleague(FINANCE, 'approver', null, { teamIds: [9] }),
  colleague(DINA, 'executive', null, { teamIds: [] }),
].map((person) => ({ ...person, managerId: MANAGERS[person.id] ?? null }));
/** Tier 2 may allow 100 €, the lead 300 €, finance 1,000 €, an executive anything. */
const LIMITS: ApprovalFacts['limits'] = [
  { currency: 'EUR', of: { tier: 2 }, mostMinor: 10_000 },
  { currency: 'EUR', of: { tier: 3 }, mostMinor: 30_000 },
  { currency: 'EUR', of: { role: 'approver' }, mostMinor: 100_000 },
  { currency: 'EUR', of: { role: 'executive' }, mostMinor: null },
];
const euros = (amount: number) => ({ minor: amount * 100, currency: 'EUR' });
const person = (personId: number) => ({ type: 'person' as const, personId });
const ask = (...approvers: (ReturnType<typeof person> | { type: 'manager' } | { type: 'team'; teamId: number })[]) => ({
  type: 'ask_approval' as const,
  approvers,
  rule: 'all' as const,
  amount: euros(80),
  messageId: null,
});
const says = (verdict: 'granted' | 'refused', approvalId = 1) => ({
  type: 'decide_approval' as const,
  approvalId,
  verdict,
  messageId: null,
});

/** Petra has Ana's ticket, and asks. */
function petrasTicket(given: Partial<ApprovalFacts> & { roster?: typeof ROSTER } = {}): History {
  const { roster = ROSTER, limits = LIMITS, delegates = new Map() } = given;
  const told = history(TUESDAY, { roster, approvals: { limits, delegates } });
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  return told;
}
const refusal = (decision: ReturnType<History['at']>) => (decision.ok ? null : decision.refusal);
const of = (told: History, id = 1) => told.ticket.approvals[id - 1]!;
const endOf = (told: History, id = 1) => {
  const approval = of(told, id);
  return approval.status === 'ended' ? approval.why : 'pending';
};
const turnOf = (told: History, id = 1) =>
  of(told, id).seats.map((seat) => (seat.state === 'open' ? { level: seat.level, told: seat.told } : seat.state));

test('a refund is asked for, is the approver’s turn, and is granted', () => {
  const told = petrasTicket();
  expect(refusal(told.at(TUESDAY, ask(person(FINANCE)), PETRA))).toBeNull();
  const asked = told.log.at(-1)!;
  expect(react(asked, told.ticket)).toMatchObject([
    { type: 'notify', personIds: [FINANCE], kind: 'approval_asked' },
    { type: 'follow', personIds: [FINANCE] },
    { type: 'follow', personIds: [PETRA] },
  ]);
  told.at(TUESDAY, { type: 'accept_reply', messageId: 3, authorId: PETRA });
  expect(nextEvent(told.ticket)).toEqual({ kind: 'approval', at: TUESDAY + 4 * HOUR });
  told.at(TUESDAY + HOUR, says('granted'), FINANCE);
  expect(endOf(told)).toBe('granted');
  expect(react(told.log.at(-1)!, told.ticket)).toEqual([
    { type: 'notify', personIds: [PETRA], kind: 'approval_ended' },
  ]);
});

test('nobody solves a ticket while an approval is pending; a status that waits stands open', () => {
  const told = petrasTicket();
  told.at(TUESDAY, ask(person(FINANCE)), PETRA);
  expect(refusal(told.at(TUESDAY, { type: 'set_status', to: 'solved' }, PETRA))).toBe('approval_pending');
  expect(refusal(told.at(TUESDAY, { type: 'set_status', to: 'on_hold' }, PETRA))).toBeNull();
  told.at(TUESDAY, { type: 'withdraw_approval', approvalId: 1 }, PETRA);
  expect(refusal(told.at(TUESDAY, { type: 'set_status', to: 'solved' }, PETRA))).toBeNull();
  expect(refusal(told.at(TUESDAY, ask(person(FINANCE)), PETRA))).toBe('ticket_solved');
});

test('the clock of the requester runs on while somebody decides', () => {
  const [waits, asks] = [petrasTicket(), petrasTicket()];
  asks.at(TUESDAY, ask(person(FINANCE)), PETRA);
  asks.at(TUESDAY + 30 * MINUTE, says('granted'), FINANCE);
  for (const told of [waits, asks]) told.tick(TUESDAY + 2 * HOUR);
  expect(asks.ticket.clocks).toEqual(waits.ticket.clocks);
});

test('four eyes: whoever asks is never asked, and never decides', () => {
  const told = petrasTicket();
  expect(refusal(told.at(TUESDAY, ask(person(PETRA)), PETRA))).toBe('own_approval');
  told.at(TUESDAY, { ...ask({ type: 'team', teamId: BILLING }), amount: null }, MARKO);
  expect(turnOf(told)).toEqual([{ level: 'approver', told: [PETRA, LEA, IVANA] }]);
  expect(refusal(told.at(TUESDAY, says('granted'), MARKO))).toBe('own_approval');
  expect(refusal(told.at(TUESDAY, { type: 'delegate_approval', approvalId: 1, to: MARKO, messageId: null }, LEA))).toBe(
    'own_approval',
  );
});

test('each tier says yes up to its limit and no further', () => {
  const told = petrasTicket();
  const asks = (amount: number, by: number) =>
    refusal(told.at(TUESDAY, { ...ask(person(by)), amount: euros(amount) }, PETRA));
  expect([asks(100, MARKO), asks(101, MARKO), asks(300, IVANA), asks(300.01, IVANA)]).toEqual([
    null,
    'over_limit',
    null,
    'over_limit',
  ]);
  expect([asks(5_000, FINANCE), asks(5_000, DINA)]).toEqual(['over_limit', null]);
  const inDollars = { ...ask(person(DINA)), amount: { minor: 1, currency: 'USD' } };
  expect(refusal(told.at(TUESDAY, inDollars, PETRA))).toBe('over_limit');
  // what is about no amount has no limit
  expect(refusal(told.at(TUESDAY, { ...ask(person(LEA)), amount: null }, PETRA))).toBeNull();
});

test('a limit that was lowered meanwhile holds: the yes is refused, the no is not', () => {
  const limits = [...LIMITS];
  const told = petrasTicket({ limits });
  told.at(TUESDAY, ask(person(MARKO)), PETRA);
  limits[0] = { currency: 'EUR', of: { tier: 2 }, mostMinor: 5_000 };
  expect(refusal(told.at(TUESDAY, says('granted'), MARKO))).toBe('over_limit');
  expect(refusal(told.at(TUESDAY, says('refused'), MARKO))).toBeNull();
  expect(endOf(told)).toBe('refused');
});

test('where all must say yes, one no ends it; where any may, one yes does', () => {
  const all = petrasTicket();
  all.at(TUESDAY, ask(person(FINANCE), person(IVANA)), PETRA);
  all.at(TUESDAY, says('granted'), FINANCE);
  expect(endOf(all)).toBe('pending');
  expect(refusal(all.at(TUESDAY, says('granted'), FINANCE))).toBe('already_decided');
  all.at(TUESDAY, says('refused'), IVANA);
  expect(endOf(all)).toBe('refused');
  const any = petrasTicket();
  any.at(TUESDAY, { ...ask(person(FINANCE), person(IVANA)), rule: 'any' }, PETRA);
  any.at(TUESDAY, says('refused'), IVANA);
  expect(endOf(any)).toBe('pending');
  any.at(TUESDAY, says('granted'), FINANCE);
  expect(endOf(any)).toBe('granted');
  expect(refusal(any.at(TUESDAY, says('refused'), FINANCE))).toBe('approval_over');
});

test('one person never fills two seats, though both were asked of a team they are in', () => {
  const told = petrasTicket();
  const team = { type: 'team' as const, teamId: BILLING };
  told.at(TUESDAY, { ...ask(team, team), amount: null }, PETRA);
  told.at(TUESDAY, says('granted'), IVANA);
  expect(refusal(told.at(TUESDAY, says('granted'), IVANA))).toBe('already_decided');
  told.at(TUESDAY, says('granted'), MARKO);
  expect(endOf(told)).toBe('granted');
});

test('nobody decides: the delegate, then the superior, then the last resort, and at the end it is not granted', () => {
  const told = petrasTicket({ delegates: new Map([[FINANCE, IVANA]]) });
  told.at(TUESDAY, { ...ask(person(FINANCE)), decideMs: HOUR }, PETRA);
  told.at(TUESDAY, { type: 'accept_reply', messageId: 3, authorId: PETRA });
  const seen = [1, 2, 3].map((hours) => {
    told.tick(TUESDAY + hours * HOUR);
    return turnOf(told)[0];
  });
  expect(seen).toEqual([
    { level: 'delegate', told: [FINANCE, IVANA] },
    { level: 'superior', told: [FINANCE, IVANA, DINA] },
    { level: 'last_resort', told: [FINANCE, IVANA, DINA, SANJA] },
  ]);
  told.tick(TUESDAY + 4 * HOUR);
  expect(endOf(told)).toBe('expired');
  const reasons = told.ticket.escalations.flatMap((each) => each.reasons.map(({ trigger }) => trigger));
  expect(reasons).toContainEqual({ type: 'signal', kind: 'silence', evidence: [], confidence: 1 });
  expect(refusal(told.at(TUESDAY + 4 * HOUR, says('granted'), FINANCE))).toBe('approval_over');
});

test('who was asked first may still decide after it went on', () => {
  const told = petrasTicket({ delegates: new Map([[FINANCE, IVANA]]) });
  told.at(TUESDAY, { ...ask(person(FINANCE)), decideMs: HOUR }, PETRA);
  told.tick(TUESDAY + HOUR);
  told.at(TUESDAY + 90 * MINUTE, says('granted'), FINANCE);
  expect(endOf(told)).toBe('granted');
});

test('the last resort is asked beyond its limit, but says no or finds somebody who may say yes', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...ask(person(DINA)), amount: euros(2_000), decideMs: HOUR }, PETRA);
  told.tick(TUESDAY + HOUR);
  expect(turnOf(told)).toEqual([{ level: 'last_resort', told: [DINA, SANJA] }]);
  expect(refusal(told.at(TUESDAY + HOUR, says('granted'), SANJA))).toBe('over_limit');
  expect(refusal(told.at(TUESDAY + HOUR, says('refused'), SANJA))).toBeNull();
});

test('a look that comes days late moves on by one, and counts from now', () => {
  const told = petrasTicket({ delegates: new Map([[FINANCE, IVANA]]) });
  told.at(TUESDAY, { ...ask(person(FINANCE)), decideMs: HOUR }, PETRA);
  told.tick(zagreb('2026-11-20 10:00'));
  expect(turnOf(told)).toEqual([{ level: 'delegate', told: [FINANCE, IVANA] }]);
  expect(of(told).seats[0]).toMatchObject({ decideBy: zagreb('2026-11-20 11:00') });
});

test('whoever stands in for an absent approver is asked at once', () => {
  const away = { awayUntil: TUESDAY + 90 * HOUR, reachable: false, standInId: IVANA };
  const roster = ROSTER.map((each) => (each.id === FINANCE ? { ...each, ...away } : each)) as typeof ROSTER;
  const told = petrasTicket({ roster });
  told.at(TUESDAY, ask(person(FINANCE)), PETRA);
  expect(turnOf(told)).toEqual([{ level: 'approver', told: [FINANCE, IVANA] }]);
});

test('an approver who is away and has nobody in their place is asked, and their manager with them at once', () => {
  const away = { awayUntil: TUESDAY + 90 * HOUR, reachable: false };
  const roster = ROSTER.map((each) => (each.id === FINANCE ? { ...each, ...away } : each)) as typeof ROSTER;
  const told = petrasTicket({ roster });
  told.at(TUESDAY, ask(person(FINANCE)), PETRA);
  expect(turnOf(told)).toEqual([{ level: 'superior', told: [FINANCE, DINA] }]);
});

test('where whoever stands in may not decide, whoever the absent approver named is asked', () => {
  const away = { awayUntil: TUESDAY + 90 * HOUR, reachable: false, standInId: DINA };
  const roster = ROSTER.map((each) => (each.id === FINANCE ? { ...each, ...away } : each)) as typeof ROSTER;
  const told = petrasTicket({ roster, delegates: new Map([[FINANCE, IVANA]]) });
  told.at(TUESDAY, { type: 'exclude', personId: DINA }, SANJA);
  told.at(TUESDAY, ask(person(FINANCE)), PETRA);
  expect(turnOf(told)).toEqual([{ level: 'approver', told: [FINANCE, IVANA] }]);
});

test('an approver who leaves, or is kept away, no longer decides; what only they were asked goes on', () => {
  const roster = ROSTER.map((each) => ({ ...each })) as typeof ROSTER;
  const told = petrasTicket({ roster, delegates: new Map([[FINANCE, IVANA]]) });
  told.at(TUESDAY, ask(person(FINANCE)), PETRA);
  Object.assign(
    roster.find(({ id }) => id === FINANCE)!,
    { active: false },
  );
  expect(refusal(told.at(TUESDAY, says('granted'), FINANCE))).toBe('not_allowed');
  told.at(TUESDAY, { type: 'recheck' });
  expect(turnOf(told)).toEqual([{ level: 'delegate', told: [FINANCE, IVANA] }]);
  told.at(TUESDAY, { type: 'exclude', personId: IVANA }, SANJA);
  expect(refusal(told.at(TUESDAY, says('granted'), IVANA))).toBe('not_found');
  told.at(TUESDAY, { type: 'exclude', personId: FINANCE }, SANJA);
  expect(turnOf(told)).toEqual([{ level: 'superior', told: [DINA] }]);
});

test('an approver gives it to somebody who may, never to somebody who may not or was asked before', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...ask(person(FINANCE)), amount: euros(500) }, PETRA);
  const to = (receiver: number, by = FINANCE) =>
    refusal(told.at(TUESDAY, { type: 'delegate_approval', approvalId: 1, to: receiver, messageId: null }, by));
  expect([to(IVANA), to(999), to(FINANCE), to(DINA, LEA)]).toEqual([
    'over_limit',
    'approver_unknown',
    'approver_unknown',
    'not_asked',
  ]);
  expect(to(DINA)).toBeNull();
  expect(turnOf(told)).toEqual([{ level: 'approver', told: [DINA] }]);
  expect(refusal(told.at(TUESDAY, says('granted'), FINANCE))).toBe('not_asked');
});

test('only whoever asked takes it back; closing the ticket as spam takes it back as well', () => {
  const told = petrasTicket();
  told.at(TUESDAY, ask(person(FINANCE)), PETRA);
  told.at(TUESDAY, ask(person(IVANA)), PETRA);
  expect(refusal(told.at(TUESDAY, { type: 'withdraw_approval', approvalId: 1 }, MARKO))).toBe('not_asker');
  told.at(TUESDAY, { type: 'withdraw_approval', approvalId: 1 }, PETRA);
  told.at(TUESDAY, { type: 'close_as', as: 'spam' }, PETRA);
  expect([endOf(told, 1), endOf(told, 2)]).toEqual(['withdrawn', 'withdrawn']);
});

test('while work is planned nobody is passed over', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...ask(person(FINANCE)), decideMs: HOUR }, PETRA);
  told.at(TUESDAY, { type: 'begin_maintenance', until: TUESDAY + 3 * HOUR }, IVANA);
  told.tick(TUESDAY + 2 * HOUR);
  expect(turnOf(told)).toEqual([{ level: 'approver', told: [FINANCE] }]);
  told.tick(TUESDAY + 3 * HOUR);
  expect(turnOf(told)).toMatchObject([{ level: 'superior' }]);
});

test('a log in which nobody said yes, and yet it is granted, is no log', () => {
  const told = petrasTicket();
  told.at(TUESDAY, ask(person(FINANCE)), PETRA);
  const granted = { type: 'approval_ended', approvalId: 1, why: 'granted', by: null } as const;
  expect(() => evolveApprovals(told.ticket.approvals, granted, TUESDAY)).toThrow('granted by nobody');
});
