import { openSeats } from '#core/approval/approval.ts';
import type { PersonId } from '#core/ids.ts';
import type { Turned } from '#core/simulate/staff.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Whether the ticket is to be looked at again because of how somebody turned: as the desk looks at what they hold. */
export function concerns(ticket: Ticket, person: PersonId, how: Turned['how']): boolean {
  const { assigneeId, distribution, escalations, legs, approvals } = ticket;
  if (distribution?.state === 'offered' && distribution.to === person) return true;
  if (how !== 'absent') return false;
  return (
    assigneeId === person ||
    escalations.some((each) => each.status === 'acknowledged' && each.by === person) ||
    legs.some((leg) => (leg.status === 'acknowledged' ? leg.by === person : isOfferedTo(leg, person))) ||
    approvals.some((approval) => openSeats(approval).some(({ told }) => told.includes(person)))
  );
}

function isOfferedTo(leg: Ticket['legs'][number], person: PersonId): boolean {
  return leg.status === 'offered' && leg.told.includes(person);
}
