import {
  DECIDE_MS,
  MOST_APPROVALS,
  MOST_SEATS,
  pendingApprovals,
  type ApproverTarget,
} from '#core/approval/approval.ts';
import type { ApprovalCommand, ApprovalRefusal } from '#core/approval/approval-command.ts';
import { isWithinLimit, mayDecide, NO_APPROVAL_FACTS } from '#core/approval/approvers.ts';
import { delegatesOf } from '#core/approval/next-approvers.ts';
import { askOthersToo } from '#core/approval/run-approvals.ts';
import type { PersonId } from '#core/ids.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import { mayHold, type RosterPerson } from '#core/people/roster.ts';
import { never, refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

type Ask = Extract<ApprovalCommand, { type: 'ask_approval' }>;
type Asked = Ask['approvers'][number];

/** Somebody asks others to allow something. Until it is decided the ticket is not solved; no clock moves. */
export function askApproval(draft: Draft, command: Ask, by: PersonId): Outcome {
  const { ticket } = draft;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (ticket.status === 'solved') return refuse('ticket_solved');
  const { approvers, rule, amount, messageId, decideMs = DECIDE_MS } = command;
  const isMuch = pendingApprovals(ticket.approvals).length >= MOST_APPROVALS || approvers.length > MOST_SEATS;
  if (isMuch) return refuse('too_many_approvals');
  const seats: { target: ApproverTarget; told: PersonId[] }[] = [];
  for (const target of approvers) {
    const found = askedOf(draft, target, command, by);
    if (typeof found === 'string') return refuse(found);
    seats.push({ target, told: found });
  }
  if (seats.length === 0) return refuse('approver_unknown');
  draft.emit({
    type: 'approval_asked',
    approvalId: ticket.approvals.length + 1,
    by,
    rule,
    amount,
    messageId,
    decideMs,
    decideBy: inBusiness(draft, decideMs),
    seats,
  });
  askOthersToo(draft, ticket.approvals.length + 1);
  return undefined;
}

/** Who is asked in a seat: those who may say yes to the amount, and who decides in the place of one who is away. */
function askedOf(draft: Draft, target: Asked, { amount }: Ask, by: PersonId): PersonId[] | ApprovalRefusal {
  const { ticket, context } = draft;
  const { roster, approvals = NO_APPROVAL_FACTS } = context.facts;
  if (target.type === 'person' && target.personId === by) return 'own_approval';
  const isKept = (id: PersonId): boolean => id === by || ticket.excludedIds.includes(id);
  const meant = meantBy(target, roster, by).filter((each) => mayDecide(each) && !isKept(each.id));
  if (meant.length === 0) return 'approver_unknown';
  const within = meant.filter((each) => isWithinLimit(each, amount, approvals.limits));
  if (within.length === 0) return 'over_limit';
  const told = within.flatMap((each) => (mayHold(each) ? [each.id] : inTheirPlace(each)));
  // of a team those who are there; a person who is away and has nobody is asked all the same, and others with them
  return told.length > 0 ? [...new Set(told)] : within.map(({ id }) => id);

  function inTheirPlace({ id }: RosterPerson): PersonId[] {
    const delegate = delegatesOf(draft, id).find(
      (each) => !isKept(each.id) && mayDecide(each) && mayHold(each) && isWithinLimit(each, amount, approvals.limits),
    );
    return delegate === undefined ? [] : [id, delegate.id];
  }
}

function meantBy(target: Asked, roster: RosterPerson[], by: PersonId): RosterPerson[] {
  switch (target.type) {
    case 'person':
      return roster.filter(({ id }) => id === target.personId);
    case 'team':
      return roster.filter(({ teamIds }) => teamIds.includes(target.teamId));
    case 'manager': {
      const asker = roster.find(({ id }) => id === by);
      return roster.filter(({ id }) => id === asker?.managerId);
    }
    default:
      return never(target);
  }
}
