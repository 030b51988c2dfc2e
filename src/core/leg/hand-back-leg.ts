import { confirmByWork } from '#core/escalation/acknowledge.ts';
import { acknowledgeHandBack, canReceive, handBack, handBacksOf, MOST_HAND_BACKS } from '#core/escalation/hand-back.ts';
import type { PersonId } from '#core/ids.ts';
import { ACCEPT_MS, type Leg } from '#core/leg/leg.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import { isLent } from '#core/leg/step-leg.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { assignedAt } from '#core/ticket/tier.ts';

type HandBackLeg = Extract<LegCommand, { type: 'hand_back_leg' }>;

/**
 * The holder offers a leg to somebody below, with a reason. They answer for it until the receiver acknowledges, who has
 * so much time for it; another offer takes the place of the one before. What a step had lent goes back as its escalation.
 */
export function handBackLeg(draft: Draft, leg: Leg, command: HandBackLeg, by: PersonId): Outcome {
  const { ticket, context } = draft;
  if (leg.status !== 'acknowledged') return refuse('not_acknowledged');
  if (leg.by !== by) return refuse('not_holder', { by: leg.by });
  const { reason, messageId } = command;
  const lent = ticket.escalations.find((escalation) => isLent(leg, escalation));
  if (lent !== undefined) {
    return handBack(draft, { type: 'hand_back', escalationId: lent.id, to: command.to, reason, messageId }, by);
  }
  const times = handBacksOf(ticket);
  if (times >= MOST_HAND_BACKS) return refuse('handed_back_often', { times });
  const to = command.to ?? leg.openedBy ?? ticket.assigneeId;
  if (to === null || to === by) return refuse('receiver_missing');
  if (leg.handBack?.to === to) return refuse('already_offered');
  const mayTake = context.facts.roster.some((person) => person.id === to && canReceive(person));
  if (!mayTake || ticket.excludedIds.includes(to)) return refuse('receiver_unknown');
  const acceptBy = inBusiness(draft, ACCEPT_MS);
  draft.emit({ type: 'leg_hand_back_offered', legId: leg.id, by, to, reason, messageId, acceptBy });
  confirmByWork(draft, by);
  return undefined;
}

/** The receiver takes it: the leg is over. Of a hierarchical one they answer for the ticket from this instant. */
export function acknowledgeLegHandBack(draft: Draft, leg: Leg, by: PersonId): Outcome {
  const lent = draft.ticket.escalations.find((escalation) => isLent(leg, escalation));
  if (lent !== undefined) {
    return acknowledgeHandBack(draft, { type: 'acknowledge_hand_back', escalationId: lent.id }, by);
  }
  if (leg.status !== 'acknowledged' || leg.handBack === null) return refuse('not_handed_back');
  if (leg.handBack.to !== by) return refuse('not_receiver', { to: leg.handBack.to });
  draft.emit({ type: 'leg_ended', legId: leg.id, why: 'handed_back', by });
  const { assigneeId, teamId } = draft.ticket;
  if (leg.direction === 'hierarchical' && assigneeId !== by) {
    const at = assignedAt(draft, { personId: by, teamId }, by);
    draft.emit({ type: 'assigned', assigneeId: by, teamId, by, ...at, why: { code: 'handed_back' } });
  }
  return undefined;
}
