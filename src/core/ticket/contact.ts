import { pendingApprovals } from '#core/approval/approval.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';
import { solve } from '#core/ticket/set-status.ts';

/** A call or chat waits in the queue. */
export function offerContact(draft: Draft, { messageId }: Extract<TicketCommand, { type: 'offer_contact' }>): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  draft.emit({ type: 'contact_offered', messageId });
  runClocks(draft, { type: 'offered' });
  return undefined;
}

/**
 * Whoever called has gone. From the queue they leave no verdict; from a conversation nobody owes them an answer that was
 * not due yet, and the ticket is solved, unless somebody has still to allow something.
 */
export function abandonContact(
  draft: Draft,
  { messageId, afterPickUp }: Extract<TicketCommand, { type: 'abandon_contact' }>,
): Outcome {
  const { status, approvals } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  draft.emit({ type: 'contact_abandoned', messageId, ...(afterPickUp === true ? { afterPickUp } : {}) });
  runClocks(draft, { type: afterPickUp === true ? 'left' : 'abandoned' });
  const isOver = afterPickUp === true && status !== 'solved' && pendingApprovals(approvals).length === 0;
  if (isOver) solve(draft, lookAgain(draft.context.now));
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
