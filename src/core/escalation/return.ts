import { returnStepApproval } from '#core/approval/run-approvals.ts';
import { stepApprovalOf } from '#core/approval/step-approval.ts';
import { findEscalation } from '#core/escalation/acknowledge.ts';
import { climb } from '#core/escalation/climb.ts';
import { stepLegOf } from '#core/leg/step-leg.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/**
 * Somebody refuses: what a step told them, or what is being handed back to them. Whoever answered for the ticket goes
 * on answering for it, and no clock stops. When nobody told is left, the climb goes on at once.
 */
export function returnEscalation(
  draft: Draft,
  { escalationId, reason, messageId }: Extract<TicketCommand, { type: 'return' }>,
  by: PersonId,
): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status === 'acknowledged') {
    if (escalation.handBack?.to !== by) {
      return refuse('already_acknowledged', { by: escalation.by, at: escalation.acknowledgedAt });
    }
    draft.emit({ type: 'hand_back_returned', escalationId, by, reason, messageId });
    return undefined;
  }
  if (!escalation.told.includes(by)) return refuse('not_told');
  // Nobody stands above the last resort who could be called instead.
  if (escalation.status === 'last_resort') return refuse('last_resort_stays');
  draft.emit({ type: 'escalation_returned', escalationId, by, reason, messageId });
  const leg = stepLegOf(draft.ticket, escalation);
  if (leg !== undefined) draft.emit({ type: 'leg_returned', legId: leg.id, by, reason, messageId });
  if (escalation.told.length === 1 && leg !== undefined) {
    draft.emit({ type: 'leg_ended', legId: leg.id, why: 'returned', by });
  }
  if (stepApprovalOf(draft.ticket, escalation) !== undefined) returnStepApproval(draft, escalation);
  else if (escalation.told.length === 1) climb(draft, escalationId, 'returned', draft.context.now);
  return undefined;
}
