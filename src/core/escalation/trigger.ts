import { climb } from '#core/escalation/climb.ts';
import type { Escalation, Trigger } from '#core/escalation/escalation.ts';
import type { VersionId } from '#core/ids.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** The live escalation of a path; a ticket has at most one. */
export function liveEscalation(ticket: Ticket, pathVersionId: VersionId): Escalation | undefined {
  return ticket.escalations.find(
    (escalation) => escalation.status !== 'ended' && escalation.pathVersionId === pathVersionId,
  );
}

/**
 * A trigger joins the live climb of its path as a further reason, never restarting it; without one it starts the
 * climb at the first step. `from` is the moment the trigger happened.
 */
export function trigger(draft: Draft, cause: Trigger, from: Instant): void {
  const { ticket, context } = draft;
  const { pathVersionId } = context.config.policy(ticket.policyVersionId);
  const live = liveEscalation(ticket, pathVersionId);
  if (live !== undefined) {
    draft.emit({ type: 'escalation_reason_added', escalationId: live.id, trigger: cause });
    return;
  }
  const escalationId = ticket.escalations.length + 1;
  // A customer does not climb the stairs twice: what was raised before goes on at the step it had reached.
  const before = ticket.escalations.findLast((escalation) => escalation.pathVersionId === pathVersionId);
  const after = (before?.stepIndex ?? 0) > 0 ? before!.stepIndex! - 1 : null;
  draft.emit({ type: 'escalation_started', escalationId, pathVersionId, trigger: cause, after });
  climb(draft, escalationId, cause.type === 'request' ? 'requested' : 'trigger', from);
}
