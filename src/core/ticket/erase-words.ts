import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/**
 * The words of a requester's matter go; what happened, and when, stays: its events never held them. Refused while work is
 * owed. Whoever asks has the words erased in the same transaction.
 */
export function eraseWords(draft: Draft, { personId }: Extract<TicketCommand, { type: 'erase_words' }>): Outcome {
  const { status } = draft.ticket;
  if (status !== 'solved' && status !== 'closed') return refuse('ticket_open');
  draft.emit({ type: 'words_erased', personId });
  return undefined;
}
