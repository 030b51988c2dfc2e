import type { TicketId } from '#core/ids.ts';
import { COUNTS, FIRSTS, LASTS, type TicketFact } from '#core/metrics/facts.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** What a decided stretch of a ticket's log adds to its fact. */
export interface FactChange {
  ticketId: TicketId;
  /** The stretch begins the log: the ticket has no row yet. */
  opened: boolean;
  fact: TicketFact;
}

type FactRow = TicketFact & { ticket_id: TicketId };

const typed = <Name extends string, Type extends string>(names: readonly Name[], type: Type): Record<Name, Type> =>
  Object.fromEntries(names.map((name) => [name, type])) as Record<Name, Type>;

const COLUMNS = {
  ...typed(['ticket_id'], 'bigint'),
  ...typed(COUNTS, 'int'),
  ...typed([...FIRSTS, ...LASTS], 'timestamptz'),
};
const row = recordset<FactRow>(COLUMNS);
/** Of a stretch that is added almost every count is 0: that is not said. */
const addition = recordset<Partial<FactRow>>(COLUMNS);

const INSERT = `insert into ticket_fact (${row.columns}) select * from ${row.source}`;

// `joinFacts` of core, said in SQL; a ticket older than the table has no row until its whole log is read
const UPDATE = `update ticket_fact f set
    ${COUNTS.map((name) => `${name} = f.${name} + coalesce(r.${name}, 0)`).join(', ')},
    ${FIRSTS.map((name) => `${name} = coalesce(f.${name}, r.${name})`).join(', ')},
    ${LASTS.map((name) => `${name} = coalesce(r.${name}, f.${name})`).join(', ')}
  from ${addition.source} where f.ticket_id = r.ticket_id`;

const rowOf = ({ ticketId, fact }: FactChange): FactRow => ({ ticket_id: ticketId, ...fact });

const withoutZeros = (each: FactRow): Partial<FactRow> =>
  Object.fromEntries(Object.entries(each).filter(([, value]) => value !== 0));

/** Writes facts in the transaction that decided them; the tickets are locked. */
export async function writeFacts(tx: Tx, changes: FactChange[]): Promise<void> {
  const { opened = [], moved = [] } = Object.groupBy(changes, (change) => (change.opened ? 'opened' : 'moved'));
  if (opened.length > 0) await tx.query({ name: 'fact_insert', text: INSERT, values: [row.json(opened.map(rowOf))] });
  if (moved.length === 0) return;
  const additions = moved.map((change) => withoutZeros(rowOf(change)));
  await tx.query({ name: 'fact_update', text: UPDATE, values: [addition.json(additions)] });
}

/** The facts of tickets, as they are kept; a ticket older than the table may have none yet. */
export async function readFacts(tx: Tx, ids: TicketId[]): Promise<Map<TicketId, TicketFact>> {
  const { rows } = await tx.query<FactRow>('select * from ticket_fact where ticket_id = any($1)', [ids]);
  return new Map(rows.map(({ ticket_id: ticketId, ...fact }) => [ticketId, fact]));
}

/** Tickets above `after`, ascending, that are older than the table and have no fact yet. */
export async function withoutFacts(tx: Tx, after: TicketId, limit: number): Promise<TicketId[]> {
  const { rows } = await tx.query<{ id: TicketId }>(
    `select t.id from ticket t where t.id > $1 and not exists (select from ticket_fact f where f.ticket_id = t.id)
     order by t.id limit $2`,
    [after, limit],
  );
  return rows.map(({ id }) => id);
}
