import { recheckApprovals } from '#core/approval/run-approvals.ts';
import { stepApprovalOf } from '#core/approval/step-approval.ts';
import { climb } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { moveLegsOn } from '#core/leg/run-leg.ts';
import { endStepLeg } from '#core/leg/step-leg.ts';
import type { PersonId } from '#core/ids.ts';
import { mayHold, type RosterPerson } from '#core/people/roster.ts';
import { routingOf, withdrawOffer } from '#core/routing/offer.ts';
import { proposeAssignee } from '#core/routing/propose-assignee.ts';
import { noticeAbsence } from '#core/signal/notice.ts';
import type { Draft } from '#core/ticket/draft.ts';

/**
 * Something changed about the people around a ticket: what was offered to somebody who left is offered to the next, what
 * somebody absent holds goes to who stands in, else back to the team; what they acknowledged, or alone were called for,
 * climbs on.
 */
export function recheck(draft: Draft): void {
  if (draft.ticket.status === 'closed') return;
  withdrawOffer(draft);
  moveLegsOn(draft);
  for (const escalation of draft.ticket.escalations) {
    if (escalation.status === 'climbing') callOthers(draft, escalation);
    if (escalation.status !== 'acknowledged') continue;
    const { id: escalationId, by, handBack } = escalation;
    if (handBack !== null && isGone(draft, handBack.to)) {
      draft.emit({ type: 'hand_back_withdrawn', escalationId, to: handBack.to });
    }
    if (!isGone(draft, by)) continue;
    endStepLeg(draft, escalation, 'expired', null);
    draft.emit({ type: 'acknowledgement_lapsed', escalationId, by });
    climb(draft, escalationId, 'acknowledgement_lapsed', draft.context.now);
  }
  recheckApprovals(draft);
  moveOn(draft);
}

/** A step that waits for nobody who is left is not waited for; what it asks to be allowed goes on to others by itself. */
function callOthers(draft: Draft, escalation: Escalation): void {
  const { id, told, silence } = escalation;
  if (silence !== null || told.length === 0 || !told.every((person) => isGone(draft, person))) return;
  if (stepApprovalOf(draft.ticket, escalation) !== undefined) return;
  climb(draft, id, 'called_left', draft.context.now);
}

function moveOn(draft: Draft): void {
  const { ticket, context } = draft;
  const { assigneeId, teamId, excludedIds, tier } = ticket;
  if (assigneeId === null || ticket.status === 'solved' || !isGone(draft, assigneeId)) return;
  const { roster } = context.facts;
  const standInId = find(draft, assigneeId)?.standInId ?? null;
  const standIn = standInId === null ? undefined : find(draft, standInId);
  if (standIn !== undefined && mayHold(standIn) && !excludedIds.includes(standIn.id)) {
    draft.emit({ type: 'assigned', assigneeId: standIn.id, teamId, by: null, why: { code: 'stands_in' } });
    return;
  }
  const isPushed = routingOf(draft)?.mode === 'push';
  const person = isPushed
    ? null
    : proposeAssignee(teamId, roster, { excludedIds: [...excludedIds, assigneeId], at: tier });
  draft.emit({ type: 'assigned', assigneeId: person?.id ?? null, teamId, by: null, why: { code: 'holder_away' } });
  // a team that offers its tickets goes on asking
  if (person === null && !isPushed) noticeAbsence(draft);
}

function find(draft: Draft, personId: PersonId): RosterPerson | undefined {
  return draft.context.facts.roster.find(({ id }) => id === personId);
}

/** Known to be unable to hold anything; of whom nothing is known, nothing follows. */
function isGone(draft: Draft, personId: PersonId): boolean {
  const person = find(draft, personId);
  return person !== undefined && !mayHold(person);
}
