import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

export type NextEventKind = 'first_reply' | 'step' | 'last_resort' | 'confirm' | 'close' | 'look_again';

/** When must Belay look at this ticket again? null only when closed. */
export function dueAt(_ticket: Ticket): Instant | null {
  return null;
}

/** What people see and sort by; null only when closed. */
export function nextEvent(_ticket: Ticket): { at: Instant; kind: NextEventKind } | null {
  return null;
}
