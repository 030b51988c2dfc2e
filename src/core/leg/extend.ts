import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import type { Draft } from '#core/ticket/draft.ts';

/** Visible work by the holder gives every leg that person holds its whole time again. */
export function extendByWork(draft: Draft, by: PersonId): void {
  for (const leg of draft.ticket.legs) {
    // a dispute is to be decided by its time, whatever else is done
    if (leg.status === 'acknowledged' && leg.by === by && leg.reason !== 'dispute') extendLeg(draft, leg, by);
  }
}

/** Gives a leg its whole time again. */
export function extendLeg(draft: Draft, { id: legId, doMs }: Leg, by: PersonId): void {
  draft.emit({ type: 'leg_extended', legId, by, doBy: inBusiness(draft, doMs) });
}
