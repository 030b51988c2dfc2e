import { approvalEffects } from '#core/approval/react-approval.ts';
import type { Escalation, SignalKind } from '#core/escalation/escalation.ts';
import type { EscalationEvent } from '#core/escalation/escalation-event.ts';
import type { PersonId } from '#core/ids.ts';
import { legEffects } from '#core/leg/react-leg.ts';
import type { ClockEvent } from '#core/sla/clock-event.ts';
import type { PromiseEvent } from '#core/promise/promise-event.ts';
import { questionEffects } from '#core/question/react-question.ts';
import { never } from '#core/result.ts';
import { isSignalEvent } from '#core/signal/signal-event.ts';
import type { Effect } from '#core/ticket/effect.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Who is told about an event and what goes out; `ticket` is the ticket after the event. */
export function react(logged: LoggedEvent, ticket: Ticket): Effect[] {
  return effectsOf(logged, ticket).filter((effect) => !('personIds' in effect) || effect.personIds.length > 0);
}

/** What does not happen to an escalation. */
type Plain = Exclude<TicketEvent, { escalationId: number }>['type'];
type Notify = Extract<Effect, { type: 'notify' }>;
type Tell = (...people: (PersonId | null)[]) => Notify;

function effectsOf({ event, at, actorId }: LoggedEvent, ticket: Ticket): Effect[] {
  // first, because most events are
  if (isQuiet(event)) return [];
  // Nobody is told of their own act.
  const tell: Tell = (...people) => notify(event, mayKnow(people, ticket), actorId);
  if ('clock' in event) return isMissing(event) ? [tell(responsibleFor(ticket).personId)] : [];
  if (isSignalEvent(event)) return event.type === 'automation_parked' ? [tell(...event.told)] : [];
  if ('promiseId' in event) return promised(event, tell, ticket);
  if ('approvalId' in event) return approvalEffects(event, ticket, tell, responsibleFor(ticket).personId);
  if ('questionId' in event) return questionEffects(event, at, ticket, tell, responsibleFor(ticket).personId);
  if ('legId' in event) return legEffects(event, ticket, tell, responsibleFor(ticket).personId);
  switch (event.type) {
    case 'message_received':
      return event.kind === 'auto_reply' ? [] : [tell(responsibleFor(ticket).personId)];
    // a note of the desk is seen by whoever looks; nobody knows that a mail came
    case 'note_added':
      return event.byMail === true ? [tell(responsibleFor(ticket).personId)] : [];
    case 'reply_written':
      return [{ type: 'send_reply', messageId: event.messageId, notBefore: at }];
    case 'reply_withdrawn':
      return [tell(event.authorId)];
    case 'severity_changed':
    case 'requester_changed':
    case 'merged_in':
      return [tell(responsibleFor(ticket).personId)];
    // by hand is whose hand it is
    case 'snooze_ended':
      return event.why === 'time' ? [tell(responsibleFor(ticket).personId)] : [];
    case 'person_excluded':
      return [{ type: 'unfollow', personIds: [event.personId] }];
    case 'reply_failed':
    case 'reply_retracted':
      return [tell(event.authorId, responsibleFor(ticket).personId)];
    case 'assigned':
      return [tell(event.assigneeId), follow('assigned', event.assigneeId)];
    case 'offered':
      return [tell(event.personId)];
    case 'offer_accepted':
    case 'offer_missed':
      return [{ type: 'tell_agent', personId: event.personId, word: event.type }];
    default:
      return raised(event, tell, ticket);
  }
}

/** Nobody is told of these: whoever needs to know did it, or sees it in the log. */
const QUIET = [
  'queued',
  'unqueued',
  'offer_declined',
  'offer_withdrawn',
  'nobody_eligible',
  'ticket_opened',
  'reply_accepted',
  'topic_changed',
  'tier_changed',
  'plan_changed',
  'tags_changed',
  'person_readmitted',
  'status_changed',
  'ticket_solved',
  'ticket_reopened',
  'ticket_closed',
  'ticket_restored',
  'message_split_off',
  'ticket_linked',
  'ticket_unlinked',
  'snoozed',
  'merge_released',
  'looked_again',
  'maintenance_began',
  'maintenance_ended',
  'policy_applied',
  'calendar_applied',
  'moments_rezoned',
  'words_erased',
  'contact_offered',
  'contact_picked_up',
  'contact_abandoned',
] as const satisfies TicketEvent['type'][];
const QUIET_TYPES: ReadonlySet<string> = new Set(QUIET);

function isQuiet(event: TicketEvent): event is Extract<TicketEvent, { type: (typeof QUIET)[number] }> {
  return QUIET_TYPES.has(event.type);
}

/** Of a clock people hear when a target is at risk, and when it was missed. */
function isMissing({ type }: ClockEvent): boolean {
  return type === 'target_at_risk' || type === 'target_breached';
}

/** The same for what happens to a promise. */
function promised(event: PromiseEvent, tell: Tell, ticket: Ticket): Effect[] {
  switch (event.type) {
    case 'promise_made':
      return event.tellAt === null ? [] : [{ type: 'tell_promise', notBefore: event.tellAt }];
    case 'promise_move_retracted':
    case 'promise_broken':
      return [tell(responsibleFor(ticket).personId)];
    case 'promise_answered':
    case 'promise_unanswered':
    case 'promise_written':
    case 'promise_given':
    case 'promise_withdrawn':
    case 'promise_move_written':
    case 'promise_moved':
      return [];
    default:
      return never(event);
  }
}

type ReasonAdded = Extract<EscalationEvent, { type: 'escalation_reason_added' }>;

/** The same for what happens to an escalation. */
function raised(event: Exclude<TicketEvent, { type: Plain }>, tell: Tell, ticket: Ticket): Effect[] {
  switch (event.type) {
    case 'escalation_started':
      // what was asked for long ago may be raised again: whoever asked may be kept away since
      return event.trigger.type === 'request' ? [follow('escalated', ...mayKnow([event.trigger.by], ticket))] : [];
    case 'escalation_carried_over':
      return [follow('told', ...event.escalation.told), follow('acknowledged', holderOf(event.escalation))];
    case 'step_reached':
    case 'shift_changed': {
      const { told, toldLater = [] } = event;
      const now = told.filter((person) => !toldLater.includes(person));
      return [tell(...now), follow('told', ...told), ...turnsOf(event)];
    }
    case 'told_again':
      return [tell(...event.told)];
    case 'last_resort_reached':
      // Nobody stands above them: they are told even of their own asking.
      return [notify(event, event.told, null), follow('told', ...event.told)];
    case 'escalation_reason_added':
      return [ofReason(event, tell, ticket)];
    case 'escalation_acknowledged':
      return [tell(ticket.assigneeId, ...toldBy(ticket, event.escalationId)), follow('acknowledged', event.by)];
    case 'escalation_returned':
      return [tell(...askedBy(ticket, event.escalationId), responsibleFor(ticket).personId)];
    case 'hand_back_offered':
      return [tell(event.to), follow('told', event.to)];
    case 'hand_back_acknowledged':
      return [tell(event.from)];
    case 'hand_back_returned':
    case 'hand_back_withdrawn':
      return [tell(responsibleFor(ticket).personId)];
    case 'acknowledgement_reminded':
    case 'acknowledgement_lapsed':
      return [tell(event.by)];
    case 'step_decided':
    case 'escalation_left':
      return [tell(isAsker(event.to, event, ticket) ? null : event.to), follow('acknowledged', event.to)];
    case 'acknowledgement_taken_back':
    case 'escalation_silenced':
      return [tell(ticket.assigneeId)];
    case 'shift_kept':
    case 'path_applied':
    case 'silence_ended':
    case 'step_skipped':
    case 'step_held':
    case 'acknowledgement_confirmed':
    case 'acknowledgement_taken':
      return [];
    case 'escalation_ended':
      // Solving tells for itself; that the reason is gone is news to whoever asked and whoever was called.
      return event.because === undefined
        ? []
        : [tell(ticket.assigneeId, ...askedBy(ticket, event.escalationId), ...toldBy(ticket, event.escalationId))];
    default:
      return never(event);
  }
}

/** What has told whoever answers for the ticket by itself. */
const TOLD = new Set<SignalKind>(['about_to_breach', 'undeliverable', 'promise_broken']);

/**
 * Who learns of a further reason: of a person's, whoever answers for the ticket, who may lose it by it; of what was
 * noticed, whoever holds the climb or keeps it silent, because it calls nobody else.
 */
function ofReason({ escalationId, trigger }: ReasonAdded, tell: Tell, ticket: Ticket): Effect {
  const responsible = responsibleFor(ticket).personId;
  if (trigger.type === 'request') return tell(responsible);
  const escalation = ticket.escalations.find(({ id }) => id === escalationId);
  if (escalation === undefined || trigger.type === 'breach' || TOLD.has(trigger.kind)) return tell();
  const keeps = [holderOf(escalation), escalation.silence?.by ?? null].filter((person) => person !== null);
  return { ...tell(...(keeps.length > 0 ? [...keeps, responsible] : [])), kind: 'reason_noticed' };
}

function holderOf(escalation: Escalation): PersonId | null {
  return escalation.status === 'acknowledged' ? escalation.by : null;
}

/** Whether somebody hears of a decision already because they had asked for it. */
function isAsker(person: PersonId, { type, escalationId }: EscalationEvent, { approvals }: Ticket): boolean {
  if (type !== 'step_decided') return false;
  return approvals.findLast(({ step }) => step?.escalationId === escalationId)?.askedBy === person;
}

function turnsOf(event: TicketEvent): Effect[] {
  const turns = event.type === 'step_reached' ? (event.turns ?? []) : [];
  return turns.map((turn) => ({ type: 'take_turn', ...turn }));
}

function notify(event: TicketEvent, people: (PersonId | null)[], actorId: PersonId | null): Notify {
  const personIds = known(people).filter((person) => person !== actorId);
  return { type: 'notify', personIds, kind: event.type };
}

function follow(why: Extract<Effect, { type: 'follow' }>['why'], ...people: (PersonId | null)[]): Effect {
  return { type: 'follow', personIds: known(people), why };
}

function known(people: (PersonId | null)[]): PersonId[] {
  return [...new Set(people.filter((person) => person !== null))];
}

/** Nobody hears of a ticket they are kept away from. */
function mayKnow(people: (PersonId | null)[], ticket: Ticket): (PersonId | null)[] {
  return people.filter((person) => person === null || !ticket.excludedIds.includes(person));
}

/** Who asked for an escalation, each time it was asked for. */
function askedBy(ticket: Ticket, escalationId: number): PersonId[] {
  const reasons = ticket.escalations.find(({ id }) => id === escalationId)?.reasons ?? [];
  return reasons.flatMap(({ trigger }) => (trigger.type === 'request' ? [trigger.by] : []));
}

function toldBy(ticket: Ticket, escalationId: number): PersonId[] {
  return ticket.escalations.find((escalation) => escalation.id === escalationId)?.told ?? [];
}
