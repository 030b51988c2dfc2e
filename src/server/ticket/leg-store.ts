import type { TicketId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { legFrom, legRow, type LegRow } from './leg-row.ts';

/** The legs of tickets, each ticket's in the order they were opened; a ticket without any is left out. */
export async function readLegs(tx: Tx, ids: TicketId[]): Promise<Map<TicketId, Leg[]>> {
  const { rows } = await tx.query<LegRow>({
    name: 'ticket_read_legs',
    text: 'select * from leg where ticket_id = any($1) order by ticket_id, id',
    values: [ids],
  });
  const byTicket = Map.groupBy(rows, (row) => row.ticket_id);
  return new Map([...byTicket].map(([id, legs]) => [id, legs.map(legFrom)]));
}

const leg = recordset<LegRow>({
  ticket_id: 'bigint',
  id: 'int',
  direction: 'text',
  status: 'text',
  opened_by: 'bigint',
  opened_at: 'timestamptz',
  step: 'jsonb',
  target: 'jsonb',
  reason: 'text',
  message_id: 'bigint',
  accept_ms: 'bigint',
  do_ms: 'bigint',
  barred: 'bigint[]',
  decision: 'jsonb',
  accepted_in_ms: 'bigint',
  done_in_ms: 'bigint',
  asked: 'bigint[]',
  returns: 'jsonb',
  told: 'bigint[]',
  accept_by: 'timestamptz',
  acknowledged_by: 'bigint',
  acknowledged_at: 'timestamptz',
  height: 'int',
  do_by: 'timestamptz',
  lapses_at: 'timestamptz',
  off_shift_at: 'timestamptz',
  hand_back: 'jsonb',
  ended_at: 'timestamptz',
  ended_why: 'text',
});

const UPSERT = `insert into leg (${leg.columns}) select * from ${leg.source}
  on conflict (ticket_id, id) do update set ${leg.assign('excluded', ['ticket_id', 'id'])}`;

/** Writes legs that are new or have changed, in one statement. */
export async function writeLegs(tx: Tx, changed: { ticketId: TicketId; leg: Leg }[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map((each) => legRow(each.ticketId, each.leg));
  await tx.query({ name: 'ticket_write_legs', text: UPSERT, values: [leg.json(rows)] });
}
