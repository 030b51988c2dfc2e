import { confirmByWork } from '#core/escalation/acknowledge.ts';
import { raiseByMessage } from '#core/escalation/raise.ts';
import type { PersonId } from '#core/ids.ts';
import { cannotName, writeTime } from '#core/promise/move-promise.ts';
import { answerPromises, retractAnswer } from '#core/promise/run-promise.ts';
import { refuse } from '#core/result.ts';
import { noticeContact, noticeReopening, noticeUndelivered } from '#core/signal/notice.ts';
import { isProvisional } from '#core/sla/clock-state.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import { lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';

type Named<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

/**
 * Something arrived. Only a real message wakes a waiting ticket or reopens a solved one; machines do neither, nor does a
 * colleague's mail. Anybody can write in a colleague's name, so it answers no clock and confirms no loan either.
 */
export function receive(draft: Draft, command: Named<'receive'>): Outcome {
  const { messageId, authorId, kind, receivedAt } = command;
  if (command.fromColleague === true && authorId !== null) {
    draft.emit({ type: 'note_added', messageId, authorId, byMail: true });
    return undefined;
  }
  if (kind === 'message' && draft.ticket.status === 'closed') return refuse('ticket_closed');
  const reached = receivedAt === undefined || receivedAt >= draft.context.now ? {} : { receivedAt };
  draft.emit({ type: 'message_received', messageId, authorId, kind, ...reached });
  if (kind !== 'message') return undefined;
  const { status } = draft.ticket;
  const lookAgainAt = lookAgain(draft.context.now);
  if (status === 'solved') draft.emit({ type: 'ticket_reopened', lookAgainAt, by: 'message' });
  const { receivedAt: at } = reached;
  runClocks(draft, status === 'solved' ? { type: 'reopened', by: 'message', at } : { type: 'customer_message', at });
  if (status === 'waiting_on_customer' && command.keepsStatus !== true) {
    draft.emit({ type: 'status_changed', from: status, to: 'open', lookAgainAt });
    runClocks(draft, { type: 'status' });
  }
  raiseByMessage(draft);
  if (status === 'solved') noticeReopening(draft);
  noticeContact(draft);
  return undefined;
}

/** A person writes to the requester. It is an answer only once the channel has accepted it. */
export function reply(draft: Draft, command: Named<'reply'>, by: PersonId): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  const { messageId, hearsBy } = command;
  const refusal = hearsBy === undefined ? undefined : cannotName(draft, hearsBy);
  if (refusal !== undefined) return refusal;
  draft.emit({ type: 'reply_written', messageId, authorId: by });
  if (hearsBy !== undefined) writeTime(draft, messageId, hearsBy);
  if (draft.ticket.status === 'new') {
    const lookAgainAt = lookAgain(draft.context.now);
    draft.emit({ type: 'status_changed', from: 'new', to: 'open', lookAgainAt });
    runClocks(draft, { type: 'status' });
  }
  confirmByWork(draft, by);
  return undefined;
}

/** The channel took a reply: undelivered is unanswered, so the clock stops here and not when it was written. */
export function acceptReply(draft: Draft, command: Named<'accept_reply'>): Outcome {
  const { type: _, ...told } = command;
  draft.emit({ type: 'reply_accepted', ...told });
  // what a machine wrote keeps no promise and answers no clock
  if (command.automatic === true) return undefined;
  runClocks(draft, { type: 'answer', writtenAt: command.writtenAt ?? null });
  answerPromises(draft, command.messageId);
  return undefined;
}

/**
 * The channel refused a reply for good: the clock runs on and its author is told. A ticket that was solved with it, or
 * waits for an answer to it, opens again when its requester was never answered.
 */
export function failReply(draft: Draft, command: Named<'fail_reply'>): Outcome {
  const { messageId, authorId, code } = command;
  draft.emit({ type: 'reply_failed', messageId, authorId, code });
  retractAnswer(draft, messageId, null);
  if (draft.ticket.clocks.some(owesAnswer)) takeUp(draft);
  noticeUndelivered(draft, messageId);
  return undefined;
}

/** Whether the clock measures an answer that nobody has had yet. */
function owesAnswer(clock: SlaClock): boolean {
  const isReply = clock.kind === 'first_reply' || clock.kind === 'next_reply';
  return isReply && (clock.state !== 'stopped' || isProvisional(clock));
}

/** Opens a ticket again that rests on an answer which never arrived. */
export function takeUp(draft: Draft): void {
  const { status } = draft.ticket;
  const lookAgainAt = lookAgain(draft.context.now);
  if (status === 'solved') {
    draft.emit({ type: 'ticket_reopened', lookAgainAt, by: 'agent' });
    runClocks(draft, { type: 'reopened', by: 'agent' });
  } else if (status === 'waiting_on_customer') {
    draft.emit({ type: 'status_changed', from: status, to: 'open', lookAgainAt });
    runClocks(draft, { type: 'status' });
  }
}

/** A word among agents; no customer clock hears it. */
export function note(draft: Draft, command: Named<'note'>, by: PersonId): Outcome {
  draft.emit({ type: 'note_added', messageId: command.messageId, authorId: by });
  confirmByWork(draft, by);
  return undefined;
}
