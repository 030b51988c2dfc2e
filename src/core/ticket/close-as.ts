import { withdrawApprovals } from '#core/approval/run-approvals.ts';
import { withdrawQuestions } from '#core/question/run-questions.ts';
import { withdrawLegs } from '#core/leg/run-leg.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** Closes what nobody owes an answer to: every clock that still measured is void, and nobody is called any more. */
export function closeAs(draft: Draft, { as }: Extract<TicketCommand, { type: 'close_as' }>): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  runClocks(draft, { type: 'stopped', by: as });
  for (const { id: escalationId, status } of draft.ticket.escalations) {
    if (status !== 'ended') draft.emit({ type: 'escalation_ended', escalationId, why: 'closed' });
  }
  withdrawLegs(draft);
  withdrawQuestions(draft);
  withdrawApprovals(draft);
  draft.emit({ type: 'ticket_closed', closedAs: as });
  return undefined;
}
