import type { TicketId } from '#core/ids.ts';
import { DAY, type Instant } from '#core/time.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

const AT_ONCE = 100_000;

/** Places after the ticket that is copied: the first copy is 1. */
export interface Stretch {
  from: number;
  to: number;
}

/**
 * Copies a ticket with its clock under the ids further on, in bulk. The clock of the copy at place g was warned of before
 * and runs out at `firstDue + g * everyMs`; the ticket is due a millisecond later. With `log`, its events and followers
 * are copied as well: what is going to climb needs them.
 */
export async function arm(
  db: Database,
  ticketId: TicketId,
  { from, to }: Stretch,
  { firstDue, everyMs, log }: { firstDue: Instant; everyMs: number; log: boolean },
): Promise<void> {
  const copy = copying(ticketId, { firstDue, everyMs });
  for (let start = from; start <= to; start += AT_ONCE) {
    const stretch = { from: start, to: Math.min(to, start + AT_ONCE - 1) };
    await db.withTransaction(async (tx) => {
      await tx.query('set local statement_timeout = 0');
      // the keys are those of a ticket that is there: nothing is to be looked up for each row
      await tx.query('set local session_replication_role = replica');
      await copy(tx, 'ticket', stretch);
      await copy(tx, 'sla_clock', stretch);
      if (!log) return;
      await copy(tx, 'ticket_event', stretch);
      await copy(tx, 'ticket_follower', stretch);
    });
  }
}

/** So many whose clock runs out in a month. */
export async function armFar(db: Database, ticketId: TicketId, stretch: Stretch, now: Instant): Promise<void> {
  await arm(db, ticketId, stretch, { firstDue: now + 30 * DAY, everyMs: 0, log: false });
}

type Table = 'ticket' | 'sla_clock' | 'ticket_event' | 'ticket_follower';

const DUE = `$4::timestamptz + g * $5::float8 * interval '1 millisecond'`;
const CHANGED: Record<Table, Record<string, string>> = {
  ticket: {
    id: 't.id + g',
    number: 't.number + g',
    due_at: `${DUE} + interval '1 millisecond'`,
    next_event_at: DUE,
  },
  sla_clock: {
    ticket_id: 't.ticket_id + g',
    due_at: DUE,
    warning_at: 'null',
    warning_percent: 'null',
    warned: `'{50,80}'`,
  },
  ticket_event: { ticket_id: 't.ticket_id + g' },
  ticket_follower: { ticket_id: 't.ticket_id + g' },
};

function copying(ticketId: TicketId, { firstDue, everyMs }: { firstDue: Instant; everyMs: number }) {
  return async (tx: Tx, table: Table, { from, to }: Stretch): Promise<void> => {
    const { rows } = await tx.query<{ name: string }>(
      `select attname as name from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
      [table],
    );
    const names = rows.map(({ name }) => name);
    const values = names.map((name) => CHANGED[table][name] ?? `t.${name}`);
    const key = table === 'ticket' ? 'id' : 'ticket_id';
    await tx.query(
      `insert into ${table} (${names.join(', ')}) overriding system value
       select ${values.join(', ')} from ${table} t, generate_series($2::int, $3::int) g
       where t.${key} = $1 and $4::timestamptz is not null and $5::float8 is not null`,
      [ticketId, from, to, toTimestamp(firstDue), everyMs],
    );
  };
}

/** What autovacuum would have done by and by; what filling wrote is not to be paid for by what is measured. */
export async function settle(db: Database): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('vacuum (analyze) ticket, sla_clock, escalation, ticket_event, notice, ticket_follower');
    if (db.where.embedded) await client.query('checkpoint');
  } finally {
    client.release(true);
  }
}
