import type { ApprovalCommand } from '#core/approval/approval-command.ts';
import { answerApproval } from '#core/approval/answer-approval.ts';
import { askQuestion, withdrawQuestion } from '#core/question/ask-question.ts';
import type { QuestionCommand } from '#core/question/question-command.ts';
import { hearAnswer } from '#core/question/hear-answer.ts';
import { acknowledge, confirm, takeBack } from '#core/escalation/acknowledge.ts';
import { applyPath } from '#core/escalation/apply-path.ts';
import { recordAttempt } from '#core/escalation/attempt.ts';
import { deEscalate } from '#core/escalation/de-escalate.ts';
import { acknowledgeHandBack, handBack } from '#core/escalation/hand-back.ts';
import { request } from '#core/escalation/request.ts';
import { returnEscalation } from '#core/escalation/return.ts';
import { signal } from '#core/escalation/signal.ts';
import { endSilence, silence } from '#core/escalation/silence.ts';
import { raisePingPong } from '#core/leg/ping-pong.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import { handOver } from '#core/leg/hand-over.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { acceptOffer, declineOffer, keepQueue, offer } from '#core/routing/offer.ts';
import { never, refuse, type Refusal } from '#core/result.ts';
import { link } from '#core/link/link.ts';
import { decideMerge } from '#core/merge/decide-merge.ts';
import { assign } from '#core/ticket/assign.ts';
import type { RefusalCode, TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { acceptReply, failReply, note, receive, reply } from '#core/ticket/converse.ts';
import { draftOn, type Draft, type Outcome } from '#core/ticket/draft.ts';
import { countWords, isNews, park, resumeAutomation } from '#core/signal/automation.ts';
import { causeOf, isAutomatic, isSaid, isSpent, MOST_AUTOMATIC } from '#core/signal/budget.ts';
import { keepWatch } from '#core/signal/keep-watch.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { closeAs } from '#core/ticket/close-as.ts';
import { abandonContact, offerContact, pickUp } from '#core/ticket/contact.ts';
import { beginMaintenance, endMaintenance } from '#core/ticket/maintenance.ts';
import { mark } from '#core/ticket/mark.ts';
import { moveToTeam } from '#core/ticket/move-to-team.ts';
import { eraseWords } from '#core/ticket/erase-words.ts';
import { open } from '#core/ticket/open.ts';
import { recheckFor, recheckTakenUp } from '#core/ticket/recheck-for.ts';
import { recordStatus } from '#core/ticket/record-status.ts';
import { look, runTimers } from '#core/ticket/run-timers.ts';
import { remeasure } from '#core/ticket/remeasure.ts';
import { retractReply } from '#core/ticket/retract-reply.ts';
import { setStatus } from '#core/ticket/set-status.ts';
import { settleTier } from '#core/ticket/tier.ts';
import { withdrawReply } from '#core/ticket/withdraw-reply.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

export type Decision =
  | {
      ok: true;
      events: TicketEvent[];
      /** The ticket after each of them. */
      tickets: Ticket[];
      /** So many of the first events are Belay's own: their moment had passed before the actor acted. */
      timed: number;
    }
  | (Refusal<RefusalCode> & {
      /** What came of it all the same: it was not done, and that is news. */
      events?: TicketEvent[];
      timed?: number;
    });

/**
 * What follows from `command` on `ticket` (null when no ticket has `ticketId` yet): the events, in order, or the
 * reason why it cannot be done. Pure: the same arguments give the same answer.
 */
export function decide(ticketId: TicketId, ticket: Ticket | null, command: TicketCommand, context: Context): Decision {
  if (command.type === 'open') {
    return ticket === null ? decided(open(ticketId, command, context), 0) : refuse('already_open');
  }
  if (ticket === null) return refuse('not_found');
  const draft = draftOn(ticket, context);
  // another desk's history tells what became of it: none of our moments passed in it
  if (context.imported !== true) runTimers(draft, command.type === 'tick' ? context.now : context.now - 1);
  const timed = draft.events.length;
  if (context.imported !== true && isAutomatic(command, context.actor)) return byProgram(draft, command, timed);
  const cause = isSaid(command, context.actor) ? causeOf(draft.ticket, context.commandId) : null;
  const refusal = act(draft, command);
  if (refusal !== undefined) return refusal;
  recheckTakenUp(draft);
  keepQueue(draft);
  if (cause !== null) countWords(draft, command.type, cause);
  keepWatch(draft);
  return decided(draft, timed);
}

function decided({ events, tickets }: Draft, timed: number): Decision {
  return { ok: true, events, tickets, timed };
}

/**
 * A change that a program asks for: counted, and not done when programs have gone in circles. A call for help is heard
 * all the same: it joins what is climbed for, each kind once.
 */
function byProgram(draft: Draft, command: Exclude<TicketCommand, { type: 'open' }>, timed: number): Decision {
  const { ticket, context, events } = draft;
  const isHeard = command.type === 'signal' && isNews(ticket, command.kind);
  if (ticket.watch.parkedAt !== null && !isHeard) return refuse('automation_parked');
  const cause = causeOf(ticket, context.commandId);
  const spent = ticket.watch.parkedAt === null && isSpent(ticket, context.now);
  const before = events.length;
  if (spent) park(draft, cause, MOST_AUTOMATIC);
  const refusal = spent && !isHeard ? refuse('automation_parked') : act(draft, command);
  if (refusal !== undefined && !spent) return refusal;
  recheckTakenUp(draft);
  keepQueue(draft);
  keepWatch(draft);
  if (refusal !== undefined) return { ...refusal, events, timed };
  // the last of all, so that what follows from it is known by it
  if (events.length > before) draft.emit({ type: 'automation_acted', command: command.type, cause });
  return decided(draft, timed);
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
    case 'signal':
      return signal(draft, command);
    case 'offer':
      offer(draft);
      return undefined;
    case 'recheck':
      recheckFor(draft, command.cause);
      return undefined;
    case 'retract_reply':
      return retractReply(draft, command);
    case 'apply_policy':
    case 'apply_calendar':
      return remeasure(draft, command);
    case 'offer_contact':
      return offerContact(draft, command);
    case 'abandon_contact':
      return abandonContact(draft, command);
    case 'receive_answer':
    case 'accept_question':
    case 'fail_question':
      return hearAnswer(draft, command);
    default: {
      const before = draft.ticket;
      return actAsPerson(draft, command) ?? settleTier(draft, before);
    }
  }
}

type ByAnyone =
  | 'open'
  | 'tick'
  | 'receive'
  | 'accept_reply'
  | 'fail_reply'
  | 'signal'
  | 'offer'
  | 'recheck'
  | 'retract_reply'
  | 'apply_policy'
  | 'apply_calendar'
  | 'offer_contact'
  | 'abandon_contact'
  | 'receive_answer'
  | 'accept_question'
  | 'fail_question';
type AsPerson = Exclude<TicketCommand, { type: ByAnyone }>;
type Raising = Extract<
  TicketCommand,
  | { escalationId: number }
  | { type: 'escalate' | 'record_attempt' | 'resume_automation' | 'begin_maintenance' | 'end_maintenance' }
>;

/** Verbs that only a person does: a program has nobody to answer for them. */
function actAsPerson(draft: Draft, command: AsPerson): Outcome {
  const { actor } = draft.context;
  if (actor.kind !== 'person') return refuse('not_allowed');
  const by = actor.personId;
  // To somebody who is kept away from it there is no such ticket.
  if (draft.ticket.excludedIds.includes(by)) return refuse('not_found');
  switch (command.type) {
    case 'reply':
      return reply(draft, command, by);
    case 'withdraw_reply':
      return withdrawReply(draft, command, actor);
    case 'note':
      return note(draft, command, by);
    case 'assign':
      return assign(draft, command, by) ?? raisePingPong(draft);
    case 'move_to_team':
      return moveToTeam(draft, command, by) ?? raisePingPong(draft);
    case 'set_status':
      return setStatus(draft, command, by);
    case 'record_status':
      return recordStatus(draft, command, by);
    case 'accept_offer':
      return acceptOffer(draft, by);
    case 'decline_offer':
      return declineOffer(draft, by);
    case 'set_severity':
    case 'set_topic':
    case 'set_requester':
    case 'snooze':
    case 'end_snooze':
    case 'set_tags':
    case 'change_tags':
    case 'exclude':
    case 'readmit':
      return mark(draft, command, by);
    case 'link':
    case 'unlink':
      return link(draft, command);
    case 'close_as':
      return closeAs(draft, command);
    case 'erase_words':
      return eraseWords(draft, command);
    case 'take_in':
    case 'merge_into':
    case 'release':
    case 'restore':
    case 'split_off':
      return decideMerge(draft, command, by);
    case 'pick_up_contact':
      return pickUp(draft, command, by);
    default:
      return handOn(draft, command, by);
  }
}

type HandingOn = LegCommand | ApprovalCommand | QuestionCommand | Raising;

/** Verbs of what others are asked for: a part of the work, to allow something, or to answer. */
function handOn(draft: Draft, command: HandingOn, by: PersonId): Outcome {
  switch (command.type) {
    case 'open_leg':
    case 'acknowledge_leg':
    case 'return_leg':
    case 'finish_leg':
    case 'hand_back_leg':
    case 'open_dispute':
    case 'decide_dispute':
    case 'acknowledge_leg_hand_back':
    case 'withdraw_leg':
      return handOver(draft, command, by);
    case 'ask_approval':
    case 'decide_approval':
    case 'delegate_approval':
    case 'withdraw_approval':
      return answerApproval(draft, command, by);
    case 'ask_question':
      return askQuestion(draft, command, by);
    case 'withdraw_question':
      return withdrawQuestion(draft, command, by);
    default:
      return raise(draft, command, by);
  }
}

/** Verbs of an escalation, and of what lets one begin or holds it back. */
function raise(draft: Draft, command: Raising, by: PersonId): Outcome {
  switch (command.type) {
    case 'resume_automation':
      return resumeAutomation(draft, by);
    case 'record_attempt':
      return recordAttempt(draft, command, by);
    case 'begin_maintenance':
      return beginMaintenance(draft, command, by);
    case 'end_maintenance':
      return endMaintenance(draft, by);
    case 'escalate':
      return request(draft, command, by);
    case 'acknowledge':
      return acknowledge(draft, command, by);
    case 'confirm':
      return confirm(draft, command.escalationId, by);
    case 'take_back':
      return takeBack(draft, command.escalationId, by);
    case 'silence':
      return silence(draft, command, by);
    case 'end_silence':
      return endSilence(draft, command.escalationId, by);
    case 'apply_path':
      return applyPath(draft, command, by);
    case 'de_escalate':
      return deEscalate(draft, command, by);
    case 'return':
      return returnEscalation(draft, command, by);
    case 'hand_back':
      return handBack(draft, command, by);
    case 'acknowledge_hand_back':
      return acknowledgeHandBack(draft, command, by);
    default:
      return never(command);
  }
}
