import type { PersonId } from '#core/ids.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Who answers for the ticket now: the holder of its newest acknowledged escalation, else the assignee, else its team. */
export function responsibleFor(
  ticket: Ticket,
): { personId: PersonId; because: 'acknowledged' | 'assigned' } | { personId: null; because: 'team' } {
  const held = ticket.escalations.findLast((escalation) => escalation.status === 'acknowledged');
  if (held?.status === 'acknowledged') return { personId: held.by, because: 'acknowledged' };
  return ticket.assigneeId === null
    ? { personId: null, because: 'team' }
    : { personId: ticket.assigneeId, because: 'assigned' };
}
