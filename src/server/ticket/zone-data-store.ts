import type { TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/**
 * Tickets above `after`, ascending, of which a moment to come was computed with older time zone data than `zoneData`; at
 * most `limit`. Of those computed before anybody noted the version nothing is known.
 */
export async function olderZoned(tx: Tx, zoneData: string, after: TicketId, limit: number): Promise<TicketId[]> {
  const { rows } = await tx.query<{ id: TicketId }>({
    name: 'clock_older_zoned',
    text: `select ticket_id as id from sla_clock
             where ticket_id > $2 and state = 'running' and breached_at is null and zone_data < $1 collate "C"
           union
           select id from ticket where id > $2 and zone_data < $1 collate "C" and id in (
             select ticket_id from escalation where status <> 'ended' union all
             select ticket_id from leg where status <> 'ended' union all
             select ticket_id from approval where status = 'pending')
           order by id limit $3`,
    values: [zoneData, after, limit],
  });
  return rows.map(({ id }) => id);
}

/** What these tickets have to come is as `zoneData` says. */
export async function markZoned(tx: Tx, ids: TicketId[], zoneData: string): Promise<void> {
  await tx.query({
    name: 'clock_mark_zoned',
    text: `update sla_clock set zone_data = $1
           where ticket_id = any($2) and state = 'running' and breached_at is null and zone_data < $1 collate "C"`,
    values: [zoneData, ids],
  });
  await tx.query({
    name: 'ticket_mark_zoned',
    text: 'update ticket set zone_data = $1 where id = any($2) and zone_data < $1 collate "C"',
    values: [zoneData, ids],
  });
}
