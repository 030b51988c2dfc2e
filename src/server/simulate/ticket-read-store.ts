import type { PersonId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** When the first ticket's requester turned up, and when anything last happened; null without tickets. */
export async function boundsOf(tx: Tx): Promise<{ first: Instant; last: Instant } | null> {
  const { rows } = await tx.query<{ first: Instant | null; last: Instant }>(
    'select min(first_contact_at) as first, max(last_event_at) as last from ticket',
  );
  const { first, last } = rows[0]!;
  return first === null ? null : { first, last };
}

/** Tickets whose requester first turned up from `from` to before `until` and that are not kept from somebody, ascending. */
export async function ticketsBetween(
  tx: Tx,
  { from, until, limit, exceptFor }: { from: Instant; until: Instant; limit: number; exceptFor: PersonId | null },
): Promise<TicketId[]> {
  const { rows } = await tx.query<{ id: TicketId }>(
    `select id from ticket where first_contact_at >= $1 and first_contact_at < $2
       and ($4::bigint is null or not excluded @> array[$4::bigint]) order by id limit $3`,
    [toTimestamp(from), toTimestamp(until), limit, exceptFor],
  );
  return rows.map(({ id }) => id);
}

/** What people call these tickets. */
export async function titlesOf(
  tx: Tx,
  ids: readonly TicketId[],
): Promise<Map<TicketId, { number: number; subject: string }>> {
  const { rows } = await tx.query<{ id: TicketId; number: number; subject: string }>(
    'select id, number, subject from ticket where id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ id, ...title }) => [id, title]));
}
