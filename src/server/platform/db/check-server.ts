import pg from 'pg';
import type { Logger } from 'pino';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import { monotonicMs, pause } from '#server/platform/clock.ts';
import { codeOf, isConnectionLoss } from './connection-loss.ts';

const OLDEST = 15;
const PATIENCE_MS = 30_000;

/**
 * Waits until the operator's server answers (half a minute: it may be starting beside us) and checks that Belay can
 * live there. Throws StartRefusal: database_unreachable, database_refused, database_too_old, database_not_utf8.
 */
export const checkServer = async (
  connection: pg.ClientConfig,
  log: Logger,
  patienceMs: number = PATIENCE_MS,
): Promise<void> => {
  const { version, encoding } = await ask(connection, log, patienceMs);
  judgeServer(version, encoding);
};

/** Refuses a server older than PostgreSQL 15 (`version` as server_version_num) or a database that is not UTF-8. */
export const judgeServer = (version: number, encoding: string): void => {
  const major = Math.floor(version / 10_000);
  if (major < OLDEST) {
    throw new StartRefusal(
      'database_too_old',
      `DATABASE_URL leads to PostgreSQL ${major}; Belay needs ${OLDEST} or newer. Upgrade that server, or leave DATABASE_URL unset to use the PostgreSQL that comes with Belay.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new StartRefusal(
      'database_not_utf8',
      `The database of DATABASE_URL is encoded in ${encoding}; Belay needs UTF8: create database belay encoding 'UTF8' template template0.`,
    );
  }
};

const ask = async (connection: pg.ClientConfig, log: Logger, patienceMs: number) => {
  const end = monotonicMs() + patienceMs;
  for (;;) {
    try {
      return await askOnce(connection);
    } catch (error) {
      if (!isAway(error)) throw refused(error);
      if (monotonicMs() >= end) throw unreachable(error, patienceMs);
      log.warn({ err: error }, 'the database of DATABASE_URL does not answer yet');
      await pause(500);
    }
  }
};

/** Whether nothing answers there, now or at all. */
export const isAway = (error: unknown): boolean => isConnectionLoss(error) || AWAY.has(codeOf(error) ?? '');

const AWAY = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const askOnce = async (connection: pg.ClientConfig): Promise<{ version: number; encoding: string }> => {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; encoding: string }>(
      "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding",
    );
    return rows[0]!;
  } finally {
    await client.end().catch(() => {});
  }
};

/** What an error of a connection says. */
export const messageOf = (error: unknown): string => {
  // a host with several addresses fails with an AggregateError, whose own message is empty
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  return cause instanceof Error ? cause.message : String(cause);
};

const refused = (error: unknown) =>
  new StartRefusal('database_refused', `The database of DATABASE_URL refused Belay: ${messageOf(error)}`, {
    cause: error,
  });

const unreachable = (error: unknown, patienceMs: number) =>
  new StartRefusal(
    'database_unreachable',
    `The database of DATABASE_URL did not answer for ${patienceMs / 1000} s: ${messageOf(error)}. Check that it runs and that host and port are right.`,
    { cause: error },
  );
