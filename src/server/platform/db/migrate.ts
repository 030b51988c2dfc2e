import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import type { Database } from './database.ts';
import type { Tx } from './transaction.ts';

type Migration = { name: string; checksum: string; sql: string };
type Landed = { name: string; checksum: string };

const NAME = /^\d{4}_[a-z0-9]+(?:[_-][a-z0-9]+)*\.sql$/;
// any constant does, as long as every release of Belay takes the same one
const LOCK = 7_235_419;

/**
 * Brings the database to what `folder` says: each `NNNN_name.sql` that is not there yet runs in a transaction of its
 * own and is written down with its checksum. Nodes that start together take turns under an advisory lock.
 * Returns the names that ran now. Throws StartRefusal: migration_misnamed, migration_edited, migration_out_of_order,
 * migration_missing, database_newer, migration_failed.
 */
export const migrate = async (
  db: Pick<Database, 'withTransaction'>,
  folder: string,
  /** The last one to run; by default all. */
  upTo?: string,
): Promise<string[]> => {
  const files = (await readMigrations(folder)).filter(({ name }) => upTo === undefined || name <= upTo);
  const ran: string[] = [];
  for (;;) {
    const name = await db.withTransaction((tx) => runNext(tx, files));
    if (name === null) return ran;
    ran.push(name);
  }
};

/** The names of what has been run on a database, in order; none when Belay has never been there. */
export const landedMigrations = async (tx: Tx): Promise<string[]> => {
  const { rows: there } = await tx.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`);
  if (there[0]?.there !== true) return [];
  const { rows } = await tx.query<Landed>('select name, checksum from migration order by name collate "C"');
  return rows.map(({ name }) => name);
};

/** The migrations of a folder in order; line ends do not count in the checksum. */
export const readMigrations = async (folder: string): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  const numbers = new Set<string>();
  for (const name of names) {
    if (!NAME.test(name) || numbers.has(name.slice(0, 4))) {
      throw new StartRefusal(
        'migration_misnamed',
        `Migration ${name}: names are NNNN_name.sql in lower case, each number once.`,
      );
    }
    numbers.add(name.slice(0, 4));
  }
  return Promise.all(names.map((name) => readMigration(folder, name)));
};

const readMigration = async (folder: string, name: string): Promise<Migration> => {
  const sql = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
};

// one transaction each, the lock taken inside it: also right behind PgBouncer, where sessions are not ours
const runNext = async (tx: Tx, files: readonly Migration[]): Promise<string | null> => {
  await tx.query('set local statement_timeout = 0');
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
  await tx.query(`create table if not exists migration (
    name text primary key, checksum text not null, applied_at timestamptz not null)`);
  const { rows } = await tx.query<Landed>('select name, checksum from migration order by name collate "C"');
  const next = nextMigration(files, rows);
  if (next === null) return null;
  try {
    await tx.query(next.sql);
  } catch (error) {
    throw failed(next, error);
  }
  await tx.query('insert into migration values ($1, $2, clock_timestamp())', [next.name, next.checksum]);
  return next.name;
};

/** The first file that has not landed; null when all have. Throws StartRefusal when the two do not belong together. */
const nextMigration = (files: readonly Migration[], landed: readonly Landed[]): Migration | null => {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of landed) {
    const file = known.get(name);
    if (file === undefined) throw absent(name, files.at(-1)?.name ?? '');
    if (file.checksum !== checksum) {
      throw new StartRefusal(
        'migration_edited',
        `Migration ${name} has landed in this database and was edited since. Put it back as it was and write a new one.`,
      );
    }
  }
  const done = new Set(landed.map(({ name }) => name));
  const next = files.find(({ name }) => !done.has(name));
  if (next === undefined) return null;
  const last = landed.at(-1)?.name ?? '';
  if (next.name < last) {
    throw new StartRefusal(
      'migration_out_of_order',
      `Migration ${next.name} comes before ${last}, which has already landed. Give it a number after ${last}.`,
    );
  }
  return next;
};

const absent = (name: string, newest: string): StartRefusal =>
  name > newest
    ? new StartRefusal(
        'database_newer',
        `This database was written by a newer Belay: it has migration ${name}, this Belay ends at ${newest || 'none'}. Start the newer Belay, or restore a backup from before it.`,
      )
    : new StartRefusal('migration_missing', `Migration ${name} has landed in this database, but its file is gone.`);

const failed = (migration: Migration, error: unknown): unknown => {
  const { code, message, position } = error as { code?: string; message: string; position?: string };
  // conflicts and lost connections keep their own face: withTransaction runs them again
  if (code === undefined || code.startsWith('40') || code.startsWith('57') || code.startsWith('08')) return error;
  const line = position ? ` (line ${migration.sql.slice(0, Number(position)).split('\n').length})` : '';
  return new StartRefusal('migration_failed', `Migration ${migration.name}${line}: ${message}`, { cause: error });
};
