import pg from 'pg';
import type { Logger } from 'pino';
import { belayTypes } from './values.ts';

export type PoolOptions = {
  /** connections at most */
  max: number;
  /** seen in pg_stat_activity */
  name: string;
  /** 'belay': int8 as number, timestamptz as Instant, date as text; 'plain': pg's own, for libraries with own tables */
  types: 'belay' | 'plain';
  /** behind PgBouncer in transaction mode: statements lose their names, no start-up options are sent */
  pgBouncer: boolean;
};

// bounds for a statement or a transaction that hangs; migrations lift the first one for themselves
const SESSION = '-c TimeZone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000';

/** Opens no connection yet. Errors of idle connections are logged and never end the process. */
export const createPool = (connection: pg.ClientConfig, log: Logger, options: PoolOptions): pg.Pool => {
  const pool = new pg.Pool({
    ...connection,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
    // a connection at rest is a process with its caches, some 5 MB; making one takes a few milliseconds
    idleTimeoutMillis: 5_000,
    // and the caches only grow: a new one of a minute ago has half of what one has that lived through a busy hour
    maxLifetimeSeconds: 60,
    keepAlive: true,
    ...(options.types === 'belay' ? { types: belayTypes } : {}),
    ...(options.pgBouncer ? { Client: UnnamedClient } : { options: SESSION }),
  });
  const lost = (error: Error) => {
    // a pool being ended does not wait until its connections have said goodbye
    if (!pool.ending) log.warn({ err: error, pool: options.name }, 'database connection lost');
  };
  pool.on('error', lost);
  // a connection that breaks while checked out, between two statements, reports to nobody but the client
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
};

/** PgBouncer in transaction mode forgets named statements: the same queries, without their names. */
class UnnamedClient extends pg.Client {
  // oxlint-disable-next-line typescript/no-explicit-any -- pg declares eight overloads; only the first argument changes
  override query(...args: any[]): any {
    const [first, ...rest] = args;
    if (
      typeof first === 'object' &&
      first !== null &&
      typeof first.name === 'string' &&
      typeof first.submit !== 'function'
    ) {
      const { name: _, ...unnamed } = first;
      return (super.query as (...all: unknown[]) => unknown)(unnamed, ...rest);
    }
    return (super.query as (...all: unknown[]) => unknown)(first, ...rest);
  }
}
