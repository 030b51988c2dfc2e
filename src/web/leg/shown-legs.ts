import type { LegView } from '#contract/leg.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { liveEscalation } from '#web/escalation/live-escalation.ts';

/** Parts that are under way; whom a step of the climb calls for one, the line of the climb says already. */
export function shownLegs(ticket: TicketDetail): LegView[] {
  const climbId = liveEscalation(ticket)?.id;
  return ticket.legs.filter(
    ({ status, step }) =>
      status === 'acknowledged' || (status === 'offered' && (step === null || step.escalationId !== climbId)),
  );
}
