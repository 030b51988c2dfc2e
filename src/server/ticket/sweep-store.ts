import type { TicketId } from '#core/ids.ts';
import { HOUR, MINUTE, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/**
 * Locks up to `limit` tickets that are due and that nobody else holds: oldest first, then by severity, then by id.
 * A ticket whose decision threw waits until its next try.
 */
export async function claimDue(tx: Tx, now: Instant, limit: number): Promise<TicketId[]> {
  const { rows } = await tx.query<{ id: TicketId }>({
    name: 'sweep_claim',
    text: `select id from ticket
           where status <> 'closed' and due_at <= $1 and (stuck_until is null or stuck_until <= $1)
           order by due_at, severity, id limit $2 for no key update skip locked`,
    values: [toTimestamp(now), limit],
  });
  return rows.map((row) => row.id);
}

/** Locks one ticket if it is still due and nobody else holds it. */
export async function claimOne(tx: Tx, id: TicketId, now: Instant): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'sweep_claim_one',
    text: `select id from ticket where id = $1 and status <> 'closed' and due_at <= $2
             and (stuck_until is null or stuck_until <= $2) for no key update skip locked`,
    values: [id, toTimestamp(now)],
  });
  return rowCount === 1;
}

/** The earliest due moment of all tickets that are not stuck; null when none is open. */
export async function firstDue(tx: Tx): Promise<Instant | null> {
  const { rows } = await tx.query<{ due_at: Instant }>({
    name: 'sweep_first',
    text: `select due_at from ticket where status <> 'closed' and stuck_until is null
           order by due_at, severity, id limit 1`,
  });
  return rows[0]?.due_at ?? null;
}

const LONGEST_STUCK = HOUR;
const MOST_OF_AN_ERROR = 500;

/** Sets a ticket aside whose decision threw: for a minute, then two, four … at most an hour. */
export async function markStuck(tx: Tx, id: TicketId, error: unknown, now: Instant): Promise<void> {
  const words = (error instanceof Error ? error.message : String(error)).slice(0, MOST_OF_AN_ERROR);
  const { rows } = await tx.query<{ stuck_count: number }>(
    'select stuck_count from ticket where id = $1 for no key update',
    [id],
  );
  const before = rows[0]?.stuck_count ?? 0;
  const until = now + Math.min(LONGEST_STUCK, MINUTE * 2 ** Math.min(before, 10));
  await tx.query('update ticket set stuck_error = $2, stuck_count = stuck_count + 1, stuck_until = $3 where id = $1', [
    id,
    words,
    toTimestamp(until),
  ]);
}

/** How many open tickets are set aside because deciding about them threw. Health shows it. */
export async function countStuck(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ stuck: number }>(
    `select count(*) as stuck from ticket where stuck_count > 0 and status <> 'closed'`,
  );
  return rows[0]!.stuck;
}
