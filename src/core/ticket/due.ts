import type { Escalation } from '#core/escalation/escalation.ts';
import { clockLookAt } from '#core/sla/clock.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';

export type NextEventKind = 'first_reply' | 'step' | 'last_resort' | 'confirm' | 'close';

export interface NextEvent {
  at: Instant;
  kind: NextEventKind;
}

/** When must Belay look at this ticket again? null only when closed. */
export function dueAt(ticket: Ticket): Instant | null {
  if (ticket.status === 'closed') return null;
  return Math.min(
    ticket.lookAgainAt,
    ticket.status === 'solved' ? ticket.closesAt : NEVER,
    ...ticket.clocks.map(clockLookAt),
    ...ticket.escalations.map(escalationLookAt),
  );
}

/** When Belay must look at this escalation again. */
export function escalationLookAt(escalation: Escalation): Instant {
  switch (escalation.status) {
    case 'climbing':
    case 'last_resort':
      return escalation.nextAt;
    case 'acknowledged':
      return escalation.reminded ? escalation.confirmBy : Math.min(escalation.remindAt, escalation.confirmBy);
    case 'ended':
      return NEVER;
  }
}

/**
 * What people see and sort by; null when nothing lies ahead that anybody waits for (Belay looks again all the same).
 * A target that was missed and is still owed stays first: its moment lies in the past.
 */
export function nextEvent(ticket: Ticket): NextEvent | null {
  if (ticket.status === 'closed') return null;
  const events: NextEvent[] = [...clockEvents(ticket), ...ticket.escalations.flatMap(escalationEvent)];
  if (ticket.status === 'solved') events.push({ at: ticket.closesAt, kind: 'close' });
  return events.toSorted((one, other) => one.at - other.at)[0] ?? null;
}

function clockEvents(ticket: Ticket): NextEvent[] {
  return ticket.clocks.flatMap((clock) =>
    clock.state === 'running' && clock.dueAt !== null ? [{ at: clock.dueAt, kind: clock.kind }] : [],
  );
}

function escalationEvent(escalation: Escalation): NextEvent[] {
  switch (escalation.status) {
    case 'climbing':
      return [{ at: escalation.nextAt, kind: 'step' }];
    case 'last_resort':
      return [{ at: escalation.nextAt, kind: 'last_resort' }];
    case 'acknowledged':
      return [{ at: escalation.confirmBy, kind: 'confirm' }];
    case 'ended':
      return [];
  }
}
