import type { MergeCommand } from '#core/merge/merge-command.ts';
import { relive } from '#core/merge/relive.ts';
import { restoreClocks } from '#core/merge/restore-clocks.ts';
import { undoneIn } from '#core/merge/undone.ts';
import type { MessageId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/**
 * A message goes to a ticket of its own: this one's clocks stand as though it had never come. Refused of what is no
 * message of somebody outside, and of the first one, without which there would be no ticket.
 */
export function splitOff(draft: Draft, command: Extract<MergeCommand, { type: 'split_off' }>): Outcome {
  const { ticket, context } = draft;
  const { messageId, intoId } = command;
  const { log } = context.facts;
  if (log === undefined) throw new Error(`a message of ticket ${ticket.id} is split off without its log`);
  if (ticket.status === 'closed') return refuse('ticket_closed');
  const told = messageIn(log, messageId);
  if (told === null || isSplitOff(log, messageId)) return refuse('message_unknown');
  if (told.seq <= 2) return refuse('first_message');
  const without = { since: told.seq - 1, until: told.seq };
  const alone = relive(draft, log, [...undoneIn(log), without]);
  draft.emit({ type: 'message_split_off', messageId, splitInto: intoId });
  restoreClocks(draft, log, alone);
  return undefined;
}

function messageIn(log: readonly LoggedEvent[], messageId: MessageId): (LoggedEvent & { reachedAt: Instant }) | null {
  for (const logged of log) {
    const { at, event } = logged;
    if (event.type !== 'message_received' || event.kind !== 'message' || event.messageId !== messageId) continue;
    return { ...logged, reachedAt: event.receivedAt ?? at };
  }
  return null;
}

function isSplitOff(log: readonly LoggedEvent[], messageId: MessageId): boolean {
  return log.some(({ event }) => event.type === 'message_split_off' && event.messageId === messageId);
}

/** Since when a message of this log waits for an answer: since it reached us; null when a person's answer came after it, or it is none. */
export function waitsSince(log: readonly LoggedEvent[], messageId: MessageId): Instant | null {
  const told = messageIn(log, messageId);
  if (told === null) return null;
  const back = new Set(log.flatMap(({ event }) => (event.type === 'reply_retracted' ? event.messageId : [])));
  const isAnswered = log.some(
    ({ seq, event }) =>
      seq > told.seq && event.type === 'reply_accepted' && event.automatic !== true && !back.has(event.messageId),
  );
  return isAnswered ? null : told.reachedAt;
}
