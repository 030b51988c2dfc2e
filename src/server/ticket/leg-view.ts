import type { LegView } from '#contract/leg.ts';
import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { NameOf } from './escalation-view.ts';
import type { WhyNot } from './may.ts';

/** Everyone a ticket's legs name. */
export const namedByLegs = (legs: Leg[]): PersonId[] => legs.flatMap(({ openedBy, asked }) => [openedBy, ...asked]);

/** A leg with names, and what the reader may do to it now. */
export const legView = (leg: Leg, nameOf: NameOf, why: WhyNot): LegView => {
  const held = leg.status === 'acknowledged' ? leg : null;
  const ended = leg.status === 'ended' ? leg : null;
  return {
    id: leg.id,
    direction: leg.direction,
    status: leg.status,
    reason: leg.reason,
    messageId: leg.messageId,
    openedBy: nameOf(leg.openedBy),
    openedAt: leg.openedAt,
    told: leg.status === 'offered' ? leg.told.map(nameOf) : [],
    acceptBy: leg.status === 'offered' ? leg.acceptBy : null,
    acknowledgedBy: held === null ? null : nameOf(held.by),
    acknowledgedAt: held?.acknowledgedAt ?? null,
    doBy: held?.doBy ?? null,
    lapsesAt: held?.lapsesAt ?? null,
    returns: leg.returns.map(({ by, at, reason }) => ({ by: nameOf(by), at, reason })),
    endedAt: ended?.endedAt ?? null,
    endedWhy: ended?.why ?? null,
    may: {
      acknowledge: why({ type: 'acknowledge_leg', legId: leg.id }),
      return: why({ type: 'return_leg', legId: leg.id, reason: 'no_time', messageId: null }),
      finish: why({ type: 'finish_leg', legId: leg.id }),
      withdraw: why({ type: 'withdraw_leg', legId: leg.id }),
    },
  };
};
