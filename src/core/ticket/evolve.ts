import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** The ticket after one event that happened at `at`. */
export function evolve(_ticket: Ticket | null, _event: TicketEvent, _at: Instant): Ticket {
  throw new Error('being written');
}
