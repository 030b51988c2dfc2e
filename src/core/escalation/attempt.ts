import { confirmByWork } from '#core/escalation/acknowledge.ts';
import type { MessageId, PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** What somebody has tried to help the customer, before others are called. */
export const ATTEMPT_KINDS = ['advice', 'workaround', 'call', 'test', 'colleague'] as const;
export type AttemptKind = (typeof ATTEMPT_KINDS)[number];

/** `messageId` is the note that carries their words, if any. */
export type AttemptEvent = { type: 'attempt_recorded'; kind: AttemptKind; messageId: MessageId | null };

/** Writes down that something was tried: it counts where a path lets a reason wait for attempts, and it is work. */
export function recordAttempt(
  draft: Draft,
  { kind, messageId }: Extract<TicketCommand, { type: 'record_attempt' }>,
  by: PersonId,
): Outcome {
  const { status } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (status === 'solved') return refuse('ticket_solved');
  draft.emit({ type: 'attempt_recorded', kind, messageId });
  confirmByWork(draft, by);
  return undefined;
}
