import type { VersionId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import { adoptPolicy, applyCalendar, renewedBy } from '#core/sla/retarget.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

type Named = Extract<TicketCommand, { type: 'apply_policy' | 'apply_calendar' }>;

/**
 * Measures the ticket by another policy or other hours from now on. What was used, what was missed and how often stays.
 */
export function remeasure(draft: Draft, command: Named): Outcome {
  const { status, policyVersionId, calendarVersionId } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (command.type === 'apply_calendar') {
    if (command.renews === true) return renew(draft, command.calendarVersionId);
    if (command.calendarVersionId === calendarVersionId) return refuse('same_calendar');
    applyCalendar(draft, command.calendarVersionId);
    return undefined;
  }
  const hours = command.calendarVersionId ?? null;
  if (command.policyVersionId === policyVersionId && hours === calendarVersionId) return refuse('same_policy');
  adoptPolicy(draft, { type: 'policy_applied', from: policyVersionId, to: command.policyVersionId });
  if (hours !== null) applyCalendar(draft, hours);
  return undefined;
}

function renew(draft: Draft, calendarVersionId: VersionId): Outcome {
  const from = renewedBy(draft, calendarVersionId);
  if (from.length === 0) return refuse('same_calendar');
  applyCalendar(draft, calendarVersionId, from);
  return undefined;
}
