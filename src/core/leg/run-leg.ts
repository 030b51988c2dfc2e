import { trigger } from '#core/escalation/trigger.ts';
import type { PersonId } from '#core/ids.ts';
import { above } from '#core/leg/above.ts';
import type { Leg, LegPass } from '#core/leg/leg.ts';
import { inBusiness, legLookAt } from '#core/leg/leg-time.ts';
import { never } from '#core/result.ts';
import type { Draft } from '#core/ticket/draft.ts';
import { HOUR, type Duration, type Instant } from '#core/time.ts';

/** After the reminder the holder has so long to show a sign of work; business hours. */
const LAPSES_AFTER: Duration = HOUR;

/** Moves on every leg whose moment is at or before `upTo`: one move each, however late the look. */
export function runLegs(draft: Draft, upTo: Instant): void {
  for (const leg of draft.ticket.legs) {
    if (legLookAt(leg, draft.ticket.maintenanceUntil) <= upTo) runLeg(draft, leg);
  }
}

function runLeg(draft: Draft, leg: Leg): void {
  switch (leg.status) {
    case 'offered':
      return passOn(draft, leg, leg.told, 'not_accepted');
    case 'acknowledged':
      if (leg.lapsesAt !== null) return passOn(draft, leg, [leg.by], 'not_done');
      return draft.emit({
        type: 'leg_reminded',
        legId: leg.id,
        by: leg.by,
        lapsesAt: inBusiness(draft, LAPSES_AFTER),
      });
    case 'ended':
      return undefined;
    default:
      return never(leg);
  }
}

/** Offers the leg to whoever stands above those who had it. When nobody is left it expires, and the ticket climbs. */
export function passOn(draft: Draft, leg: Leg, having: PersonId[], cause: LegPass): void {
  const { ticket, context } = draft;
  // a leg that nobody may take any more goes on from those who were asked last
  const from = having.length > 0 ? having : leg.asked.slice(-1);
  const told = above(leg, from, ticket, context.facts.roster);
  if (told.length > 0) {
    const acceptBy = inBusiness(draft, leg.acceptMs);
    draft.emit({ type: 'leg_passed_on', legId: leg.id, told, cause, acceptBy });
    return;
  }
  draft.emit({ type: 'leg_ended', legId: leg.id, why: 'expired', by: null });
  trigger(draft, { type: 'signal', kind: 'silence', evidence: [], confidence: 1 }, context.now);
}

/** Nobody needs the open legs any more: the ticket is solved or closed. */
export function withdrawLegs(draft: Draft): void {
  for (const { id: legId, status } of draft.ticket.legs) {
    if (status !== 'ended') draft.emit({ type: 'leg_ended', legId, why: 'withdrawn', by: null });
  }
}

/** What the legs lose with somebody who is kept away from now on goes to others at once. */
export function takeLegsFrom(draft: Draft, before: Leg[], person: PersonId): void {
  for (const leg of before) {
    const onlyOne = leg.status === 'offered' && leg.told.length === 1 && leg.told[0] === person;
    const holds = leg.status === 'acknowledged' && leg.by === person;
    if (onlyOne || holds) passOn(draft, leg, [person], 'excluded');
  }
}
