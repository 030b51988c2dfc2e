import { approvalLookAt, stepApprovalOf } from '#core/approval/step-approval.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { openQuestions, questionLookAt } from '#core/question/question.ts';
import { openPromise, promiseLookAt } from '#core/promise/promise.ts';
import { legDueAt, legLookAt } from '#core/leg/leg-time.ts';
import { watchLookAt } from '#core/signal/watch.ts';
import { clockLookAt, isSilent } from '#core/sla/clock.ts';
import type { ClockKind } from '#core/sla/policy.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';

export type NextEventKind =
  | ClockKind
  | 'step'
  | 'last_resort'
  | 'confirm'
  | 'promise'
  | 'approval'
  | 'question'
  | 'leg'
  | 'snooze'
  | 'close';

export interface NextEvent {
  at: Instant;
  kind: NextEventKind;
}

/** When must Belay look at this ticket again? null only when closed. */
export function dueAt(ticket: Ticket): Instant | null {
  return ticket.status === 'closed' ? null : Math.min(ticket.lookAgainAt, actsAt(ticket));
}

/** When the next of the ticket's parts is due; a look at which none is due changes nothing but the next look. */
export function actsAt(ticket: Ticket): Instant {
  const { distribution, importedUntil, maintenanceUntil } = ticket;
  let first = Math.min(
    ticket.status === 'solved' ? ticket.closesAt : NEVER,
    ticket.snooze?.until ?? NEVER,
    distribution?.state === 'offered' ? distribution.expiresAt : NEVER,
    watchLookAt(ticket.watch),
  );
  // loops, because this is asked after each of millions of simulated acts
  for (const promise of ticket.promises) first = Math.min(first, promiseLookAt(promise));
  for (const escalation of ticket.escalations) first = Math.min(first, escalationLookAt(escalation, ticket));
  for (const clock of ticket.clocks) if (!isSilent(clock, importedUntil)) first = Math.min(first, clockLookAt(clock));
  for (const approval of ticket.approvals) first = Math.min(first, approvalLookAt(approval, ticket));
  for (const leg of ticket.legs) first = Math.min(first, legLookAt(leg, ticket));
  for (const question of ticket.questions) first = Math.min(first, questionLookAt(question, maintenanceUntil));
  return first;
}

/** When Belay must look at this escalation again; in maintenance, not before it ends. */
export function escalationLookAt(escalation: Escalation, ticket: Ticket): Instant {
  const notBefore = ticket.maintenanceUntil ?? 0;
  const { silence } = escalation;
  let notices = NEVER;
  for (const { at } of escalation.notices) notices = Math.min(notices, at);
  if (silence !== null) return Math.min(silence.until ?? NEVER, notices);
  const moves = Math.max(notBefore, Math.min(movesAt(escalation, ticket), escalation.shiftChangesAt ?? NEVER));
  return Math.min(moves, notices);
}

function movesAt(escalation: Escalation, ticket: Ticket): Instant {
  switch (escalation.status) {
    case 'climbing':
      // what it asks somebody to allow has a moment of its own
      return stepApprovalOf(ticket, escalation) === undefined ? escalation.nextAt : NEVER;
    case 'last_resort':
      return escalation.nextAt ?? NEVER;
    case 'acknowledged':
      return Math.min(
        (escalation.reminded ? escalation.confirmBy : escalation.remindAt) ?? NEVER,
        escalation.offShiftAt ?? NEVER,
      );
    case 'ended':
      return NEVER;
  }
}

/**
 * What people see and sort by; null when nothing lies ahead that anybody waits for (Belay looks again all the same).
 * A target that was missed and is still owed stays first: its moment lies in the past.
 */
export function nextEvent(ticket: Ticket): NextEvent | null {
  if (ticket.status === 'closed') return null;
  const climbs = ticket.escalations.flatMap((each) => escalationEvent(each, ticket));
  const events: NextEvent[] = [...clockEvents(ticket), ...climbs];
  const promise = openPromise(ticket.promises);
  if (promise !== undefined) events.push({ at: promise.dueAt, kind: 'promise' });
  const approvals = Math.min(...ticket.approvals.map((approval) => approvalLookAt(approval, ticket)));
  if (approvals < NEVER) events.push({ at: approvals, kind: 'approval' });
  // what a step offers waits as long as its climb
  const legs = Math.min(...ticket.legs.map((leg) => legDueAt(leg, ticket)));
  if (legs < NEVER) events.push({ at: legs, kind: 'leg' });
  const questions = openQuestions(ticket.questions).filter(({ nextAt }) => nextAt !== null);
  for (const { answerBy } of questions) events.push({ at: answerBy, kind: 'question' });
  if (ticket.snooze !== null) events.push({ at: ticket.snooze.until, kind: 'snooze' });
  if (ticket.status === 'solved') events.push({ at: ticket.closesAt, kind: 'close' });
  return events.toSorted((one, other) => one.at - other.at)[0] ?? null;
}

function clockEvents(ticket: Ticket): NextEvent[] {
  return ticket.clocks.flatMap((clock) =>
    clock.state === 'running' && clock.dueAt !== null ? [{ at: clock.dueAt, kind: clock.kind }] : [],
  );
}

/** What comes next of an escalation, if anything: what waits for a silence or maintenance comes no earlier than its end. */
export function escalationEvent(escalation: Escalation, ticket: Ticket): NextEvent[] {
  const notBefore = Math.max(ticket.maintenanceUntil ?? 0, escalation.silence?.until ?? 0);
  const next = (kind: NextEventKind, at: Instant | null): NextEvent[] =>
    at === null ? [] : [{ at: Math.max(at, notBefore), kind }];
  switch (escalation.status) {
    case 'climbing':
      return stepApprovalOf(ticket, escalation) === undefined ? next('step', escalation.nextAt) : [];
    case 'last_resort':
      return next('last_resort', escalation.nextAt);
    case 'acknowledged':
      return next('confirm', escalation.confirmBy);
    case 'ended':
      return [];
  }
}
