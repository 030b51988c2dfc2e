import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/**
 * Planned work is known to be why the ticket waits: triggers, steps and reminders wait until it ends, and then go out.
 * No SLA clock hears of it.
 */
export function beginMaintenance(draft: Draft, until: Instant, by: PersonId): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  if (until <= draft.context.now) return refuse('moment_past');
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
