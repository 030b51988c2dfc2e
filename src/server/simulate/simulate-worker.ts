import { parentPort, workerData } from 'node:worker_threads';
import type pg from 'pg';
import { assemble } from '#server/platform/db/database.ts';
import { createLog } from '#server/platform/log.ts';
import { simulate, type Wish } from './simulate.ts';

/** What the thread is started with. */
export type Errand = { connection: pg.ClientConfig; pgBouncer: boolean; wish: Wish };

const { connection, pgBouncer, wish } = workerData as Errand;
const db = assemble(connection, createLog({ level: 'silent' }), pgBouncer, { embedded: false }, async () => {});
try {
  const isolation = 'repeatable read' as const;
  const found = await db.withTransaction((tx) => simulate(tx, wish), { isolation, attempts: 1 });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Node's, not a window
  parentPort!.postMessage(found);
} finally {
  await db.close();
}
