import type { PersonId } from '#core/ids.ts';
import { isLent } from '#core/leg/step-leg.ts';
import type { Held } from '#core/leg/leg.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/**
 * Who answers for the ticket now: whoever acknowledged last of the holder of its newest escalation and the holder of its
 * highest hierarchical leg, else the assignee, else its team. Who helps sideways answers for their part only, also when
 * a step asked them to.
 */
export function responsibleFor(
  ticket: Ticket,
): { personId: PersonId; because: 'acknowledged' | 'assigned' } | { personId: null; because: 'team' } {
  const helping = ticket.legs.filter(({ direction }) => direction === 'functional');
  const held = ticket.escalations.findLast(
    (escalation) => escalation.status === 'acknowledged' && !helping.some((leg) => isLent(leg, escalation)),
  );
  const leg = highestLeg(ticket);
  const raised = held?.status === 'acknowledged' ? held : null;
  const holder = leg !== null && leg.acknowledgedAt >= (raised?.acknowledgedAt ?? 0) ? leg : raised;
  if (holder !== null) return { personId: holder.by, because: 'acknowledged' };
  return ticket.assigneeId === null
    ? { personId: null, because: 'team' }
    : { personId: ticket.assigneeId, because: 'assigned' };
}

/** Of the hierarchical legs that somebody holds, the one highest up the tiers; of two as high, the newer. */
function highestLeg({ legs }: Ticket): Held | null {
  const held = legs.filter((leg) => leg.status === 'acknowledged' && leg.direction === 'hierarchical') as Held[];
  return held.toSorted((one, other) => other.height - one.height || other.id - one.id)[0] ?? null;
}
