import { findEscalation } from '#core/escalation/acknowledge.ts';
import { climb } from '#core/escalation/climb.ts';
import { withdrawParts } from '#core/escalation/withdraw-parts.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/**
 * Another path takes the place of the one an escalation began with, at its first step and at once; an acknowledgement
 * or a silence ends with it. The only way in which an edit reaches what already climbs.
 */
export function applyPath(
  draft: Draft,
  { escalationId, pathVersionId }: Extract<TicketCommand, { type: 'apply_path' }>,
  by: PersonId,
): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  const inUse = draft.ticket.escalations.some(
    (other) => other.id !== escalationId && other.status !== 'ended' && other.pathVersionId === pathVersionId,
  );
  if (inUse) return refuse('path_in_use');
  draft.emit({ type: 'path_applied', escalationId, by, pathVersionId });
  withdrawParts(draft, escalationId, by);
  climb(draft, escalationId, 'path_applied', draft.context.now);
  return undefined;
}
