import { parentPort, workerData } from 'node:worker_threads';
import type pg from 'pg';
import { assemble } from '#server/platform/db/database.ts';
import { createLog } from '#server/platform/log.ts';
import { simulate, type Simulated, type Wish } from './simulate.ts';
import type { Reached } from './simulation-store.ts';

/** What the thread is started with. */
export type Errand = { connection: pg.ClientConfig; pgBouncer: boolean; wish: Wish };
/** What it says: how far it has come, again and again, and at last what it found. */
export type Said = { reached: Reached } | { found: Simulated };

const { connection, pgBouncer, wish } = workerData as Errand;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Node's, not a window
const say = (said: Said): void => parentPort!.postMessage(said);
const db = assemble(connection, createLog({ level: 'silent' }), pgBouncer, { embedded: false }, async () => {});
try {
  const isolation = 'repeatable read' as const;
  const found = await db.withTransaction(
    (tx) => simulate(tx, wish, (doing, done, of) => say({ reached: { doing, done, of } })),
    { isolation, attempts: 1 },
  );
  say({ found });
} finally {
  await db.close();
}
