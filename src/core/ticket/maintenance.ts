import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { DAY, type Duration } from '#core/time.ts';

/** Nobody plans to leave a customer alone for longer; whoever must, says so again. */
export const LONGEST_MAINTENANCE: Duration = 14 * DAY;

/**
 * Planned work is known to be why the ticket waits: triggers, steps and reminders wait until it ends, and then go out.
 * No SLA clock hears of it.
 */
export function beginMaintenance(
  draft: Draft,
  { until, longestMs }: Extract<TicketCommand, { type: 'begin_maintenance' }>,
  by: PersonId,
): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  if (until <= draft.context.now) return refuse('moment_past');
  if (longestMs !== undefined && until > draft.context.now + longestMs) return refuse('moment_far');
  draft.emit({ type: 'maintenance_began', by, until });
  return undefined;
}

/** It ends before its time; what waited is due at once. */
export function endMaintenance(draft: Draft, by: PersonId): Outcome {
  const { maintenanceUntil } = draft.ticket;
  if (maintenanceUntil === null || maintenanceUntil <= draft.context.now) return refuse('not_in_maintenance');
  draft.emit({ type: 'maintenance_ended', by });
  return undefined;
}
