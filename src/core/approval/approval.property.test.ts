import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApprovalCommand } from '#core/approval/approval-command.ts';
import { approvalLookAt } from '#core/approval/step-approval.ts';
import { openSeats, type Approval } from '#core/approval/approval.ts';
import type { ApprovalFacts } from '#core/approval/approvers.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, NEVER } from '#core/time.ts';
import { BILLING, colleague, EVERYBODY, history, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';
import type { History } from '#test/harness/core.ts';

const OPENED = zagreb('2026-11-17 09:00');
const FINANCE = 51;
const people = [PETRA, LEA, MARKO, IVANA, SANJA, FINANCE];
const managers: Record<number, number | null> = { [PETRA]: IVANA, [LEA]: IVANA, [MARKO]: IVANA, [IVANA]: SANJA };
const roster = [...EVERYBODY, colleague(FINANCE, 'approver', null, { teamIds: [] })].map((person) => ({
  ...person,
  managerId: managers[person.id] ?? null,
}));
const approvals: ApprovalFacts = {
  limits: [
    { currency: 'EUR', of: { tier: 2 }, mostMinor: 10_000 },
    { currency: 'EUR', of: { tier: 3 }, mostMinor: 30_000 },
    { currency: 'EUR', of: { role: 'approver' }, mostMinor: null },
  ],
  delegates: new Map([
    [FINANCE, IVANA],
    [IVANA, MARKO],
  ]),
};

const target = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...people).map((personId) => ({ type: 'person' as const, personId })) },
  { weight: 1, arbitrary: fc.constant({ type: 'team' as const, teamId: BILLING }) },
  { weight: 1, arbitrary: fc.constant({ type: 'manager' as const }) },
);
const approvalId = fc.integer({ min: 1, max: 3 });
const commands: fc.Arbitrary<ApprovalCommand> = fc.oneof(
  fc.record({
    type: fc.constant('ask_approval' as const),
    approvers: fc.array(target, { minLength: 1, maxLength: 3 }),
    rule: fc.constantFrom('all' as const, 'any' as const),
    amount: fc.option(fc.constantFrom(5_000, 10_000, 10_001, 50_000).map((minor) => ({ minor, currency: 'EUR' }))),
    messageId: fc.constant(null),
    decideMs: fc.integer({ min: 1, max: 120 }).map((minutes) => minutes * MINUTE),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('decide_approval' as const),
      approvalId,
      verdict: fc.constantFrom('granted' as const, 'granted' as const, 'refused' as const),
      messageId: fc.constant(null),
    }),
  },
  fc.record({
    type: fc.constant('delegate_approval' as const),
    approvalId,
    to: fc.constantFrom(...people),
    messageId: fc.constant(null),
  }),
  approvalId.map((id) => ({ type: 'withdraw_approval' as const, approvalId: id })),
);
const others: fc.Arbitrary<TicketCommand> = fc.oneof(
  fc.constantFrom(...people).map((personId) => ({ type: 'exclude' as const, personId })),
  fc.constantFrom('open', 'on_hold', 'solved').map((to) => ({ type: 'set_status' as const, to }) as TicketCommand),
  fc.constant({ type: 'reply' as const, messageId: 5 }),
  fc.constant({ type: 'recheck' as const }),
);
const scripts = fc.array(
  fc.record({
    wait: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 200 }).map((minutes) => minutes * MINUTE),
    ),
    /** Those whose turn it is act more often than chance would have it. */
    sure: fc.boolean(),
    by: fc.constantFrom(...people),
    act: fc.oneof({ weight: 5, arbitrary: commands }, { weight: 1, arbitrary: others }),
  }),
  { maxLength: 20, size: 'max' },
);
type Script = typeof scripts extends fc.Arbitrary<infer Found> ? Found : never;

function actorOf(command: TicketCommand, ticket: Ticket, by: number): number {
  if (!('approvalId' in command)) return by;
  const approval = ticket.approvals.find(({ id }) => id === command.approvalId);
  if (command.type === 'withdraw_approval') return approval?.askedBy ?? by;
  return approval === undefined ? by : (openSeats(approval)[0]?.told.at(-1) ?? by);
}

function live(script: Script, law: (told: History, before: Ticket, did: 'tick' | TicketCommand) => void) {
  const told = history(OPENED, { roster, approvals });
  let now = OPENED;
  for (const { wait, act, by, sure } of script) {
    now += wait;
    const untouched = told.ticket;
    told.tick(now);
    expect(dueAt(told.ticket) ?? NEVER).toBeGreaterThan(now);
    law(told, untouched, 'tick');
    const before = told.ticket;
    told.at(now, act, sure ? actorOf(act, before, by) : by);
    law(told, before, act);
  }
  // left alone: looked at whenever something is due, for as long as anybody could be asked
  const end = now + 120 * HOUR;
  for (let due = dueAt(told.ticket) ?? NEVER; due < end; due = dueAt(told.ticket) ?? NEVER) {
    const untouched = told.ticket;
    told.tick(due);
    law(told, untouched, 'tick');
  }
  return told;
}

const grantsOf = ({ seats }: Approval) =>
  seats.flatMap((seat) => (seat.state === 'decided' && seat.verdict === 'granted' ? [seat.by] : []));
const isGranted = (approval: Approval | undefined) => approval?.status === 'ended' && approval.why === 'granted';

test('it is granted by people who were asked and may, as many as the rule wants, never by whoever asked', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        for (const approval of ticket.approvals) {
          const granting = grantsOf(approval);
          expect(granting).not.toContain(approval.askedBy);
          expect(new Set(granting).size).toBe(granting.length);
          for (const seat of approval.seats) {
            if (seat.state === 'decided') expect(seat.asked).toContain(seat.by);
            expect(new Set(seat.asked).size).toBe(seat.asked.length);
            expect(seat.asked).not.toContain(approval.askedBy);
          }
          if (isGranted(approval)) {
            expect(granting.length).toBe(approval.rule === 'all' ? approval.seats.length : 1);
          }
        }
      });
    }),
  );
});

test('no look at the clock ever grants: only a decision of a person does, in the same act', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, ({ ticket }, before, did) => {
        for (const approval of ticket.approvals) {
          const was = before.approvals.find(({ id }) => id === approval.id);
          if (!isGranted(approval) || isGranted(was)) continue;
          expect(did).toMatchObject({ type: 'decide_approval', verdict: 'granted', approvalId: approval.id });
        }
      });
      for (const [index, { event, actorId }] of told.log.entries()) {
        if (event.type !== 'approval_ended' || event.why !== 'granted') continue;
        expect(actorId).not.toBeNull();
        expect(told.log[index - 1]).toMatchObject({
          actorId,
          event: { type: 'approval_decided', verdict: 'granted', by: actorId, approvalId: event.approvalId },
        });
      }
    }),
  );
});

test('a pending approval has a moment and somebody to decide it, and blocks solving; left alone it ends', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, ({ ticket }) => {
        const pending = ticket.approvals.filter(({ status }) => status === 'pending');
        for (const approval of pending) {
          expect(approvalLookAt(approval, ticket)).toBeLessThan(NEVER);
          for (const seat of openSeats(approval)) expect(seat.told.length).toBeGreaterThan(0);
        }
        if (pending.length > 0) expect(['solved', 'closed']).not.toContain(ticket.status);
      });
      expect(told.ticket.approvals.filter(({ status }) => status === 'pending')).toEqual([]);
    }),
  );
});

test('the log with its approvals replays to the same ticket', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, () => undefined);
      let again: Ticket | null = null;
      for (const { event, at } of JSON.parse(JSON.stringify(told.log)) as typeof told.log)
        again = evolve(again, event, at);
      expect(again).toEqual(told.ticket);
    }),
  );
});

const REACHED = [
  'approval_delegated',
  'approval_unanswered',
  'delegate',
  'excluded',
  'expired',
  'granted',
  'last_resort',
  'not_decided',
  'refused',
  'superior',
  'withdrawn',
];

test('the scripts reach everything that may become of an approval', () => {
  const seen = new Set<string>();
  for (const script of fc.sample(scripts, { numRuns: 400, seed: 7 })) {
    for (const { event } of live(script, () => undefined).log) {
      if (event.type === 'approval_ended') seen.add(event.why);
      if (event.type === 'approval_passed_on') seen.add(event.level).add(event.cause);
      if (event.type === 'approval_delegated' || event.type === 'approval_unanswered') seen.add(event.type);
    }
    // everything was reached: what comes after adds nothing but time
    if (REACHED.every((each) => seen.has(each))) break;
  }
  expect([...seen].toSorted()).toEqual(REACHED);
});
