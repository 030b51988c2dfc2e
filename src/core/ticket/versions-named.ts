import type { VersionId } from '#core/ids.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Every version of rules that a ticket goes by. */
export function versionsNamed(ticket: Ticket): VersionId[] {
  return [
    ticket.policyVersionId,
    ...[ticket.pathVersionId ?? [], ticket.calendarVersionId ?? []].flat(),
    ...ticket.calendarRenewals.map(({ to }) => to),
    ...ticket.clocks.map((clock) => clock.calendarVersionId),
    ...ticket.escalations.map((escalation) => escalation.pathVersionId),
  ];
}
