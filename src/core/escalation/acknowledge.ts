import { climb } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { after } from '#core/escalation/wait.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** Somebody takes an escalation: the step timer stops, no SLA clock does. It is a loan that must be confirmed. */
export function acknowledge(draft: Draft, escalationId: number, by: PersonId): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status === 'acknowledged') {
    return refuse('already_acknowledged', { by: escalation.by, at: escalation.acknowledgedAt });
  }
  draft.emit({ type: 'escalation_acknowledged', escalationId, by, ...loan(draft, escalation) });
  return undefined;
}

/** The holder says "still mine"; the loan is renewed. */
export function confirm(draft: Draft, escalationId: number, by: PersonId): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status !== 'acknowledged') return refuse('not_acknowledged');
  if (escalation.by !== by) return refuse('not_holder', { by: escalation.by });
  renew(draft, escalation, by);
  return undefined;
}

/** Visible work by the holder (a reply, a note, a change of status) confirms every loan that person holds. */
export function confirmByWork(draft: Draft, by: PersonId): void {
  for (const escalation of draft.ticket.escalations) {
    if (escalation.status === 'acknowledged' && escalation.by === by) renew(draft, escalation, by);
  }
}

/** A loan that was not confirmed in time ends, and the climb goes on at once. */
export function lapse(draft: Draft, escalation: Escalation & { status: 'acknowledged' }): void {
  draft.emit({ type: 'acknowledgement_lapsed', escalationId: escalation.id, by: escalation.by });
  climb(draft, escalation.id, 'acknowledgement_lapsed', escalation.confirmBy);
}

function renew(draft: Draft, escalation: Escalation, by: PersonId): void {
  draft.emit({
    type: 'acknowledgement_confirmed',
    escalationId: escalation.id,
    by,
    ...loan(draft, escalation),
  });
}

function loan(draft: Draft, escalation: Escalation): { remindAt: number; confirmBy: number } {
  const { config, now } = draft.context;
  const path = config.path(escalation.pathVersionId);
  const remindAt = after(now, path.remindAfterMs, path.loanIn, path, config);
  return { remindAt, confirmBy: after(remindAt, path.confirmWithinMs, path.loanIn, path, config) };
}

/** The escalation `id` if the ticket has it. */
export function findEscalation(draft: Draft, id: number): Escalation | undefined {
  return draft.ticket.escalations.find((escalation) => escalation.id === id);
}
