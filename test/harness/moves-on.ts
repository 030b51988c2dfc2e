import type { Escalation } from '#core/escalation/escalation.ts';
import { legLookAt } from '#core/leg/leg-time.ts';
import { escalationLookAt } from '#core/ticket/due.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** When Belay looks at an escalation again: by itself, or by the leg through which somebody holds it. */
export function movesOnAt(ticket: Ticket, escalation: Escalation): Instant {
  const legs = ticket.legs.filter(({ step }) => step?.escalationId === escalation.id);
  return Math.min(
    escalationLookAt(escalation, ticket.maintenanceUntil),
    ...(escalation.status === 'acknowledged' ? legs.map((leg) => legLookAt(leg, ticket)) : []),
  );
}
