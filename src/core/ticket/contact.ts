import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** A call or chat waits in the queue, or was given up there. */
export function contact(
  draft: Draft,
  { type, messageId }: Extract<TicketCommand, { type: 'offer_contact' | 'abandon_contact' }>,
): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  const isOffered = type === 'offer_contact';
  draft.emit({ type: isOffered ? 'contact_offered' : 'contact_abandoned', messageId });
  runClocks(draft, { type: isOffered ? 'offered' : 'abandoned' });
  return undefined;
}

/** A human takes the call or chat. */
export function pickUp(
  draft: Draft,
  { messageId }: Extract<TicketCommand, { type: 'pick_up_contact' }>,
  by: PersonId,
): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  draft.emit({ type: 'contact_picked_up', messageId, by });
  runClocks(draft, { type: 'picked_up' });
  return undefined;
}
