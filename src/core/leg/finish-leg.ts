import { loan } from '#core/escalation/acknowledge.ts';
import { escalationOf } from '#core/escalation/climb.ts';
import { heirOf } from '#core/escalation/heir.ts';
import { untilShiftEnd } from '#core/escalation/shift-end.ts';
import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import { tookInBusiness } from '#core/leg/leg-time.ts';
import { isLent } from '#core/leg/step-leg.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/**
 * The holder has done their part. Where a step had handed it over, what is left of the escalation lies with the
 * assignee, as a loan like any other, so that a part that is done does not leave the requester to nobody.
 */
export function finishLeg(draft: Draft, leg: Leg, by: PersonId): Outcome {
  if (leg.status !== 'acknowledged') return refuse('not_acknowledged');
  if (leg.by !== by) return refuse('not_holder', { by: leg.by });
  const lent = draft.ticket.escalations.find((escalation) => isLent(leg, escalation));
  const tookMs = tookInBusiness(draft, leg.acknowledgedAt);
  draft.emit({ type: 'leg_ended', legId: leg.id, why: 'done', by, tookMs });
  if (lent !== undefined) leaveTo(draft, lent.id, by);
  return undefined;
}

function leaveTo(draft: Draft, escalationId: number, from: PersonId): void {
  const to = heirOf(draft, [draft.ticket.assigneeId]) ?? from;
  const lent = loan(draft, escalationOf(draft, escalationId));
  if (to === from) draft.emit({ type: 'acknowledgement_confirmed', escalationId, by: from, ...lent });
  else draft.emit({ type: 'escalation_left', escalationId, from, to, ...lent, ...untilShiftEnd(draft, to) });
}
