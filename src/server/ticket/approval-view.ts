import type { ApprovalView } from '#contract/approval.ts';
import type { Approval, Seat } from '#core/approval/approval.ts';
import type { PersonId } from '#core/ids.ts';
import type { NameOf } from './escalation-view.ts';
import type { WhyNot } from './may.ts';

/** Everyone a ticket's approvals name. */
export const namedByApprovals = (approvals: Approval[]): PersonId[] =>
  approvals.flatMap(({ askedBy, seats }) => [
    ...(askedBy === null ? [] : [askedBy]),
    ...seats.flatMap((seat) => [...seat.asked, ...(seat.state === 'decided' ? [seat.by] : [])]),
  ]);

/** An approval with names, and what the reader may do to it now. */
export const approvalView = (approval: Approval, nameOf: NameOf, why: WhyNot): ApprovalView => {
  const { id: approvalId, status, rule, amount, messageId, askedAt, step } = approval;
  const ended = status === 'ended' ? approval : null;
  const decides = (verdict: 'granted' | 'refused') =>
    why({ type: 'decide_approval', approvalId, verdict, messageId: null });
  const noDelegate = why({ type: 'delegate_approval', approvalId, to: NOBODY, messageId: null });
  return {
    id: approvalId,
    status,
    rule,
    amount,
    messageId,
    askedBy: approval.askedBy === null ? null : nameOf(approval.askedBy),
    askedAt,
    step: step === null ? null : { escalationId: step.escalationId, stepIndex: step.stepIndex },
    seats: approval.seats.map((seat) => seatView(seat, nameOf)),
    endedAt: ended?.endedAt ?? null,
    endedWhy: ended?.why ?? null,
    may: {
      grant: decides('granted'),
      refuse: decides('refused'),
      // to whom is asked when it is done
      delegate: noDelegate === 'approver_unknown' ? null : noDelegate,
      withdraw: why({ type: 'withdraw_approval', approvalId }),
    },
  };
};

/** Nobody has this id: the act is only tried. */
const NOBODY = 0;

const seatView = (seat: Seat, nameOf: NameOf): ApprovalView['seats'][number] => {
  const open = seat.state === 'open' ? seat : null;
  const decided = seat.state === 'decided' ? seat : null;
  return {
    id: seat.id,
    state: seat.state,
    level: seat.level,
    told: open?.told.map(nameOf) ?? [],
    decideBy: open?.decideBy ?? null,
    decidedBy: decided === null ? null : nameOf(decided.by),
    decidedAt: decided?.at ?? null,
    verdict: decided?.verdict ?? null,
  };
};
