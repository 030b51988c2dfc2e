import type { May } from '#contract/may.ts';
import { canReceive } from '#core/escalation/hand-back.ts';
import { can, type Verb } from '#core/people/can.ts';
import type { PersonId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { HOUR } from '#core/time.ts';
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
  signal: 'ticket.signal',
  record_attempt: 'ticket.record_attempt',
  resume_automation: 'ticket.resume_automation',
  acknowledge: 'ticket.acknowledge',
  confirm: 'ticket.acknowledge',
  withdraw_reply: 'ticket.reply',
  move_to_team: 'ticket.assign',
  set_severity: 'ticket.set_severity',
  set_topic: 'ticket.set_topic',
  set_tags: 'ticket.set_tags',
  change_tags: 'ticket.set_tags',
  open_leg: 'ticket.escalate',
  acknowledge_leg: 'ticket.acknowledge',
  return_leg: 'ticket.return',
  finish_leg: 'ticket.acknowledge',
  hand_back_leg: 'ticket.hand_back',
  acknowledge_leg_hand_back: 'ticket.acknowledge',
  withdraw_leg: 'ticket.escalate',
  open_dispute: 'ticket.escalate',
  decide_dispute: 'ticket.acknowledge',
  ask_question: 'ticket.ask_question',
  withdraw_question: 'ticket.ask_question',
  ask_approval: 'ticket.ask_approval',
  decide_approval: 'ticket.decide_approval',
  delegate_approval: 'ticket.decide_approval',
  withdraw_approval: 'ticket.ask_approval',
  return: 'ticket.return',
  hand_back: 'ticket.hand_back',
  acknowledge_hand_back: 'ticket.acknowledge',
  take_back: 'ticket.acknowledge',
  silence: 'ticket.silence',
  end_silence: 'ticket.silence',
  apply_path: 'ticket.apply_path',
  de_escalate: 'ticket.de_escalate',
  begin_maintenance: 'ticket.maintain',
  end_maintenance: 'ticket.maintain',
  exclude: 'ticket.exclude',
  readmit: 'ticket.exclude',
  accept_offer: 'ticket.answer_offer',
  decline_offer: 'ticket.answer_offer',
  snooze: 'ticket.snooze',
  end_snooze: 'ticket.snooze',
  set_requester: 'ticket.set_requester',
  close_as: 'ticket.mark_spam',
  restore: 'ticket.mark_spam',
} as const satisfies Partial<Record<TicketCommand['type'], Verb>>;

/** What a person may ask of a ticket. */
export type PersonCommand = Extract<TicketCommand, { type: keyof typeof VERB_OF }>;

/** Why a command cannot be done now, as a code; null when it can. */
export type WhyNot = (command: PersonCommand) => string | null;

/** Asks the same `can` and the same `decide` that the act itself will ask, so a button that is offered works. */
export const whyNot =
  ({ ticket, access }: ReadTicket, context: Context): WhyNot =>
  (command) => {
    if (!can(context.actor, VERB_OF[command.type], access)) return 'not_allowed';
    const decision = decide(ticket.id, ticket, command, context);
    return decision.ok ? null : decision.refusal;
  };

/** The escalation that is live, newest first; null when none is. */
export const liveOf = (ticket: Ticket) => ticket.escalations.findLast(({ status }) => status !== 'ended') ?? null;

/**
 * What the reader may do now: for each verb null, or the code of why not. It asks the same `can` and the same `decide`
 * that the act itself will ask, so a button that is offered works.
 */
export const mayNow = (read: ReadTicket, context: Context, reader: PersonId): May => {
  const { ticket, access } = read;
  const why = whyNot(read, context);
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
    escalate: why({
      type: 'escalate',
      firing: live?.firing ?? null,
      // never waits
      reason: 'asked_for_manager',
      messageId: null,
      confirmed: true,
    }),
    signal: why({ type: 'signal', kind: 'complaint', evidence: [], confidence: 1 }),
    resume_automation: why({ type: 'resume_automation' }),
    record_attempt: why({ type: 'record_attempt', kind: 'advice', messageId: null }),
    acknowledge: why({ type: 'acknowledge', escalationId }),
    confirm: why({ type: 'confirm', escalationId }),
    move_to_team: why({ type: 'move_to_team', teamId: PROBE }),
    set_severity: why({ type: 'set_severity', severity: ticket.severity === 'S1' ? 'S2' : 'S1' }),
    set_topic: why({ type: 'set_topic', topic: `${ticket.topic}?` }),
    set_tags: why({ type: 'set_tags', tags: ticket.tags.length === 0 ? ['?'] : [] }),
    return: why({ type: 'return', escalationId, reason: 'no_time', messageId: null }),
    hand_back: why(handBackProbe(ticket, escalationId, context)),
    acknowledge_hand_back: why({ type: 'acknowledge_hand_back', escalationId }),
    open_leg: why(openLegProbe(ticket)),
    open_dispute: mayDispute(why),
    ask_question: why({ type: 'ask_question', messageId: PROBE, holds: false }),
    ask_approval: mayAskApproval(why),
    take_back: why({ type: 'take_back', escalationId }),
    silence: why({ type: 'silence', escalationId, lengthMs: HOUR }),
    end_silence: why({ type: 'end_silence', escalationId }),
    apply_path: why({ type: 'apply_path', escalationId, pathVersionId: pathOf(ticket, context.config) }),
    de_escalate: why({ type: 'de_escalate', escalationId, reason: 'answered', messageId: null }),
    begin_maintenance: why({ type: 'begin_maintenance', until: context.now + HOUR }),
    end_maintenance: why({ type: 'end_maintenance' }),
    exclude: can(context.actor, VERB_OF.exclude, access) ? null : 'not_allowed',
    // the shortest: a longer one may reach past what is due
    snooze: why({ type: 'snooze', until: context.now + 1 }),
    end_snooze: why({ type: 'end_snooze' }),
    ...mayClose(read, context),
  };
};

/** What needs another ticket or the whole log is asked only when it is done: here, whether it could be at all. */
const mayClose = ({ ticket, access }: ReadTicket, { actor }: Context) => {
  const closedAs = ticket.status === 'closed' ? ticket.closedAs : null;
  const why = (verb: Verb, code: string | null) => (can(actor, verb, access) ? code : 'not_allowed');
  const ifOpen = closedAs === null ? null : 'ticket_closed';
  return {
    split: why('ticket.split', ifOpen),
    set_requester: why('ticket.set_requester', ifOpen),
    merge: why('ticket.merge', ifOpen),
    unmerge: why('ticket.merge', closedAs === 'merged' ? null : 'not_merged'),
    link: why('ticket.link', null),
    mark_spam: why('ticket.mark_spam', ifOpen),
    unmark_spam: why('ticket.mark_spam', closedAs === 'spam' ? null : 'not_spam'),
  };
};

/** Whether anything stands in the way but the other side, whom nobody has named yet. */
const mayDispute = (why: WhyNot): string | null => {
  const no = why({ type: 'open_dispute', against: { type: 'person', personId: PROBE }, messageId: null });
  return no === 'receiver_unknown' ? null : no;
};

/** Whether one may be asked for at all; of whom is asked when it is done. */
const mayAskApproval = (why: WhyNot): string | null => {
  const no = why({
    type: 'ask_approval',
    approvers: [{ type: 'manager' }],
    rule: 'all',
    amount: null,
    messageId: null,
  });
  return no === 'approver_unknown' ? null : no;
};

const openLegProbe = ({ teamId }: Ticket): PersonCommand => {
  const target = { type: 'team', teamId } as const;
  return { type: 'open_leg', direction: 'functional', target, reason: 'skill', messageId: null };
};

/** To whom it may be handed back at all: to whoever the ticket is given to, else to anybody who can be told. */
const handBackProbe = (ticket: Ticket, escalationId: number, { actor, facts }: Context): PersonCommand => {
  const me = actor.kind === 'person' ? actor.personId : null;
  const mayReceive = (person: RosterPerson) =>
    canReceive(person) &&
    person.id !== me &&
    !ticket.excludedIds.includes(person.id) &&
    !isOfferedTo(ticket, person.id);
  const to = facts.roster.find(mayReceive)?.id ?? null;
  return { type: 'hand_back', escalationId, to, reason: 'part_done', messageId: null };
};

const isOfferedTo = (ticket: Ticket, person: PersonId): boolean =>
  ticket.escalations.some((each) => each.status === 'acknowledged' && each.handBack?.to === person);
