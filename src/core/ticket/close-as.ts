import { closeVoid } from '#core/merge/merge.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** Closes what nobody owes an answer to: every clock that still measured is void, and nobody is called any more. */
export function closeAs(draft: Draft, { as }: Extract<TicketCommand, { type: 'close_as' }>): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  closeVoid(draft, as);
  return undefined;
}
