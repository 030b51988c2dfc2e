import type pg from 'pg';
import type { Logger } from 'pino';
import { startEmbedded } from './embedded/start.ts';
import type { PoolOptions } from './pool.ts';
import { createPool } from './pool.ts';
import { checkServer } from './check-server.ts';
import type { TransactionOptions, Tx } from './transaction.ts';
import { withTransaction } from './transaction.ts';

/** What `openDatabase` needs of the configuration. */
export type DatabaseConfig = {
  /** a PostgreSQL of the operator's own; null = embedded under `dataFolder` */
  databaseUrl: string | null;
  dataFolder: string;
  pgBouncer: boolean;
};

export type Database = {
  /** Belay's own pool: int8 as number, timestamptz as Instant, date as text. */
  pool: pg.Pool;
  /** One statement outside a transaction: `pool.query`. */
  query: Tx['query'];
  /** See transaction.ts: bounded retries on conflict and on a connection lost before commit. */
  withTransaction<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A pool with pg's own types (timestamptz as Date) for libraries that own their tables; closed with the database. */
  guestPool(name: string, max: number): pg.Pool;
  /** For one direct connection (LISTEN): `new pg.Client(db.connection)`. */
  connection: pg.ClientConfig;
  /** Where the data lies: `embedded` names its folder. */
  where: { embedded: true; folder: string; postmasterPid(): number | null } | { embedded: false };
  /** Ends all pools, stops an embedded server (fast shutdown) and frees the data folder. */
  close(): Promise<void>;
};

/**
 * Opens the system of record: `databaseUrl` when given, otherwise an embedded PostgreSQL under the data folder, which
 * is set up on first use, supervised while Belay runs, and safe after a kill -9 of Belay, of PostgreSQL or of both.
 * Throws StartRefusal: database_unreachable, database_refused, database_too_old, database_not_utf8, data_folder_in_use,
 * and the codes of embedded/.
 */
export const openDatabase = async (config: DatabaseConfig, log: Logger): Promise<Database> => {
  if (config.databaseUrl !== null) {
    const connection = { connectionString: config.databaseUrl };
    await checkServer(connection, log);
    return assemble(connection, log, config.pgBouncer, { embedded: false }, async () => {});
  }
  const embedded = await startEmbedded({ dataFolder: config.dataFolder, log });
  const where = { embedded: true, folder: embedded.folder, postmasterPid: embedded.postmasterPid } as const;
  return assemble(embedded.connection, log, false, where, embedded.stop);
};

const POOL_MAX = 10;

/** Puts a Database together over a server that is there; `stop` runs after the pools have ended. */
export const assemble = (
  connection: pg.ClientConfig,
  log: Logger,
  pgBouncer: boolean,
  where: Database['where'],
  stop: () => Promise<void>,
): Database => {
  const open = (options: Omit<PoolOptions, 'pgBouncer'>) => createPool(connection, log, { ...options, pgBouncer });
  const pool = open({ max: POOL_MAX, name: 'belay', types: 'belay' });
  const guests: pg.Pool[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await Promise.allSettled([pool, ...guests].map((each) => each.end()));
    await stop();
  };
  return {
    pool,
    query: pool.query.bind(pool) as Tx['query'],
    withTransaction: (fn, options) => withTransaction(pool, fn, options),
    guestPool: (name, max) => {
      const guest = open({ max, name: `belay ${name}`, types: 'plain' });
      guests.push(guest);
      return guest;
    },
    connection,
    where,
    close: () => (closing ??= closeAll()),
  };
};
