import { withdrawApprovals } from '#core/approval/run-approvals.ts';
import { withdrawQuestions } from '#core/question/run-questions.ts';
import { withdrawLegs } from '#core/leg/run-leg.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';
import { setStatus, solve } from '#core/ticket/set-status.ts';

/**
 * The status that the history of another desk gives a ticket. It passes what no person may do here: closing by hand,
 * opening what was closed, solving again what is solved (its solution is dated anew). Refused outside an import.
 */
export function recordStatus(
  draft: Draft,
  { to }: Extract<TicketCommand, { type: 'record_status' }>,
  by: PersonId,
): Outcome {
  if (draft.context.imported !== true) return refuse('not_allowed');
  if (to === 'closed') return close(draft);
  const lookAgainAt = lookAgain(draft.context.now);
  if (to === 'solved') {
    withdrawApprovals(draft);
    solve(draft, lookAgainAt);
    return undefined;
  }
  if (draft.ticket.status !== 'closed') return setStatus(draft, { type: 'set_status', to }, by);
  draft.emit({ type: 'ticket_reopened', lookAgainAt });
  if (to !== 'open') draft.emit({ type: 'status_changed', from: 'open', to, lookAgainAt });
  runClocks(draft, { type: 'reopened', by: 'agent' });
  return undefined;
}

function close(draft: Draft): Outcome {
  if (draft.ticket.status === 'closed') return refuse('same_status');
  runClocks(draft, { type: 'stopped', by: 'close' });
  for (const { id: escalationId, status } of draft.ticket.escalations) {
    if (status !== 'ended') draft.emit({ type: 'escalation_ended', escalationId, why: 'closed' });
  }
  withdrawLegs(draft);
  withdrawQuestions(draft);
  withdrawApprovals(draft);
  draft.emit({ type: 'ticket_closed', closedAs: 'solved' });
  return undefined;
}
