import { refuse, type Refusal } from '#core/result.ts';
import type { RefusalCode, TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

export type Decision = { ok: true; events: TicketEvent[] } | Refusal<RefusalCode>;

export function decide(_ticket: Ticket | null, _command: TicketCommand, _context: Context): Decision {
  return refuse('not_found');
}
