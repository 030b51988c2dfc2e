import type { MessageId } from '#core/ids.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';

/** An act that was taken back, and the act that took it back: events after `since` up to `until`. */
export interface Undone {
  since: number;
  until: number;
}

/** What of a log counts for nothing: acts that were taken back, those that did so, and messages that went elsewhere. */
export function undoneIn(log: readonly LoggedEvent[]): Undone[] {
  return log.flatMap(({ seq, event }) => {
    if (event.type === 'message_split_off') return messageOf(log, event.messageId);
    if (event.type !== 'merge_released' && event.type !== 'ticket_restored') return [];
    return [...actEndingAt(log, event.undoes), { since: event.since, until: seq }];
  });
}

/** A message that went to another ticket: here it never came. */
function messageOf(log: readonly LoggedEvent[], messageId: MessageId): Undone[] {
  const told = log.find(({ event }) => event.type === 'message_received' && event.messageId === messageId);
  return told === undefined ? [] : [{ since: told.seq - 1, until: told.seq }];
}

/** The act whose last event has this sequence number; none when that event ends no such act. */
export function actEndingAt(log: readonly LoggedEvent[], seq: number): Undone[] {
  const since = sinceOf(log.find((logged) => logged.seq === seq)?.event);
  return since === null ? [] : [{ since, until: seq }];
}

/** Whether an event belongs to one of the acts. */
export function isOf(acts: readonly Undone[], { seq }: LoggedEvent): boolean {
  return acts.some(({ since, until }) => seq > since && seq <= until);
}

function sinceOf(event: TicketEvent | undefined): number | null {
  if (event?.type === 'merged_in') return event.since;
  return event?.type === 'ticket_closed' ? (event.since ?? null) : null;
}
