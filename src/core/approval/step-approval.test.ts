import { expect, test } from 'vitest';
import type { ApprovalFacts } from '#core/approval/approvers.ts';
import type { Path, Step } from '#core/escalation/path.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { react } from '#core/ticket/react.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  BILLING,
  colleague,
  config,
  EVERYBODY,
  history,
  IVANA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const DINA = 52;
const STEPS = PATH_OF_TWO.steps;
/** The lead is asked for a yes within half an hour; above her, the specialists take over. */
const asking = (changes: Partial<Step> = {}): Path => ({
  ...PATH_OF_TWO,
  steps: [{ ...STEPS[1]!, needs: 'approval', ...changes }, STEPS[0]!],
});
const ROSTER = [...EVERYBODY, colleague(DINA, 'executive', null, { teamIds: [] })].map((person) => ({
  ...person,
  managerId: person.id === IVANA ? DINA : person.id === PETRA ? IVANA : null,
}));
const LIMITS: ApprovalFacts['limits'] = [
  { currency: 'EUR', of: { role: 'lead' }, mostMinor: 30_000 },
  { currency: 'EUR', of: { role: 'executive' }, mostMinor: null },
];
const euros = (amount: number) => ({ minor: amount * 100, currency: 'EUR' });
const says = (verdict: 'granted' | 'refused') =>
  ({ type: 'decide_approval', approvalId: 1, verdict, messageId: null }) as const;
const MINE = { type: 'acknowledge', escalationId: 1 } as const;

/** Petra has Ana's ticket, and needs 80 € for her. */
function asked(path = asking(), roster: RosterPerson[] = ROSTER, amount = 80): History {
  const told = history(TUESDAY, {
    roster,
    config: config({ path }),
    approvals: { limits: LIMITS, delegates: new Map() },
  });
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  const request = { type: 'escalate', firing: null, reason: 'authority', messageId: null } as const;
  told.at(TUESDAY, { ...request, amount: euros(amount) }, PETRA);
  return told;
}
const climbOf = (told: History) => told.ticket.escalations[0]!;
const types = (decision: ReturnType<History['at']>) => (decision.ok ? decision.events.map(({ type }) => type) : []);
const seatOf = (told: History, id = 1) => told.ticket.approvals[id - 1]!.seats[0]!;

test('a step that wants a decision asks whom it calls, for as much as whoever raised it said', () => {
  const told = asked();
  expect(told.ticket.approvals).toMatchObject([
    {
      status: 'pending',
      askedBy: PETRA,
      amount: euros(80),
      decideMs: 30 * MINUTE,
      step: { escalationId: 1, stepIndex: 0, firing: 1 },
      seats: [{ target: { type: 'step' }, told: [IVANA], decideBy: TUESDAY + 30 * MINUTE }],
    },
  ]);
  expect(nextEvent(told.ticket)).toEqual({ kind: 'approval', at: TUESDAY + 30 * MINUTE });
  // whom a step asks, it told
  const notified = told.log.flatMap((logged) =>
    react(logged, told.ticket).flatMap((effect) =>
      effect.type === 'notify' && effect.personIds.includes(IVANA) ? effect.kind : [],
    ),
  );
  expect(notified).toEqual(['step_reached']);
});

test('granted, it goes back to whoever has the ticket; pending, it blocks solving', () => {
  const told = asked();
  const solved = told.at(TUESDAY + MINUTE, { type: 'set_status', to: 'solved' }, PETRA);
  expect(solved).toMatchObject({ refusal: 'approval_pending' });
  expect(types(told.at(TUESDAY + 10 * MINUTE, says('granted'), IVANA))).toEqual([
    'approval_decided',
    'approval_ended',
    'step_decided',
  ]);
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', by: PETRA, remindAt: TUESDAY + 55 * MINUTE });
  expect(told.log.at(-1)!.event).toMatchObject({ why: 'granted', to: PETRA });
  told.tick(TUESDAY + 30 * MINUTE);
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', firing: 1 });
  expect(told.at(TUESDAY + 31 * MINUTE, { type: 'set_status', to: 'solved' }, PETRA).ok).toBe(true);
});

test('refused, it goes back just so, and does not climb in search of a yes', () => {
  const told = asked();
  told.at(TUESDAY, says('refused'), IVANA);
  expect(told.log.at(-1)!.event).toMatchObject({ type: 'step_decided', why: 'refused', to: PETRA });
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', by: PETRA, firing: 1 });
});

test('nobody decides: superior, last resort, and then the climb goes on; nobody’s silence is a yes', () => {
  const told = asked();
  told.tick(TUESDAY + 30 * MINUTE);
  expect(seatOf(told)).toMatchObject({ level: 'superior', told: [IVANA, DINA], decideBy: TUESDAY + HOUR });
  expect(climbOf(told)).toMatchObject({ status: 'climbing', firing: 1 });
  told.tick(TUESDAY + HOUR);
  expect(seatOf(told)).toMatchObject({ level: 'last_resort', told: [IVANA, DINA, SANJA] });
  told.tick(TUESDAY + 90 * MINUTE);
  expect(told.ticket.approvals[0]).toMatchObject({ status: 'ended', why: 'expired' });
  expect(climbOf(told)).toMatchObject({ status: 'climbing', firing: 2, stepIndex: 1, told: [MARKO] });
  const reached = told.log.findLast(({ event }) => event.type === 'step_reached')!.event;
  expect(reached).toMatchObject({ cause: 'not_decided' });
  // that it expired calls the next step, and is no reason beside
  expect(climbOf(told).reasons.map(({ trigger }) => trigger.type)).toEqual(['request', 'breach']);
});

test('only who may allow so much is asked, never whoever asks; else the step reaches nobody', () => {
  expect(climbOf(asked(asking(), ROSTER, 500))).toMatchObject({ stepIndex: 1, told: [MARKO] });
  const all = asking({
    targets: [
      { type: 'team', teamId: null },
      { type: 'person', personId: DINA },
    ],
  });
  expect(seatOf(asked(all, ROSTER, 500))).toMatchObject({ told: [DINA] });
  const lead = asking({ targets: [{ type: 'lead', teamId: null }] });
  const told = history(TUESDAY, { roster: ROSTER, config: config({ path: lead }) });
  told.at(TUESDAY, { type: 'escalate', firing: null, reason: 'authority', messageId: null }, IVANA);
  expect(told.ticket.approvals).toEqual([]);
});

test('everybody must allow it where everybody must acknowledge; one no is a no', () => {
  const both = asking({
    everyoneAcknowledges: true,
    targets: [
      { type: 'lead', teamId: null },
      { type: 'person', personId: DINA },
    ],
  });
  const told = asked(both);
  expect(told.ticket.approvals[0]!.seats.map((seat) => seat.asked)).toEqual([[IVANA], [DINA]]);
  told.at(TUESDAY, says('granted'), IVANA);
  expect(told.ticket.approvals[0]).toMatchObject({ status: 'pending' });
  told.at(TUESDAY, says('refused'), DINA);
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', by: PETRA });
});

test('whoever takes the escalation meanwhile answers for it until it is decided', () => {
  const told = asked();
  told.at(TUESDAY, MINE, IVANA);
  expect(responsibleFor(told.ticket)).toEqual({ personId: IVANA, because: 'acknowledged' });
  told.at(TUESDAY + MINUTE, says('granted'), IVANA);
  expect(responsibleFor(told.ticket)).toEqual({ personId: PETRA, because: 'acknowledged' });
});

test('who may not judge it gives it back: others are asked, and the climb does not pass the decision by', () => {
  const told = asked();
  const back = { type: 'return', escalationId: 1, reason: 'conflict_of_interest', messageId: null } as const;
  expect(types(told.at(TUESDAY, back, IVANA))).toEqual(['escalation_returned', 'approval_passed_on']);
  expect(seatOf(told)).toMatchObject({ level: 'superior', told: [DINA] });
  expect(climbOf(told)).toMatchObject({ status: 'climbing', firing: 1 });
  expect(told.at(TUESDAY, says('granted'), IVANA)).toMatchObject({ refusal: 'not_asked' });
});

test('raised further, ended or sent another way it is not lost: it is asked on, or withdrawn', () => {
  const raised = asked();
  raised.at(TUESDAY, { type: 'escalate', firing: 1, reason: 'skill', messageId: null }, PETRA);
  expect(raised.ticket.approvals[0]).toMatchObject({ status: 'pending' });
  raised.at(TUESDAY, says('granted'), IVANA);
  // the climb has gone on: what was allowed stops nobody there
  expect(climbOf(raised)).toMatchObject({ status: 'climbing', firing: 2 });
  const over = asked();
  over.at(TUESDAY, { type: 'de_escalate', escalationId: 1, reason: 'answered', messageId: null }, PETRA);
  expect(over.ticket.approvals[0]).toMatchObject({ status: 'ended', why: 'withdrawn' });
  const needless = asked();
  needless.at(TUESDAY, { type: 'withdraw_approval', approvalId: 1 }, PETRA);
  expect(climbOf(needless)).toMatchObject({ status: 'acknowledged', by: PETRA });
});

test('a silence holds what is asked still, and it has its moment again after', () => {
  const told = asked();
  told.at(TUESDAY, { type: 'silence', escalationId: 1, lengthMs: 2 * HOUR }, SANJA);
  told.tick(TUESDAY + HOUR);
  expect(seatOf(told)).toMatchObject({ level: 'approver' });
  told.tick(TUESDAY + 2 * HOUR);
  expect(seatOf(told)).toMatchObject({ level: 'superior' });
  expect(dueAt(told.ticket)).toBeGreaterThan(TUESDAY + 2 * HOUR);
});

test('a breach asks in nobody’s name, and without an assignee whoever decides has what is left', () => {
  const told = history(TUESDAY, { roster: ROSTER.map((each) => ({ ...each })), config: config({ path: asking() }) });
  told.at(TUESDAY, { type: 'assign', assigneeId: null, teamId: BILLING }, IVANA);
  told.tick(TUESDAY + HOUR + 1);
  expect(told.ticket.approvals[0]).toMatchObject({ status: 'pending' });
  told.at(TUESDAY + HOUR + MINUTE, says('granted'), IVANA);
  const again = told.log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
  expect(again).toEqual(told.ticket);
  expect(climbOf(told).status).toBe('acknowledged');
});

test('whoever left is not waited for', () => {
  const roster = ROSTER.map((person) => ({ ...person }));
  const told = asked(asking(), roster);
  Object.assign(
    roster.find(({ id }) => id === IVANA)!,
    { active: false, reachable: false },
  );
  told.at(TUESDAY, { type: 'recheck' });
  expect(seatOf(told)).toMatchObject({ level: 'superior', told: [IVANA, DINA] });
});
