import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { copyIn } from './copy.ts';
import { BadDump, dumpEnd, dumpHeader, readDump, type DumpEnd, type DumpHeader } from './dump-text.ts';
import { looseningOf, tablesOf } from './tables.ts';

const MIGRATION = 'migration';

async function* open(file: string): AsyncGenerator<Buffer> {
  const unzipped = createGunzip();
  const reading = pipeline(createReadStream(file), unzipped);
  // told by reading `unzipped` as well; a reader who has seen enough leaves in the middle
  reading.catch(() => {});
  yield* unzipped;
  await reading;
}

/** What a backup says of itself. Throws BadDump when it is none. */
export const readHeader = async (file: string): Promise<DumpHeader> => {
  try {
    for await (const each of readDump(open(file))) {
      const header = each.part === 'comment' ? dumpHeader.safeParse(each.json) : null;
      if (header?.success === true) return header.data;
      break;
    }
  } catch (error) {
    throw asBadDump(error);
  }
  throw new BadDump('the file is no backup of Belay');
};

/** Tables that hold something already; what was migrated does not count. */
export const tablesInUse = async (client: pg.Client): Promise<string[]> => {
  const used: string[] = [];
  for (const { name } of await tablesOf(client)) {
    if (name === MIGRATION) continue;
    const { rowCount } = await client.query(`select from ${name} limit 1`);
    if (rowCount !== 0) used.push(name);
  }
  return used;
};

/**
 * Loads a backup into a database whose tables are made and empty, in one transaction: all of it, checked against what
 * the backup says of itself, or nothing. Throws BadDump when the file is damaged or names what this database lacks.
 */
export const restoreDatabase = async (connection: pg.ClientConfig, file: string): Promise<DumpEnd> => {
  const client = new pg.Client({ ...connection, application_name: 'belay restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const end = await load(client, file);
    await client.query('commit');
    return end;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw asBadDump(error);
  } finally {
    await client.end().catch(() => {});
  }
};

const load = async (client: pg.Client, file: string): Promise<DumpEnd> => {
  const known = new Map((await tablesOf(client)).map(({ name, columns }) => [name, new Set(columns)]));
  const { loosen, tighten } = await looseningOf(client);
  for (const each of loosen) await client.query(each);
  let end: DumpEnd | null = null;
  for await (const each of readDump(open(file))) {
    if (each.part === 'comment') {
      const parsed = dumpEnd.safeParse(each.json);
      if (parsed.success) end = parsed.data;
      continue;
    }
    const { table, columns, rows } = each;
    const missing = columns.split(', ').filter((column) => known.get(table)?.has(column) !== true);
    if (missing.length > 0) throw new BadDump(`this Belay has no ${table} (${missing.join(', ')})`);
    if (table === MIGRATION) {
      // what has been run here is written down here already
      for await (const _ of rows);
      continue;
    }
    // into whichever table the backup names: only here, only while all are empty
    await copyIn(client, `copy ${table} (${columns}) from stdin`, rows);
  }
  if (end === null) throw new BadDump('the file is cut off');
  await settle(client, end, known);
  for (const each of tighten) await client.query(each);
  return end;
};

/** Sequences go on where they stood, and every table has as many rows as the backup counted. */
const settle = async (
  client: pg.Client,
  { sequences, rows }: DumpEnd,
  known: ReadonlyMap<string, unknown>,
): Promise<void> => {
  for (const { name, value, called } of sequences)
    await client.query('select setval($1, $2, $3)', [name, value, called]);
  for (const [table, wanted] of Object.entries(rows)) {
    if (table === MIGRATION) continue;
    if (!known.has(table)) throw new BadDump(`this Belay has no ${table}`);
    const found = await client.query<{ count: string }>(`select count(*)::text as count from ${table}`);
    if (Number(found.rows[0]!.count) !== wanted) throw new BadDump(`${table} has not all its rows`);
  }
};

const FILE_CODES = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'ENOENT', 'EACCES', 'EISDIR']);

const asBadDump = (error: unknown): unknown => {
  const { code, message } = error as { code?: string; message: string };
  return code !== undefined && FILE_CODES.has(code) ? new BadDump(message, { cause: error }) : error;
};
