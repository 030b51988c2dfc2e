import { withdrawStepApprovals } from '#core/approval/step-approval.ts';
import type { PersonId } from '#core/ids.ts';
import { withdrawStepLegs } from '#core/leg/step-leg.ts';
import type { Draft } from '#core/ticket/draft.ts';

/** Nobody needs any more what the steps of an escalation had handed over, or asked people to allow. */
export function withdrawParts(draft: Draft, escalationId: number, by: PersonId | null): void {
  withdrawStepLegs(draft, escalationId, by);
  withdrawStepApprovals(draft, escalationId);
}
