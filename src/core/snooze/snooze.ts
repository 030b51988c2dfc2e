import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { SnoozeCommand } from '#core/snooze/snooze-event.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, NEVER, type Duration, type Instant } from '#core/time.ts';

/** Nobody remembers why longer than that. */
export const LONGEST_SNOOZE: Duration = 90 * DAY;

/** Put aside by somebody until a moment. */
export interface Snooze {
  by: PersonId;
  until: Instant;
}

/**
 * Puts the ticket aside until a moment that lies before everything that is due: its clocks run on, and a snooze never
 * hides a miss. A further one takes the place of the one before.
 */
export function snooze(draft: Draft, command: SnoozeCommand, by: PersonId): Outcome {
  const { ticket, context } = draft;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (command.type === 'end_snooze') {
    if (ticket.snooze === null) return refuse('not_snoozed');
    draft.emit({ type: 'snooze_ended', why: 'by_hand' });
    return undefined;
  }
  const { until } = command;
  if (ticket.status === 'solved') return refuse('ticket_solved');
  if (until <= context.now) return refuse('moment_past');
  if (until - context.now > LONGEST_SNOOZE) return refuse('snooze_too_long');
  const due = nextMiss(ticket);
  if (until > due) return refuse('snooze_past_due', { due });
  draft.emit({ type: 'snoozed', by, until });
  return undefined;
}

/** The first moment at which a clock that runs would be missed. */
function nextMiss({ clocks }: Ticket): Instant {
  const due = clocks.map((clock) =>
    clock.state === 'running' && clock.breachedAt === null ? (clock.dueAt ?? NEVER) : NEVER,
  );
  return Math.min(NEVER, ...due);
}

/** Wakes a ticket whose time has come by `upTo`. */
export function runSnooze(draft: Draft, upTo: Instant): void {
  const { snooze: put } = draft.ticket;
  if (put !== null && put.until <= upTo) draft.emit({ type: 'snooze_ended', why: 'time' });
}

/** What wakes a ticket before its time: somebody writes, something is missed or called for, it is given to somebody. */
const WAKES: ReadonlySet<TicketEvent['type']> = new Set<TicketEvent['type']>([
  'snooze_ended',
  'target_at_risk',
  'target_breached',
  'escalation_started',
  'escalation_carried_over',
  'step_reached',
  'promise_broken',
  'reply_failed',
  'reply_retracted',
  'assigned',
  'status_changed',
  'ticket_solved',
  'ticket_closed',
  'ticket_reopened',
  'merged_in',
]);

/** Whether somebody still leaves the ticket aside after an event. */
export function snoozeAfter(before: Snooze | null, event: TicketEvent): Snooze | null {
  if (event.type === 'snoozed') return { by: event.by, until: event.until };
  if (event.type === 'message_received') return event.kind === 'message' ? null : before;
  return WAKES.has(event.type) ? null : before;
}
