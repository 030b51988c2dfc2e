import type { LegView } from '#contract/leg.ts';
import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { NameOf } from './escalation-view.ts';
import type { WhyNot } from './may.ts';

/** Everyone a ticket's legs name. */
export const namedByLegs = (legs: Leg[]): PersonId[] =>
  legs.flatMap((leg) => [
    ...(leg.openedBy === null ? [] : [leg.openedBy]),
    ...leg.asked,
    ...(leg.status === 'acknowledged' && leg.handBack !== null ? [leg.handBack.to] : []),
  ]);

/** A leg with names, and what the reader may do to it now. What a step offers waits as long as its climb does. */
export const legView = (leg: Leg, { escalations }: Ticket, nameOf: NameOf, why: WhyNot): LegView => {
  const climb = escalations.find((each) => each.status === 'climbing' && each.id === leg.step?.escalationId);
  const offered = leg.status === 'offered' ? leg : null;
  const held = leg.status === 'acknowledged' ? leg : null;
  const ended = leg.status === 'ended' ? leg : null;
  return {
    id: leg.id,
    direction: leg.direction,
    status: leg.status,
    reason: leg.reason,
    messageId: leg.messageId,
    openedBy: leg.openedBy === null ? null : nameOf(leg.openedBy),
    step: leg.step === null ? null : { escalationId: leg.step.escalationId, stepIndex: leg.step.stepIndex },
    openedAt: leg.openedAt,
    told: offered === null ? [] : (climb?.told ?? offered.told).map(nameOf),
    acceptBy: offered === null ? null : climb?.status === 'climbing' ? climb.nextAt : offered.acceptBy,
    acknowledgedBy: held === null ? null : nameOf(held.by),
    acknowledgedAt: held?.acknowledgedAt ?? null,
    doBy: held?.doBy ?? null,
    lapsesAt: held?.lapsesAt ?? null,
    handBack:
      held === null || held.handBack === null
        ? null
        : {
            to: nameOf(held.handBack.to),
            at: held.handBack.at,
            reason: held.handBack.reason,
            acceptBy: held.handBack.acceptBy,
          },
    returns: leg.returns.map(({ by, at, reason }) => ({ by: nameOf(by), at, reason })),
    endedAt: ended?.endedAt ?? null,
    endedWhy: ended?.why ?? null,
    against: againstOf(leg),
    decision: leg.decision,
    acceptedInMs: leg.acceptedInMs,
    doneInMs: leg.doneInMs,
    may: {
      acknowledge: why({ type: 'acknowledge_leg', legId: leg.id }),
      return: why({ type: 'return_leg', legId: leg.id, reason: 'no_time', messageId: null }),
      finish: why({ type: 'finish_leg', legId: leg.id }),
      handBack: why({ type: 'hand_back_leg', legId: leg.id, to: null, reason: 'part_done', messageId: null }),
      acknowledgeHandBack: why({ type: 'acknowledge_leg_hand_back', legId: leg.id }),
      decide: why({ type: 'decide_dispute', legId: leg.id, decision: 'for_neither', messageId: null }),
      withdraw: why({ type: 'withdraw_leg', legId: leg.id }),
    },
  };
};

/** The other side of a dispute. */
const againstOf = ({ reason, target }: Leg): LegView['against'] =>
  reason === 'dispute' && (target.type === 'person' || target.type === 'team') ? target : null;
