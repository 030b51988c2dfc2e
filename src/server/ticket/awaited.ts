import type { NextEvent } from '#contract/next-event.ts';
import type { TicketRow } from '#contract/ticket.ts';
import type { Seat } from '#core/approval/approval.ts';
import type { PersonId } from '#core/ids.ts';
import type { Distribution } from '#core/routing/distribution.ts';
import type { Instant } from '#core/time.ts';
import { OWED } from './view-ids.ts';

/** Whose answer a ticket waits for, as `AWAITED` reads it; null where nobody's but the holder's. */
export interface AwaitedRow {
  awaited: {
    seats: Seat[][] | null;
    legs: { told: PersonId[]; at: Instant }[] | null;
  } | null;
  distribution: Distribution | null;
}

/** Columns for `AwaitedRow`; `t` is the ticket. Only of what is `owed` (see `setsOf`) more than the row is read. */
export const AWAITED = `t.distribution, case when ${OWED} then (select jsonb_build_object(
  'seats', (select jsonb_agg(a.seats) from approval a where a.ticket_id = t.id and a.status = 'pending'),
  'legs', (select jsonb_agg(jsonb_build_object('told', l.told, 'at', (extract(epoch from l.accept_by) * 1000)::bigint))
    from leg l where l.ticket_id = t.id and l.status = 'offered'))) end as awaited`;

/**
 * The earliest moment by which a ticket waits for the reader's decision or acceptance; null when it does not. What calls them
 * is a next event of the ticket itself, which everybody sees.
 */
export function awaitedOf({ awaited, distribution }: AwaitedRow, reader: PersonId): NextEvent | null {
  if (awaited === null && distribution === null) return null;
  const { seats: asked, legs } = awaited ?? { seats: null, legs: null };
  const seats = (asked ?? []).flat().flatMap((seat) => (seat.state === 'open' ? seat : []));
  const mine = <One extends { told: PersonId[] }>(all: One[]): One[] => all.filter(({ told }) => told.includes(reader));
  const offer = distribution?.state === 'offered' && distribution.to === reader ? [distribution.expiresAt] : [];
  const moments: NextEvent[] = [
    ...mine(seats).map(({ decideBy: at }) => ({ kind: 'approval' as const, at })),
    ...mine(legs ?? []).map(({ at }) => ({ kind: 'leg' as const, at })),
    ...offer.map((at) => ({ kind: 'offer' as const, at })),
  ];
  return moments.toSorted((one, other) => one.at - other.at)[0] ?? null;
}

/** A row as whoever is waited for sees it: what they are asked comes next for them, unless they owe something sooner. */
export function withAwaited(row: TicketRow, awaited: NextEvent | null, reader: PersonId): TicketRow {
  if (awaited === null) return row;
  const owesSooner = row.assignee?.id === reader && row.nextEvent !== null && row.nextEvent.at < awaited.at;
  return owesSooner ? row : { ...row, nextEvent: awaited };
}
