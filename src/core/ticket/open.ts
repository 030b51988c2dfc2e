import { mayHold } from '#core/people/roster.ts';
import { isPushed, keepQueue } from '#core/routing/offer.ts';
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
  const { type: _, messageId, receivedAt, assigneeId: _chosen, ...subject } = command;
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
  const given = assignment(command, context);
  if (given !== null) draft.emit({ type: 'assigned', teamId: command.teamId, ...given });
  keepQueue(draft);
  return draft;
}

type Assigned = Omit<Extract<TicketEvent, { type: 'assigned' }>, 'type' | 'teamId'>;

/** Whom the opener chose, else whom the team's work would give it to; null when nobody can be reached. */
function assignment(
  command: Extract<TicketCommand, { type: 'open' }>,
  { facts, actor, imported }: Context,
): Assigned | null {
  const chosen = facts.roster.find((person) => person.id === command.assigneeId && mayHold(person));
  if (chosen !== undefined && actor.kind === 'person') {
    const code = chosen.id === actor.personId ? 'taken' : 'requested';
    return { assigneeId: chosen.id, by: actor.personId, why: { code } };
  }
  // another desk's history says itself who had it
  const person =
    imported === true || isPushed(facts, command.teamId) ? null : proposeAssignee(command.teamId, facts.roster);
  if (person === null) return null;
  return { assigneeId: person.id, by: null, why: { code: 'least_loaded', openTickets: person.openTickets } };
}
