import type { TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { dueAt } from '#core/ticket/due.ts';
import { draftOn } from '#core/ticket/draft.ts';
import { runTimers } from '#core/ticket/run-timers.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/**
 * How many of a decision's first events are Belay's own, because their moment had passed before the person acted:
 * they are nobody's act, and whoever acts is told of them like everybody else.
 */
export function timedEvents(ticket: Ticket | null, command: TicketCommand, context: Context): number {
  if (ticket === null || command.type === 'tick') return 0;
  const due = dueAt(ticket);
  if (due === null || due >= context.now) return 0;
  const draft = draftOn(ticket, context);
  runTimers(draft, context.now - 1);
  return draft.events.length;
}
