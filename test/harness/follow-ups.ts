import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import type { Act } from './life-acts.ts';

/** What somebody would do next about the ticket as it stands: left to chance alone, hardly any of it ever happens. */
function followUpsOf(ticket: Ticket): Act['act'][] {
  const { snooze, maintenanceUntil, watch, distribution, escalations, legs, approvals, questions } = ticket;
  const found: Act['act'][] = [];
  const when = (holds: boolean, ...acts: Act['act'][]): void => void (holds && found.push(...acts));
  // of what stands open for a short time only
  const soon = (act: Act['act']): Act['act'][] => Array(4).fill(act);
  when(snooze !== null, 'end_snooze');
  when(maintenanceUntil !== null, 'end_maintenance');
  when(watch.parkedAt !== null, 'resume_automation');
  when(distribution?.state === 'offered', ...soon('accept_offer'), ...soon('decline_offer'));
  const live = escalations.findLast(({ status }) => status !== 'ended');
  when(live !== undefined && live.silence !== null, 'end_silence');
  when(live?.status === 'climbing', 'acknowledge', 'silence');
  if (live?.status === 'acknowledged') {
    found.push('hand_back');
    when(live.reminded, ...soon('confirm'));
    when(live.handBack !== null, 'acknowledge_hand_back', 'return');
  }
  for (const leg of legs) {
    when(leg.status === 'offered', 'acknowledge_leg', 'return_leg', 'withdraw_leg');
    if (leg.status !== 'acknowledged') continue;
    when(leg.reason === 'dispute', 'decide_dispute');
    when(leg.reason !== 'dispute', 'finish_leg', 'hand_back_leg');
    when(leg.handBack !== null, ...soon('acknowledge_leg_hand_back'));
  }
  const isPending = approvals.some(({ status }) => status === 'pending');
  when(isPending, 'decide_approval', 'delegate_approval', 'withdraw_approval');
  const isAsked = questions.some(({ status }) => status === 'open');
  when(isAsked, 'accept_question', 'receive_answer', 'withdraw_question', 'fail_question');
  when(ticket.excludedIds.length > 0, 'readmit');
  when(ticket.links.length > 0, 'unlink');
  when(ticket.watch.unanswered.length > 0, 'reply', 'split_off');
  when(ticket.status === 'solved', 'erase_words', 'receive');
  when(ticket.status === 'closed', 'restore');
  return found;
}

const DECIDED = new Set<TicketEvent['type']>(['reply_accepted', 'reply_failed', 'reply_withdrawn', 'reply_retracted']);

/** The newest reply to which `act` can be done; null now and then, and where there is none. */
export function replyFor(act: Act['act'], log: readonly LoggedEvent[], pick: number) {
  if (pick === 0) return null;
  const wanted = act === 'retract_reply' ? 'reply_accepted' : 'reply_written';
  const over = new Set<number>();
  for (const { event } of log.toReversed()) {
    if (event.type === wanted && !over.has(event.messageId))
      return { messageId: event.messageId, authorId: event.authorId };
    if (DECIDED.has(event.type) && 'messageId' in event && event.messageId !== null) over.add(event.messageId);
  }
  return null;
}

/** The same act, or in its place one of those that follow from how the ticket stands: before that is over. */
export function following(act: Act, follows: number | null, ticket: Ticket): Act {
  const next = follows === null ? [] : followUpsOf(ticket);
  return next.length === 0 ? act : { ...act, wait: act.wait % (2 * MINUTE), act: next[follows! % next.length]! };
}
