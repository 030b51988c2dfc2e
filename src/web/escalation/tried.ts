import type { LoggedEventView, TicketDetail } from '#contract/ticket.ts';

/** What was done about a ticket so far, counted from its log. */
export interface Tried {
  replies: number;
  notes: number;
  /** What somebody wrote down as tried. */
  attempts: number;
  /** How often it was escalated before. */
  escalations: number;
  /** How many people have held it. */
  holders: number;
  /** How long it has been with us. */
  withUsMs: number;
}

const count = (events: readonly LoggedEventView[], type: string): number =>
  events.filter((event) => event.type === type).length;

/** Counts replies that stand: what was withdrawn or never left the house was not tried. */
export function countTried(ticket: TicketDetail, events: readonly LoggedEventView[], now: number): Tried {
  const replies = count(events, 'reply_written') - count(events, 'reply_withdrawn') - count(events, 'reply_failed');
  const holders = events.flatMap((event) => (event.type === 'assigned' ? (event.body['assigneeId'] ?? []) : []));
  return {
    replies: Math.max(0, replies),
    notes: count(events, 'note_added'),
    attempts: count(events, 'attempt_recorded'),
    escalations: count(events, 'escalation_started'),
    holders: new Set(holders).size,
    withUsMs: Math.max(0, now - ticket.firstContactAt),
  };
}
