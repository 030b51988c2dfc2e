import { approvalLookAt, stepApprovalOf } from '#core/approval/step-approval.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { legLookAt } from '#core/leg/leg-time.ts';
import { escalationLookAt } from '#core/ticket/due.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';

/** When Belay looks at an escalation again: by itself, or by what its step asks, or hands to whoever holds it. */
export function movesOnAt(ticket: Ticket, escalation: Escalation): Instant {
  const legs = ticket.legs.filter(({ step }) => step?.escalationId === escalation.id);
  const asked = stepApprovalOf(ticket, escalation);
  return Math.min(
    asked === undefined ? NEVER : approvalLookAt(asked, ticket),
    escalationLookAt(escalation, ticket),
    ...(escalation.status === 'acknowledged' ? legs.map((leg) => legLookAt(leg, ticket)) : []),
  );
}
