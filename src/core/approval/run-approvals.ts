import {
  openSeats,
  outcomeOf,
  pendingApprovals,
  type Approval,
  type ApprovalOutcome,
  type OpenSeat,
  type SeatPass,
} from '#core/approval/approval.ts';
import { nextApprovers } from '#core/approval/next-approvers.ts';
import type { StepVerdict } from '#core/escalation/escalation-event.ts';
import { askingClimb, decideByOf, heldUntil, stepApprovalOf } from '#core/approval/step-approval.ts';
import { loan } from '#core/escalation/acknowledge.ts';
import { climb } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { heirOf } from '#core/escalation/heir.ts';
import { untilShiftEnd } from '#core/escalation/shift-end.ts';
import { trigger } from '#core/escalation/trigger.ts';
import type { PersonId } from '#core/ids.ts';
import { mayHold } from '#core/people/roster.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** Moves on every seat whose time is at or before `upTo`: one move each, however late the look. */
export function runApprovals(draft: Draft, upTo: Instant): void {
  for (const approval of pendingApprovals(draft.ticket.approvals)) {
    const { id } = approval;
    if (heldUntil(approval, draft.ticket) > upTo) continue;
    for (const seat of openSeats(approvalOf(draft, id))) {
      if (seat.decideBy <= upTo) passOn(draft, id, seat.id, 'not_decided');
    }
  }
}

/** Asks others in the place of those who did not decide. When nobody is left the seat is unanswered: never a yes. */
function passOn(draft: Draft, approvalId: number, seatId: number, cause: SeatPass): void {
  const approval = approvalOf(draft, approvalId);
  const seat = openSeats(approval).find(({ id }) => id === seatId);
  if (seat === undefined) return;
  const next = nextApprovers(draft, approval, seat);
  if (next !== null) {
    const decideBy = decideByOf(draft, approval);
    draft.emit({ type: 'approval_passed_on', approvalId, seatId, ...next, cause, decideBy });
    return;
  }
  draft.emit({ type: 'approval_unanswered', approvalId, seatId });
  settleApproval(draft, approvalId, null);
}

/** Ends an approval whose decisions come to something. */
export function settleApproval(draft: Draft, approvalId: number, by: PersonId | null): void {
  const { rule, seats } = approvalOf(draft, approvalId);
  const why = outcomeOf(rule, seats);
  if (why !== null) endApproval(draft, approvalId, why, by);
}

/**
 * Ends an approval. Where the step of a climb had asked, what it came to goes back there; one that expired, which is
 * never a yes, lets the climb go on, or calls the ticket's path.
 */
export function endApproval(draft: Draft, approvalId: number, why: ApprovalOutcome, by: PersonId | null): void {
  const { step, askedBy } = approvalOf(draft, approvalId);
  const asking = askingClimb(draft.ticket, step);
  draft.emit({ type: 'approval_ended', approvalId, why, by });
  if (why !== 'expired') {
    if (asking !== undefined && by !== null) leaveDecided(draft, asking, why, [draft.ticket.assigneeId, askedBy, by]);
  } else if (asking === undefined) {
    trigger(draft, { type: 'signal', kind: 'silence', evidence: [], confidence: 1 }, draft.context.now);
  } else if (asking.status === 'climbing' && asking.silence === null) {
    climb(draft, asking.id, 'not_decided', draft.context.now);
  }
}

/** It is decided: what is left lies with the first who may have it, as a loan like any other. */
function leaveDecided(draft: Draft, escalation: Escalation, why: StepVerdict, wanted: (PersonId | null)[]): void {
  const to = heirOf(draft, wanted) ?? wanted.at(-1)!;
  const lent = { ...loan(draft, escalation), ...untilShiftEnd(draft, to) };
  draft.emit({ type: 'step_decided', escalationId: escalation.id, why, to, ...lent });
}

/** Somebody whom a step asked refuses to decide: when nobody it asked is left, others are asked at once. */
export function returnStepApproval(draft: Draft, escalation: Escalation): void {
  const approval = stepApprovalOf(draft.ticket, escalation);
  if (approval === undefined) return;
  for (const { id, told } of openSeats(approval)) if (told.length === 0) passOn(draft, approval.id, id, 'returned');
}

/** What is still asked for ends: the ticket is closed, or another desk solved it, or it goes on in another ticket. */
export function withdrawApprovals(draft: Draft, why: 'withdrawn' | 'merged' = 'withdrawn'): void {
  for (const { id: approvalId } of pendingApprovals(draft.ticket.approvals)) {
    draft.emit({ type: 'approval_ended', approvalId, why, by: null });
  }
}

/** What was asked of somebody who is kept away from now on, and of nobody else, is asked of others at once. */
export function takeApprovalsFrom(draft: Draft, before: Approval[], person: PersonId): void {
  everySeat(before, (approval, seat) => {
    if (seat.told.length === 1 && seat.told[0] === person) passOn(draft, approval.id, seat.id, 'excluded');
  });
}

/** What was asked only of people who left or are away is asked of others; the last resort waits for them. */
export function recheckApprovals(draft: Draft): void {
  everySeat(draft.ticket.approvals, (approval, seat) => {
    if (isLeftAlone(draft, seat)) passOn(draft, approval.id, seat.id, 'gone');
  });
}

/** What is asked only of people who are away is asked of others at once; where there are none it waits for them. */
export function askOthersToo(draft: Draft, approvalId: number): void {
  for (const seat of openSeats(approvalOf(draft, approvalId))) {
    const approval = approvalOf(draft, approvalId);
    if (!isLeftAlone(draft, seat) || nextApprovers(draft, approval, seat) === null) continue;
    passOn(draft, approvalId, seat.id, 'gone');
  }
}

function isLeftAlone({ context }: Draft, seat: OpenSeat): boolean {
  const isGone = (id: PersonId): boolean => context.facts.roster.some((each) => each.id === id && !mayHold(each));
  return seat.level !== 'last_resort' && seat.told.every(isGone);
}

function everySeat(approvals: Approval[], look: (approval: Approval, seat: OpenSeat) => void): void {
  for (const approval of pendingApprovals(approvals)) for (const seat of openSeats(approval)) look(approval, seat);
}

function approvalOf({ ticket }: Draft, approvalId: number): Approval {
  const approval = ticket.approvals.find(({ id }) => id === approvalId);
  if (approval === undefined) throw new Error(`ticket ${ticket.id} has no approval ${approvalId}`);
  return approval;
}
