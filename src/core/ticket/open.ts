import { mayHold, type RosterPerson } from '#core/people/roster.ts';
import { isPushed, keepQueue } from '#core/routing/offer.ts';
import { proposeAssignee } from '#core/routing/propose-assignee.ts';
import { keepWatch } from '#core/signal/keep-watch.ts';
import { openingOf } from '#core/sla/measure-past.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { draftOn, lookAgain, type Draft } from '#core/ticket/draft.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { FRONT_LINE } from '#core/ticket/tier.ts';
import type { TicketId } from '#core/ids.ts';

/** A first message becomes a ticket: with its team, with somebody responsible, with its clocks running. */
export function open(ticketId: TicketId, command: Opening, context: Context): Draft {
  const { type: _, messageId: _first, receivedAt, assigneeId: _chosen, split, ...subject } = command;
  const opened: Extract<TicketEvent, { type: 'ticket_opened' }> = {
    ...subject,
    ...(split === undefined ? {} : { splitFrom: split.fromId, splitAt: context.now, waitsSince: split.waitsSince }),
    type: 'ticket_opened',
    ticketId,
    tier: chosenBy(command, context)?.tier ?? FRONT_LINE,
    firstContactAt: receivedAt,
    lookAgainAt: lookAgain(context.now),
  };
  const draft = draftOn(evolve(null, opened, context.now), context);
  draft.events.push(opened);
  draft.tickets.push(draft.ticket);
  draft.emit(firstWords(command, context));
  runClocks(draft, openingOf(opened));
  const given = assignment(command, context);
  if (given !== null) draft.emit({ type: 'assigned', teamId: command.teamId, ...given });
  keepQueue(draft);
  keepWatch(draft);
  return draft;
}

/** What an agent's own ticket begins with is a note: nobody outside has said anything. */
function firstWords({ messageId, requesterId, openedBy }: Opening, { actor }: Context): TicketEvent {
  return openedBy === 'agent' && actor.kind === 'person'
    ? { type: 'note_added', messageId, authorId: actor.personId }
    : { type: 'message_received', messageId, authorId: requesterId, kind: 'message' };
}

type Opening = Extract<TicketCommand, { type: 'open' }>;
type Assigned = Omit<Extract<TicketEvent, { type: 'assigned' }>, 'type' | 'teamId'>;

function chosenBy({ assigneeId }: Opening, { facts, actor }: Context): RosterPerson | undefined {
  if (actor.kind !== 'person') return undefined;
  return facts.roster.find((person) => person.id === assigneeId && mayHold(person));
}

/** Whom the opener chose, else whom the team's work would give it to; null when nobody can be reached. */
function assignment(command: Opening, context: Context): Assigned | null {
  const { facts, actor, imported } = context;
  const chosen = chosenBy(command, context);
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
