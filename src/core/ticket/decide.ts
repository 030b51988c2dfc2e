import { acknowledge, confirm } from '#core/escalation/acknowledge.ts';
import { request } from '#core/escalation/request.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { never, refuse, type Refusal } from '#core/result.ts';
import { assign } from '#core/ticket/assign.ts';
import type { RefusalCode, TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { acceptReply, failReply, note, receive, reply } from '#core/ticket/converse.ts';
import { draftOn, type Draft, type Outcome } from '#core/ticket/draft.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { open } from '#core/ticket/open.ts';
import { look, runTimers } from '#core/ticket/run-timers.ts';
import { setStatus } from '#core/ticket/set-status.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

export type Decision =
  | {
      ok: true;
      events: TicketEvent[];
      /** So many of the first events are Belay's own: their moment had passed before the actor acted. */
      timed: number;
    }
  | Refusal<RefusalCode>;

/**
 * What follows from `command` on `ticket` (null when no ticket has `ticketId` yet): the events, in order, or the
 * reason why it cannot be done. Pure: the same arguments give the same answer.
 */
export function decide(ticketId: TicketId, ticket: Ticket | null, command: TicketCommand, context: Context): Decision {
  if (command.type === 'open') {
    return ticket === null
      ? { ok: true, events: open(ticketId, command, context).events, timed: 0 }
      : refuse('already_open');
  }
  if (ticket === null) return refuse('not_found');
  const draft = draftOn(ticket, context);
  runTimers(draft, command.type === 'tick' ? context.now : context.now - 1);
  const timed = draft.events.length;
  return act(draft, command) ?? { ok: true, events: draft.events, timed };
}

function act(draft: Draft, command: Exclude<TicketCommand, { type: 'open' }>): Outcome {
  switch (command.type) {
    case 'tick':
      look(draft);
      return undefined;
    case 'receive':
      return receive(draft, command);
    case 'accept_reply':
      return acceptReply(draft, command);
    case 'fail_reply':
      return failReply(draft, command);
    case 'reply':
    case 'note':
    case 'assign':
    case 'set_status':
    case 'escalate':
    case 'acknowledge':
    case 'confirm':
      return actAsPerson(draft, command);
    default:
      return never(command);
  }
}

/** Verbs that only a person does: a program has nobody to answer for them. */
function actAsPerson(
  draft: Draft,
  command: Extract<
    TicketCommand,
    { type: 'reply' | 'note' | 'assign' | 'set_status' | 'escalate' | 'acknowledge' | 'confirm' }
  >,
): Outcome {
  const { actor } = draft.context;
  if (actor.kind !== 'person') return refuse('not_allowed');
  const by: PersonId = actor.personId;
  switch (command.type) {
    case 'reply':
      return reply(draft, command, by);
    case 'note':
      return note(draft, command, by);
    case 'assign':
      return assign(draft, command, by);
    case 'set_status':
      return setStatus(draft, command, by);
    case 'escalate':
      return request(draft, command, by);
    case 'acknowledge':
      return acknowledge(draft, command.escalationId, by);
    case 'confirm':
      return confirm(draft, command.escalationId, by);
    default:
      return never(command);
  }
}
