import type { PersonId } from '#core/ids.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Whose load a ticket is: it counts while work is owed. */
export function carrierOf(ticket: Ticket | null): PersonId | null {
  if (ticket === null || ticket.status === 'solved' || ticket.status === 'closed') return null;
  return ticket.assigneeId;
}
