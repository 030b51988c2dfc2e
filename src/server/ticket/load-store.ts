import type { PersonId } from '#core/ids.ts';
import type { Channel } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** How much a person has got more or less of a channel, and when a ticket was last given to them. */
export interface LoadChange {
  person_id: PersonId;
  channel: Channel;
  open_tickets: number;
  last_assigned_at: Instant | null;
}

const load = recordset<LoadChange>({
  person_id: 'bigint',
  channel: 'text',
  open_tickets: 'int',
  last_assigned_at: 'timestamptz',
});

// in the order of ids, so that two transactions that count for the same people wait instead of deadlocking
const COUNT = `with r as materialized (select * from ${load.source}), whole as (
    insert into agent_load as l (person_id, open_tickets, last_assigned_at)
      select person_id, sum(open_tickets), max(last_assigned_at) from r group by person_id order by person_id
      on conflict (person_id) do update set
        open_tickets = l.open_tickets + excluded.open_tickets,
        last_assigned_at = greatest(l.last_assigned_at, excluded.last_assigned_at))
  insert into channel_load as c (person_id, channel, open_tickets)
    select person_id, channel, open_tickets from r order by person_id, channel
    on conflict (person_id, channel) do update set open_tickets = c.open_tickets + excluded.open_tickets`;

/** Adds to the counters, one row a person and channel. */
export async function countLoads(tx: Tx, changes: LoadChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query({ name: 'load_count', text: COUNT, values: [load.json(changes)] });
}
