import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { monotonicMs, pause } from '#server/platform/clock.ts';
import { codeOf, isConnectionLoss } from './connection-loss.ts';

/** Something that answers queries: a transaction, or the pool itself. */
export type Tx = Pick<pg.ClientBase, 'query'>;

export type TransactionOptions = {
  /** default `read committed` */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** runs in all after conflicts, the first included; default 8 (about 2 s of back-off) */
  attempts?: number;
  /** how long a lost connection is tried again; default 10 s, enough for an embedded server to come back */
  lossPatienceMs?: number;
  /**
   * Named statements are planned once for whatever values, not anew for each: for a big statement whose plan is the same
   * for all. Else PostgreSQL may plan each time, and planning may cost more than reading. Default false.
   */
  plansOnce?: boolean;
};

/**
 * The connection went away after `commit` was sent: the work is there or it is not, and only the caller's own unique
 * key can tell. It is never tried again here.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
  readonly code = 'commit_unknown';
}

/** The connection went, not the work: nothing is known against what was being done. */
export const isOutage = (error: unknown): boolean => error instanceof CommitUnknown || isConnectionLoss(error);

const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error) ?? '');

/**
 * Runs `fn` in one transaction and commits what it returns from; whatever `fn` throws rolls back and is thrown on.
 * `fn` runs again, with growing pauses, after a serialisation failure (40001) or a deadlock (40P01), at most `attempts`
 * times, and after a connection lost before `commit` was sent, for `lossPatienceMs`. So it must keep its hands off
 * everything but `tx`. Throws what the last run threw, or CommitUnknown.
 */
export const withTransaction = async <T>(
  pool: pg.Pool,
  fn: (tx: Tx) => Promise<T>,
  { isolation = 'read committed', attempts = 8, lossPatienceMs = 10_000, plansOnce = false }: TransactionOptions = {},
): Promise<T> => {
  const giveUpAt = monotonicMs() + lossPatienceMs;
  const begin = `begin isolation level ${isolation}${plansOnce ? PLANS_ONCE : ''}`;
  let conflicts = 0;
  for (let run = 1; ; run += 1) {
    try {
      return await runOnce(pool, fn, begin);
    } catch (error) {
      if (isConflict(error)) conflicts += 1;
      else if (error instanceof CommitUnknown || !isConnectionLoss(error) || monotonicMs() >= giveUpAt) throw error;
      if (conflicts >= attempts) throw error;
      await pause(backOffMs(run));
    }
  }
};

// spread out, so that two that met in a deadlock do not meet again
const backOffMs = (run: number): number => randomInt(13, 26) * 2 ** Math.min(run - 1, 5);

const PLANS_ONCE = '; set local plan_cache_mode = force_generic_plan';

const runOnce = async <T>(pool: pg.Pool, fn: (tx: Tx) => Promise<T>, begin: string): Promise<T> => {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query(begin);
    const value = await fn(client);
    await commit(client);
    return value;
  } catch (error) {
    broken = error instanceof CommitUnknown || isConnectionLoss(error) || !(await rollback(client));
    throw error;
  } finally {
    client.release(broken);
  }
};

const commit = async (client: pg.PoolClient): Promise<void> => {
  const result = await client.query('commit').catch((error: unknown) => {
    throw isConnectionLoss(error) ? new CommitUnknown('connection lost while committing', { cause: error }) : error;
  });
  // PostgreSQL answers `commit` with ROLLBACK when an error inside was swallowed
  if (result.command !== 'COMMIT') throw new Error('a failed statement was swallowed inside a transaction');
};

const rollback = (client: pg.PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  );
