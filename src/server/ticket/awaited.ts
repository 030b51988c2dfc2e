import type { NextEvent } from '#contract/next-event.ts';
import type { TicketRow } from '#contract/ticket.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';

/** By when a ticket waits for the reader, and for what of theirs; null where it does not, or by no moment. */
export interface AwaitedRow {
  awaited_at: Instant | null;
  awaited_kind: NextEvent['kind'] | null;
}

/** Columns and a join for `AwaitedRow`; `t` is the ticket, `owed` is said before (`setsOf`). */
export const AWAITED = {
  columns: 'awaited.at as awaited_at, awaited.kind as awaited_kind',
  joins: 'left join owed awaited on awaited.ticket_id = t.id',
};

/**
 * What comes next of `ticket t` for the reader, `me`: what they are asked, unless they have the ticket and owe something
 * sooner. What calls them is a next event of the ticket itself, which everybody sees.
 */
export const nextForReader = (me: string): string =>
  `coalesce((select case when t.assignee_id = ${me} then least(o.at, t.next_event_at) else o.at end
     from owed o where o.ticket_id = t.id), t.next_event_at)`;

/** A row as whoever is waited for sees it, by the same rule as `nextForReader`. */
export function withAwaited(
  row: TicketRow,
  { awaited_at: at, awaited_kind: kind }: AwaitedRow,
  me: PersonId,
): TicketRow {
  if (at === null || kind === null) return row;
  const owesSooner = row.assignee?.id === me && row.nextEvent !== null && row.nextEvent.at < at;
  return owesSooner ? row : { ...row, nextEvent: { at, kind } };
}
