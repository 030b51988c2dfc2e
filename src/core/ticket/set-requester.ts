import { rechoose } from '#core/matrix/rechoose.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/**
 * Says whose matter it is: another requester, another organisation, or both. What their organisation is to the company
 * may give the ticket another plan. What was promised before stays promised.
 */
export function setRequester(draft: Draft, command: Extract<TicketCommand, { type: 'set_requester' }>): Outcome {
  const { status, requesterId, organisationId } = draft.ticket;
  const { requesterId: to, organisationId: organisationTo } = command;
  if (status === 'closed') return refuse('ticket_closed');
  if (requesterId === to && organisationId === organisationTo) return refuse('same_requester');
  draft.emit({ type: 'requester_changed', from: requesterId, to, organisationFrom: organisationId, organisationTo });
  if (organisationId !== organisationTo) rechoose(draft, 'customerTiers');
  return undefined;
}
