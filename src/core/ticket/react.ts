import type { Effect } from '#core/ticket/effect.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Who is told about an event and what goes out; `ticket` is the ticket after the event. */
export function react(_logged: LoggedEvent, _ticket: Ticket): Effect[] {
  return [];
}
