import { Worker } from 'node:worker_threads';
import type { Database } from '#server/platform/db/database.ts';
import { withinTime } from '#server/platform/clock.ts';
import { MINUTE } from '#core/time.ts';
import type { Simulated, Wish } from './simulate.ts';
import type { Errand } from './simulate-worker.ts';

const PATIENCE = 2 * MINUTE;
const MOST_MEGABYTES = 1_024;

export type SimulateBeside = (wish: Wish) => Promise<Simulated | 'busy'>;

/**
 * Simulates in a thread of its own, so that the desk goes on answering; one at a time, the next is told that it is busy.
 * Rejects when it takes longer than two minutes or more than a gigabyte.
 */
export const simulatingBeside = (db: Pick<Database, 'connection'>, pgBouncer: boolean): SimulateBeside => {
  let busy = false;
  return async (wish) => {
    if (busy) return 'busy';
    busy = true;
    const errand: Errand = { connection: { ...db.connection }, pgBouncer, wish };
    const worker = new Worker(new URL('simulate-worker.ts', import.meta.url), {
      workerData: errand,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    });
    try {
      return await withinTime(answerOf(worker), PATIENCE);
    } finally {
      busy = false;
      await worker.terminate();
    }
  };
};

const answerOf = (worker: Worker): Promise<Simulated> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the simulation ended without an answer (${code})`)));
  });
