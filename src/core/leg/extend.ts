import type { PersonId } from '#core/ids.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import type { Draft } from '#core/ticket/draft.ts';

/** Visible work by the holder gives every leg that person holds its whole time again. */
export function extendByWork(draft: Draft, by: PersonId): void {
  for (const leg of draft.ticket.legs) {
    if (leg.status !== 'acknowledged' || leg.by !== by) continue;
    draft.emit({ type: 'leg_extended', legId: leg.id, by, doBy: inBusiness(draft, leg.doMs) });
  }
}
