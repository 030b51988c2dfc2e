import { withdrawStepApprovals } from '#core/approval/step-approval.ts';
import { confirmByWork, findEscalation } from '#core/escalation/acknowledge.ts';
import { endStepLeg } from '#core/leg/step-leg.ts';
import type { PersonId } from '#core/ids.ts';
import { can } from '#core/people/can.ts';
import { mayHold, type RosterPerson } from '#core/people/roster.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { assignedAt } from '#core/ticket/tier.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

type Named<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

/** A ticket that came down so often does not belong below. */
export const MOST_HAND_BACKS = 3;

/**
 * The holder offers what they have to somebody below, with a reason. They answer for it until the receiver
 * acknowledges; another offer takes the place of the one before.
 */
export function handBack(draft: Draft, command: Named<'hand_back'>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  const { escalationId, reason, messageId } = command;
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status !== 'acknowledged') return refuse('not_acknowledged');
  if (escalation.by !== by) return refuse('not_holder', { by: escalation.by });
  const times = handBacksOf(ticket);
  if (times >= MOST_HAND_BACKS) return refuse('handed_back_often', { times });
  const to = command.to ?? ticket.assigneeId;
  if (to === null || to === by) return refuse('receiver_missing');
  if (escalation.handBack?.to === to) return refuse('already_offered');
  const mayTake = context.facts.roster.some((person) => person.id === to && canReceive(person));
  if (!mayTake || ticket.excludedIds.includes(to)) return refuse('receiver_unknown');
  draft.emit({ type: 'hand_back_offered', escalationId, by, to, reason, messageId });
  confirmByWork(draft, by);
  return undefined;
}

/** How often the ticket came down already, as an escalation or as a leg that a person opened. */
export function handBacksOf({ escalations, legs }: Ticket): number {
  const ends = [...escalations, ...legs.filter(({ step }) => step === null)];
  return ends.filter((each) => each.status === 'ended' && each.why === 'handed_back').length;
}

/** Whether somebody can be told of an offer and may take it. */
export function canReceive(person: RosterPerson): boolean {
  const { id: personId, role, teamIds, leadOf } = person;
  return mayHold(person) && can({ kind: 'person', personId, role, teamIds, leadOf }, 'ticket.acknowledge');
}

/** The receiver takes it: the escalation ends, and from this instant they answer for the ticket. No clock stops. */
export function acknowledgeHandBack(
  draft: Draft,
  { escalationId }: Named<'acknowledge_hand_back'>,
  by: PersonId,
): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status !== 'acknowledged' || escalation.handBack === null) return refuse('not_handed_back');
  if (escalation.handBack.to !== by) return refuse('not_receiver', { to: escalation.handBack.to });
  draft.emit({ type: 'hand_back_acknowledged', escalationId, by, from: escalation.by });
  draft.emit({ type: 'escalation_ended', escalationId, why: 'handed_back' });
  endStepLeg(draft, escalation, 'handed_back', by);
  withdrawStepApprovals(draft, escalationId);
  const { assigneeId, teamId } = draft.ticket;
  if (assigneeId !== by) {
    const at = assignedAt(draft, { personId: by, teamId }, by);
    draft.emit({ type: 'assigned', assigneeId: by, teamId, by, ...at, why: { code: 'handed_back' } });
  }
  return undefined;
}
