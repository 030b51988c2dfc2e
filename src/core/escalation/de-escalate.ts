import { findEscalation } from '#core/escalation/acknowledge.ts';
import { withdrawParts } from '#core/escalation/withdraw-parts.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** Ends an escalation because its reason is gone. The ticket stays open, with whoever it is assigned to; no clock stops. */
export function deEscalate(
  draft: Draft,
  { escalationId, reason, messageId }: Extract<TicketCommand, { type: 'de_escalate' }>,
  by: PersonId,
): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  draft.emit({ type: 'escalation_ended', escalationId, why: 'de_escalated', because: { by, reason, messageId } });
  withdrawParts(draft, escalationId, by);
  return undefined;
}
