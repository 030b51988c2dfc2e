import { pendingApprovals, type Approval } from '#core/approval/approval.ts';
import { approvalsWithout } from '#core/approval/evolve-approval.ts';
import type { FiredStep } from '#core/escalation/escalation.ts';
import type { TicketId } from '#core/ids.ts';
import type { MergeEvent } from '#core/merge/merge-event.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

type MergedIn = Extract<MergeEvent, { type: 'merged_in' }>;
type Carried = NonNullable<MergedIn['approvals']>;

/**
 * Lets what a merged ticket waits to be allowed go on here as it stands, so that a merge is no way round a yes. What a
 * step asked in nobody's name is over where its climb does not go on.
 */
export function joinApprovals(draft: Draft, other: Ticket, climbs: MergedIn['carried']): Carried {
  return pendingApprovals(other.approvals).flatMap((their) => {
    const step = stepHere(draft.ticket, other, their.step, climbs);
    if (step === null && their.askedBy === null) return [];
    const here = draft.ticket.approvals.length + 1;
    carryApproval(draft, { ...their, id: here, step }, other.id);
    return [{ there: their.id, here }];
  });
}

/** The place here of the step that called for it; null when none did, or when its climb does not go on here. */
export function stepHere(
  { escalations }: Ticket,
  other: Ticket,
  step: FiredStep | null,
  climbs: MergedIn['carried'],
): FiredStep | null {
  const climb = climbs.find(({ there }) => there === step?.escalationId);
  if (step === null || climb === undefined) return null;
  const [asking, replaced] = [
    other.escalations.find(({ id }) => id === climb.there),
    escalations.find(({ id }) => id === climb.replaced),
  ];
  // one that has climbed on since waits for it no longer, here as there
  const firing = asking?.firing === step.firing ? Math.max(step.firing, replaced?.firing ?? 0) : step.firing;
  return { ...step, escalationId: climb.here, firing };
}

/** Lets an approval go on here as it stands; a seat of somebody who is kept away from here goes on to others. */
export function carryApproval(draft: Draft, approval: Approval, otherId: TicketId | null): void {
  const { ticket, context } = draft;
  const without = ticket.excludedIds.reduce((all, person) => approvalsWithout(all, person, context.now), [approval]);
  draft.emit({ type: 'approval_carried_over', approvalId: approval.id, approval: without[0] ?? approval, otherId });
}

/**
 * What waited to be allowed when the ticket was closed waits again, or is decided as it was meanwhile in the ticket that
 * had taken it in.
 */
export function takeApprovalsUp(
  draft: Draft,
  before: Ticket | null,
  merge: { event: MergedIn; into: Ticket } | null,
): void {
  for (const approval of pendingApprovals(before?.approvals ?? [])) {
    const here = merge?.event.approvals?.find(({ there }) => there === approval.id)?.here;
    const there = merge?.into.approvals.find(({ id }) => id === here);
    carryApproval(
      draft,
      there === undefined ? approval : { ...there, id: approval.id, step: stepThere(approval.step, there.step) },
      null,
    );
  }
}

/** The same on the way back, of what stands there by now. */
export function stepThere(step: FiredStep | null, there: FiredStep | null): FiredStep | null {
  return step === null || there === null ? step : { ...there, escalationId: step.escalationId };
}

/** What the other ticket had brought waits there again. */
export function giveApprovalsBack(draft: Draft, { approvals = [] }: MergedIn): void {
  for (const { id: approvalId } of pendingApprovals(draft.ticket.approvals)) {
    if (!approvals.some(({ here }) => here === approvalId)) continue;
    draft.emit({ type: 'approval_ended', approvalId, why: 'unmerged', by: null });
  }
}
