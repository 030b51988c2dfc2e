import type { TicketId } from '#core/ids.ts';
import { legsWithout } from '#core/leg/evolve-leg.ts';
import type { Leg } from '#core/leg/leg.ts';
import { takeLegsFrom } from '#core/leg/run-leg.ts';
import { stepHere, stepThere } from '#core/merge/join-approvals.ts';
import type { MergeEvent } from '#core/merge/merge-event.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

type MergedIn = Extract<MergeEvent, { type: 'merged_in' }>;

/**
 * Lets what a merged ticket had handed to others go on here as it stands. What a step only offered is over where its climb
 * does not go on; what somebody took is theirs all the same.
 */
export function joinLegs(draft: Draft, other: Ticket, climbs: MergedIn['carried']): NonNullable<MergedIn['legs']> {
  return openLegs(other).flatMap((their) => {
    const step = stepHere(draft.ticket, other, their.step, climbs);
    if (their.step !== null && step === null && their.status === 'offered') return [];
    const here = draft.ticket.legs.length + 1;
    carryLeg(draft, { ...their, id: here, step }, other.id);
    return [{ there: their.id, here }];
  });
}

/** Lets a leg go on here as it stands; what somebody has of it who is kept away from here goes on to others. */
function carryLeg(draft: Draft, leg: Leg, otherId: TicketId | null): void {
  const { excludedIds } = draft.ticket;
  const { now } = draft.context;
  const without = excludedIds.reduce<Leg[]>((legs, person) => legsWithout(legs, person, now), [leg])[0] ?? leg;
  draft.emit({ type: 'leg_carried_over', legId: leg.id, leg: without, otherId });
  for (const person of excludedIds) takeLegsFrom(draft, [leg], person);
}

/** What others had when the ticket was closed is theirs again, as it stands by now in the ticket that had taken it in. */
export function takeLegsUp(draft: Draft, before: Ticket | null, merge: { event: MergedIn; into: Ticket } | null): void {
  for (const leg of before === null ? [] : openLegs(before)) {
    const here = merge?.event.legs?.find(({ there }) => there === leg.id)?.here;
    const there = merge?.into.legs.find(({ id }) => id === here);
    const step = there === undefined ? leg.step : there.step === null ? null : stepThere(leg.step, there.step);
    carryLeg(draft, { ...(there ?? leg), id: leg.id, step }, null);
  }
}

/** What the other ticket had brought goes on there again. */
export function giveLegsBack(draft: Draft, { legs = [] }: MergedIn): void {
  for (const { id: legId } of openLegs(draft.ticket)) {
    if (legs.some(({ here }) => here === legId)) draft.emit({ type: 'leg_ended', legId, why: 'unmerged', by: null });
  }
}

function openLegs({ legs }: Ticket): Leg[] {
  return legs.filter(({ status }) => status !== 'ended');
}
