import { proposeAssignee } from '#core/routing/propose-assignee.ts';
import { adjustClocks, startClocks } from '#core/sla/run-clock.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { draftOn, lookAgain, type Draft } from '#core/ticket/draft.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { TicketId } from '#core/ids.ts';

/** A first message becomes a ticket: with its team, with somebody responsible, with its clocks running. */
export function open(ticketId: TicketId, command: Extract<TicketCommand, { type: 'open' }>, context: Context): Draft {
  const { type: _, messageId, receivedAt, ...subject } = command;
  const opened: TicketEvent = {
    ...subject,
    type: 'ticket_opened',
    ticketId,
    tier: 1,
    firstContactAt: receivedAt,
    lookAgainAt: lookAgain(context.now),
  };
  const draft = draftOn(evolve(null, opened, context.now), context);
  draft.events.push(opened);
  draft.emit({
    type: 'message_received',
    messageId,
    authorId: command.requesterId,
    kind: 'message',
  });
  startClocks(draft, receivedAt);
  adjustClocks(draft);
  const person = proposeAssignee(command.teamId, context.facts.roster);
  if (person !== null) {
    draft.emit({
      type: 'assigned',
      assigneeId: person.id,
      teamId: command.teamId,
      by: null,
      why: { code: 'least_loaded', openTickets: person.openTickets },
    });
  }
  return draft;
}
