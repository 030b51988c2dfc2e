import { openSeats } from '#core/approval/approval.ts';
import type { ApprovalEvent } from '#core/approval/approval-event.ts';
import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { Effect } from '#core/ticket/effect.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Who is told of what happens to an approval; `responsible` answers for the ticket after it. */
export function approvalEffects(
  event: ApprovalEvent,
  ticket: Ticket,
  tell: (...people: (PersonId | null)[]) => Effect,
  responsible: PersonId | null,
): Effect[] {
  const approval = ticket.approvals.find(({ id }) => id === event.approvalId);
  if (approval === undefined) throw new Error(`ticket ${ticket.id} has no approval ${event.approvalId}`);
  switch (event.type) {
    case 'approval_asked': {
      const told = event.seats.flatMap((seat) => seat.told);
      // whom a step asks, it told
      return [...(event.step === undefined ? [tell(...told)] : []), follow(told), asks(event.by)];
    }
    case 'approval_passed_on':
      return [tell(...event.told), follow(event.told)];
    case 'approval_delegated':
      return [tell(event.to), follow([event.to])];
    case 'approval_carried_over': {
      const told = openSeats(event.approval).flatMap((seat) => seat.told);
      return [tell(...told), follow(told), asks(event.approval.askedBy)];
    }
    case 'approval_decided':
    case 'approval_unanswered':
      // its end tells, which comes with the decision that ends it
      return [];
    case 'approval_ended': {
      // where it goes on, they are told of it
      if (event.why === 'merged' || event.why === 'unmerged') return [];
      const waited = event.why === 'withdrawn' ? approval.seats.flatMap(({ asked }) => asked) : [];
      return [tell(approval.askedBy, responsible, ...waited)];
    }
    default:
      return never(event);
  }
}

/** Whoever asks goes on seeing what becomes of it. */
function asks(person: PersonId | null): Effect {
  return { type: 'follow', personIds: person === null ? [] : [person], why: 'escalated' };
}

function follow(personIds: PersonId[]): Effect {
  return { type: 'follow', personIds, why: 'told' };
}
