import { openSeats, type Approval, type OpenSeat } from '#core/approval/approval.ts';
import type { ApprovalCommand } from '#core/approval/approval-command.ts';
import { canApprove, isWithinLimit, mayDecide, NO_APPROVAL_FACTS } from '#core/approval/approvers.ts';
import { askApproval } from '#core/approval/ask-approval.ts';
import { freeOf } from '#core/approval/next-approvers.ts';
import { endApproval, settleApproval } from '#core/approval/run-approvals.ts';
import { decideByOf } from '#core/approval/step-approval.ts';
import type { PersonId } from '#core/ids.ts';
import { never, refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

type Named<Type extends ApprovalCommand['type']> = Extract<ApprovalCommand, { type: Type }>;

/** Verbs of approvals. */
export function answerApproval(draft: Draft, command: ApprovalCommand, by: PersonId): Outcome {
  if (command.type === 'ask_approval') return askApproval(draft, command, by);
  const approval = draft.ticket.approvals.find(({ id }) => id === command.approvalId);
  if (approval === undefined) return refuse('approval_unknown');
  if (approval.status === 'ended') return refuse('approval_over', { why: approval.why });
  switch (command.type) {
    case 'decide_approval':
      return decideApproval(draft, approval, command, by);
    case 'delegate_approval':
      return delegateApproval(draft, approval, command, by);
    case 'withdraw_approval':
      if (approval.askedBy !== by)
        return refuse('not_asker', approval.askedBy === null ? {} : { by: approval.askedBy });
      endApproval(draft, approval.id, 'withdrawn', by);
      return undefined;
    default:
      return never(command);
  }
}

/** The seat that is somebody's to decide, or why none is. */
function seatOf(draft: Draft, approval: Approval, by: PersonId): OpenSeat | Outcome {
  if (approval.askedBy === by) return refuse('own_approval');
  // several who are asked are several people
  if (approval.seats.some((seat) => seat.state === 'decided' && seat.by === by)) return refuse('already_decided');
  const seat = openSeats(approval).find(({ told }) => told.includes(by));
  if (seat === undefined) return refuse('not_asked');
  const person = draft.context.facts.roster.find(({ id }) => id === by);
  return person !== undefined && mayDecide(person) ? seat : refuse('not_allowed');
}

function decideApproval(draft: Draft, approval: Approval, command: Named<'decide_approval'>, by: PersonId): Outcome {
  const seat = seatOf(draft, approval, by);
  if (seat === undefined || 'ok' in seat) return seat;
  const { approvalId, verdict, messageId } = command;
  const { roster, approvals = NO_APPROVAL_FACTS } = draft.context.facts;
  const person = roster.find(({ id }) => id === by)!;
  if (verdict === 'granted' && !isWithinLimit(person, approval.amount, approvals.limits)) return refuse('over_limit');
  draft.emit({ type: 'approval_decided', approvalId, seatId: seat.id, by, verdict, messageId });
  settleApproval(draft, approvalId, by);
  return undefined;
}

function delegateApproval(
  draft: Draft,
  approval: Approval,
  { approvalId, to, messageId }: Named<'delegate_approval'>,
  by: PersonId,
): Outcome {
  const seat = seatOf(draft, approval, by);
  if (seat === undefined || 'ok' in seat) return seat;
  const { roster, approvals = NO_APPROVAL_FACTS } = draft.context.facts;
  const receiver = roster.find(({ id }) => id === to);
  if (to === approval.askedBy) return refuse('own_approval');
  if (receiver === undefined || !freeOf(draft, approval)(receiver)) return refuse('approver_unknown');
  if (!isWithinLimit(receiver, approval.amount, approvals.limits)) return refuse('over_limit');
  if (!canApprove(receiver, approval.amount, approvals)) return refuse('approver_unknown');
  const decideBy = decideByOf(draft, approval);
  draft.emit({ type: 'approval_delegated', approvalId, seatId: seat.id, by, to, messageId, decideBy });
  return undefined;
}
