import pg from 'pg';
import type { Database } from '#server/platform/db/database.ts';

type Row = Record<string, string | null>;
type Cpu = () => { belay: number; postgres: number };

/** What one message left behind, by table, in the order of writing: the first two when it came, the rest when it was decided. */
const TABLES: { table: string; of: string }[] = [
  { table: 'blob', of: 'hash = (select blob_hash from intake where id = $1)' },
  { table: 'intake', of: 'id = $1' },
  {
    table: 'person',
    of: 'id = (select requester_id from ticket where id = (select ticket_id from intake where id = $1))',
  },
  ...['ticket', 'sla_clock', 'message', 'ticket_event', 'ticket_follower', 'notice'].map((table) => ({
    table,
    of: `${table === 'ticket' ? 'id' : 'ticket_id'} = (select ticket_id from intake where id = $1)`,
  })),
];
const ARRIVAL = new Set(['blob', 'intake']);
// rows of other tables are named by these; shifted, the copies name copies
const IDS = new Set([
  'id',
  'number',
  'ticket_id',
  'requester_id',
  'author_id',
  'intake_id',
  'message_row_id',
  'last_message_id',
]);
const SHIFT = 1_000_000_000;
const NOT_WRITTEN = new Set(['xact']);

/**
 * CPU milliseconds a message when bare SQL writes what Belay wrote for the `count` messages after ledger row `first`: one
 * prepared statement a table, two transactions a message, on one connection. The copies stay.
 */
export async function writeBare(db: Database, first: number, count: number, cpu: Cpu): Promise<number> {
  const client = new pg.Client({ ...db.connection, types: { getTypeParser: () => (text: string) => text } as never });
  await client.connect();
  try {
    const messages: { table: string; rows: Row[] }[][] = [];
    for (let id = first + 1; id <= first + count; id += 1) messages.push(await readBack(client, id));
    const before = cpu();
    for (const message of messages) {
      await write(
        client,
        message.filter(({ table }) => ARRIVAL.has(table)),
      );
      await write(
        client,
        message.filter(({ table }) => !ARRIVAL.has(table)),
      );
    }
    const after = cpu();
    return (after.belay - before.belay + after.postgres - before.postgres) / count;
  } finally {
    await client.end();
  }
}

async function readBack(client: pg.Client, intakeId: number): Promise<{ table: string; rows: Row[] }[]> {
  const read: { table: string; rows: Row[] }[] = [];
  for (const { table, of } of TABLES) {
    const { rows } = await client.query<Row>(`select * from ${table} where ${of}`, [intakeId]);
    if (table !== 'ticket_follower' && table !== 'notice' && rows.length === 0)
      throw new Error(`message ${intakeId} left no ${table}`);
    read.push({ table, rows: rows.map((row) => shifted(row, intakeId)) });
  }
  return read;
}

function shifted(row: Row, intakeId: number): Row {
  const entries = Object.entries(row).filter(([name]) => !NOT_WRITTEN.has(name));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === null ? null : moved(name, value, intakeId)]),
  );
}

function moved(name: string, value: string, intakeId: number): string {
  if (IDS.has(name)) return String(Number(value) + SHIFT);
  if (name === 'email') return `bare.${value}`;
  // another content of the same length
  const mark = `\\x${intakeId.toString(16).padStart(8, '0')}`;
  return /^(?:hash|blob_hash|identity_hash)$/.test(name) ? `${mark}${value.slice(mark.length)}` : value;
}

async function write(client: pg.Client, tables: { table: string; rows: Row[] }[]): Promise<void> {
  await client.query('begin');
  for (const { table, rows } of tables) {
    for (const row of rows) {
      const names = Object.keys(row);
      // the verdict is written with the row: one update less than Belay, which answers before it decides
      await client.query({
        name: `bare_${table}`,
        text: `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
        values: names.map((name) =>
          table === 'intake' && /^(?:ticket_id|message_row_id)$/.test(name) ? null : row[name],
        ),
      });
    }
  }
  await client.query('commit');
}
