import { pendingApprovals } from '#core/approval/approval.ts';
import { confirmByWork } from '#core/escalation/acknowledge.ts';
import { withdrawQuestions } from '#core/question/run-questions.ts';
import { withdrawLegs } from '#core/leg/run-leg.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import { noticeReopening } from '#core/signal/notice.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { CLOSES_AFTER, lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';

/** Moves the ticket to another status: clocks pause, resume or stop with it; solving ends every escalation. */
export function setStatus(
  draft: Draft,
  command: Extract<TicketCommand, { type: 'set_status' }>,
  by: PersonId,
): Outcome {
  const { status } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (status === command.to) return refuse('same_status');
  const lookAgainAt = lookAgain(draft.context.now);
  if (command.to === 'solved') {
    if (pendingApprovals(draft.ticket.approvals).length > 0) return refuse('approval_pending');
    solve(draft, lookAgainAt);
    return undefined;
  }
  const reopener =
    draft.context.actor.kind === 'person' && draft.context.actor.role === 'customer' ? 'customer' : 'agent';
  if (status === 'solved') draft.emit({ type: 'ticket_reopened', lookAgainAt, by: reopener });
  if (draft.ticket.status !== command.to) {
    draft.emit({ type: 'status_changed', from: draft.ticket.status, to: command.to, lookAgainAt });
  }
  runClocks(draft, status === 'solved' ? { type: 'reopened', by: reopener } : { type: 'status' });
  if (status === 'solved' && reopener === 'customer') noticeReopening(draft);
  confirmByWork(draft, by);
  return undefined;
}

/** Solves the ticket: its clocks stop, every escalation and every leg ends. */
export function solve(draft: Draft, lookAgainAt: number): void {
  const { closesAfterMs = CLOSES_AFTER } = draft.context.config.policy(draft.ticket.policyVersionId);
  const closesAt = draft.context.now + closesAfterMs;
  runClocks(draft, { type: 'stopped', by: 'solve' });
  for (const escalation of draft.ticket.escalations) {
    if (escalation.status !== 'ended') {
      draft.emit({ type: 'escalation_ended', escalationId: escalation.id, why: 'solved' });
    }
  }
  withdrawLegs(draft);
  withdrawQuestions(draft);
  const { status: from, tier, assignedTier } = draft.ticket;
  const at = tier === assignedTier ? {} : { tier };
  draft.emit({ type: 'ticket_solved', from, closesAt, lookAgainAt, ...at });
}
