import type { May } from '#contract/ticket.ts';
import { can, type Verb } from '#core/people/can.ts';
import type { PersonId } from '#core/ids.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { ReadTicket } from './read-ticket.ts';

/** No message has this id: the act is only tried, never done. */
const PROBE = 0;

/** The verb of core each command of a person needs. */
export const VERB_OF = {
  reply: 'ticket.reply',
  note: 'ticket.note',
  assign: 'ticket.assign',
  set_status: 'ticket.set_status',
  escalate: 'ticket.escalate',
  acknowledge: 'ticket.acknowledge',
  confirm: 'ticket.acknowledge',
} as const satisfies Partial<Record<TicketCommand['type'], Verb>>;

/** What a person may ask of a ticket. */
export type PersonCommand = Extract<TicketCommand, { type: keyof typeof VERB_OF }>;

/** The escalation that is live, newest first; null when none is. */
export const liveOf = (ticket: Ticket) => ticket.escalations.findLast(({ status }) => status !== 'ended') ?? null;

/**
 * What the reader may do now: for each verb null, or the code of why not. It asks the same `can` and the same `decide`
 * that the act itself will ask, so a button that is offered works.
 */
export const mayNow = ({ ticket, access }: ReadTicket, context: Context, reader: PersonId): May => {
  const why = (command: PersonCommand): string | null => {
    if (!can(context.actor, VERB_OF[command.type], access)) return 'not_allowed';
    const decision = decide(ticket.id, ticket, command, context);
    return decision.ok ? null : decision.refusal;
  };
  const live = liveOf(ticket);
  const escalationId = live?.id ?? PROBE;
  const other = ticket.assigneeId === null ? reader : null;
  const unsolved = ticket.status === 'solved' ? 'open' : 'on_hold';
  return {
    reply: why({ type: 'reply', messageId: PROBE }),
    note: why({ type: 'note', messageId: PROBE }),
    assign: why({ type: 'assign', assigneeId: other, teamId: ticket.teamId }),
    take: why({ type: 'assign', assigneeId: reader, teamId: ticket.teamId }),
    solve: why({ type: 'set_status', to: 'solved' }),
    set_status: why({ type: 'set_status', to: ticket.status === 'on_hold' ? 'open' : unsolved }),
    escalate: why({ type: 'escalate', firing: live?.firing ?? null, reason: 'skill', messageId: null }),
    acknowledge: why({ type: 'acknowledge', escalationId }),
    confirm: why({ type: 'confirm', escalationId }),
    move_to_team: 'not_allowed',
    set_severity: 'not_allowed',
    set_topic: 'not_allowed',
    set_tags: 'not_allowed',
    return: 'not_allowed',
    hand_back: 'not_allowed',
    acknowledge_hand_back: 'not_allowed',
    exclude: 'not_allowed',
  };
};
