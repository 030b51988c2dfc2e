import { acknowledge, findEscalation } from '#core/escalation/acknowledge.ts';
import { returnEscalation } from '#core/escalation/return.ts';
import { untilShiftEnd } from '#core/escalation/shift-end.ts';
import type { PersonId } from '#core/ids.ts';
import { decideDispute, openDispute } from '#core/leg/dispute.ts';
import { finishLeg } from '#core/leg/finish-leg.ts';
import { acknowledgeLegHandBack, handBackLeg } from '#core/leg/hand-back-leg.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import { inBusiness, tookInBusiness } from '#core/leg/leg-time.ts';
import { openLeg } from '#core/leg/open-leg.ts';
import { raisePingPong } from '#core/leg/ping-pong.ts';
import { passOn } from '#core/leg/run-leg.ts';
import { never, refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

type Answer = Exclude<LegCommand, { type: 'open_leg' | 'open_dispute' }>;
type OpenLeg = Exclude<Leg, { status: 'ended' }>;

/** Verbs of legs. */
export function handOver(draft: Draft, command: LegCommand, by: PersonId): Outcome {
  if (command.type === 'open_leg') return openLeg(draft, command, by) ?? raisePingPong(draft);
  if (command.type === 'open_dispute') return openDispute(draft, command, by);
  const leg = draft.ticket.legs.find(({ id }) => id === command.legId);
  if (leg === undefined) return refuse('leg_unknown');
  if (leg.status === 'ended') return refuse('leg_over');
  return answer(draft, leg, command, by);
}

function answer(draft: Draft, leg: OpenLeg, command: Answer, by: PersonId): Outcome {
  switch (command.type) {
    case 'acknowledge_leg':
      return acknowledgeLeg(draft, leg, by);
    case 'return_leg':
      return returnLeg(draft, leg, command, by) ?? raisePingPong(draft);
    case 'decide_dispute':
      return decideDispute(draft, leg, command, by);
    case 'finish_leg':
      if (leg.reason === 'dispute') return refuse('decision_missing');
      return finishLeg(draft, leg, by);
    case 'hand_back_leg':
      return handBackLeg(draft, leg, command, by);
    case 'acknowledge_leg_hand_back':
      return acknowledgeLegHandBack(draft, leg, by);
    case 'withdraw_leg':
      if (leg.openedBy !== by) return refuse('not_opener', leg.openedBy === null ? {} : { by: leg.openedBy });
      draft.emit({ type: 'leg_ended', legId: leg.id, why: 'withdrawn', by });
      return undefined;
    default:
      return never(command);
  }
}

/** Of two who press at once the second learns who holds it. Whoever takes what a step offers takes the escalation. */
function acknowledgeLeg(draft: Draft, leg: OpenLeg, by: PersonId): Outcome {
  if (leg.status === 'acknowledged') return refuse('already_acknowledged', { by: leg.by, at: leg.acknowledgedAt });
  if (!leg.told.includes(by)) return refuse('not_told');
  if (leg.step !== null) {
    return acknowledge(draft, { type: 'acknowledge', escalationId: leg.step.escalationId }, by);
  }
  const height = draft.context.facts.roster.find(({ id }) => id === by)?.tier ?? 0;
  const tookMs = tookInBusiness(draft, leg.openedAt);
  const taken = { height, doBy: inBusiness(draft, leg.doMs), tookMs, ...untilShiftEnd(draft, by) };
  draft.emit({ type: 'leg_acknowledged', legId: leg.id, by, ...taken });
  return undefined;
}

/** Refuses what was offered, or what is being handed back: whoever answered for it goes on. */
function returnLeg(
  draft: Draft,
  leg: OpenLeg,
  command: Extract<Answer, { type: 'return_leg' }>,
  by: PersonId,
): Outcome {
  const { reason, messageId } = command;
  if (leg.step !== null && (leg.status === 'offered' || isHandedBackTo(draft, leg.step.escalationId, by))) {
    const { escalationId } = leg.step;
    return returnEscalation(draft, { type: 'return', escalationId, reason, messageId }, by);
  }
  if (leg.status === 'acknowledged') {
    if (leg.handBack?.to !== by) return refuse('already_acknowledged', { by: leg.by, at: leg.acknowledgedAt });
    draft.emit({ type: 'leg_hand_back_returned', legId: leg.id, by, reason, messageId });
    return undefined;
  }
  if (!leg.told.includes(by)) return refuse('not_told');
  draft.emit({ type: 'leg_returned', legId: leg.id, by, reason, messageId });
  if (leg.told.length > 1) return undefined;
  // a dispute wants somebody: it goes to the next who is neutral
  if (leg.reason === 'dispute') passOn(draft, leg, [by], 'returned');
  else draft.emit({ type: 'leg_ended', legId: leg.id, why: 'returned', by });
  return undefined;
}

function isHandedBackTo(draft: Draft, escalationId: number, by: PersonId): boolean {
  const escalation = findEscalation(draft, escalationId);
  return escalation?.status === 'acknowledged' && escalation.handBack?.to === by;
}
