import type { PersonId, TicketId } from '#core/ids.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** An event with the ticket it happened to. */
export interface TicketLogged extends LoggedEvent {
  ticketId: TicketId;
}

const event = recordset<{
  ticket_id: TicketId;
  seq: number;
  at: Instant;
  actor_id: PersonId | null;
  type: string;
  version: number;
  body: object;
}>({
  ticket_id: 'bigint',
  seq: 'int',
  at: 'timestamptz',
  actor_id: 'bigint',
  type: 'text',
  version: 'int',
  body: 'jsonb',
});

const INSERT = `insert into ticket_event (${event.columns}) select * from ${event.source}`;

/** Appends to the log. */
export async function appendEvents(tx: Tx, logged: TicketLogged[]): Promise<void> {
  if (logged.length === 0) return;
  const rows = logged.map(({ ticketId, seq, at, actorId, version, event: { type, ...body } }) => ({
    ticket_id: ticketId,
    seq,
    at,
    actor_id: actorId,
    type,
    version,
    body,
  }));
  await tx.query({ name: 'ticket_append', text: INSERT, values: [event.json(rows)] });
}

interface LoggedRow {
  seq: number;
  at: Instant;
  actor_id: PersonId | null;
  version: number;
  type: TicketEvent['type'];
  body: object;
}

const asLogged = (row: LoggedRow): LoggedEvent => ({
  seq: row.seq,
  at: row.at,
  actorId: row.actor_id,
  version: row.version,
  event: { type: row.type, ...row.body } as TicketEvent,
});

const SELECT = 'select seq, at, actor_id, version, type, body from ticket_event where ticket_id = $1';

/** A ticket's whole log in order. */
export async function readLog(tx: Tx, ticketId: TicketId): Promise<LoggedEvent[]> {
  const { rows } = await tx.query<LoggedRow>(`${SELECT} order by seq`, [ticketId]);
  return rows.map(asLogged);
}

/** The whole logs of tickets, each in order. */
export async function readLogs(tx: Tx, ids: readonly TicketId[]): Promise<Map<TicketId, LoggedEvent[]>> {
  const { rows } = await tx.query<LoggedRow & { ticket_id: TicketId }>(
    `select ticket_id, seq, at, actor_id, version, type, body from ticket_event where ticket_id = any($1)
     order by ticket_id, seq`,
    [ids],
  );
  const byTicket = Map.groupBy(rows, (row) => row.ticket_id);
  return new Map([...byTicket].map(([id, list]) => [id, list.map(asLogged)]));
}

/** What opened a ticket and what changed its plan, in order. */
export async function readChoiceLog(tx: Tx, ticketId: TicketId): Promise<LoggedEvent[]> {
  const { rows } = await tx.query<LoggedRow>(`${SELECT} and (seq = 1 or type = 'plan_changed') order by seq`, [
    ticketId,
  ]);
  return rows.map(asLogged);
}

/** What happened to a ticket's clocks after `seq`, in order. */
export async function readClockLog(tx: Tx, ticketId: TicketId, seq: number): Promise<LoggedEvent[]> {
  const { rows } = await tx.query<LoggedRow>(
    `${SELECT} and seq > $2
      and type in ('clock_started', 'clock_restored', 'clock_paused', 'clock_resumed', 'clock_stopped', 'clock_removed',
        'clock_carried_over', 'clock_relived')
    order by seq`,
    [ticketId, seq],
  );
  return rows.map(asLogged);
}
