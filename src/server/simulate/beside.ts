import { Worker } from 'node:worker_threads';
import type { Database } from '#server/platform/db/database.ts';
import { withinTime } from '#server/platform/clock.ts';
import { MINUTE } from '#core/time.ts';
import type { Simulated, Wish } from './simulate.ts';
import type { Errand, Said } from './simulate-worker.ts';
import type { Reached } from './simulation-store.ts';

const PATIENCE = 10 * MINUTE;
const MOST_MEGABYTES = 1_024;
/** What is decided and told is forgotten at once: with more room for what is young, little of it is carried about. */
export const YOUNG_MEGABYTES = 192;

/** A simulation that runs in a thread of its own. */
export interface Beside {
  /** Rejects when it takes longer than ten minutes or more than a gigabyte, or was stopped. */
  found: Promise<Simulated>;
  /** How far it has come; null before it said so. */
  reached(): Reached | null;
  stop(): Promise<void>;
}

/** Simulates in a thread of its own, so that the desk goes on answering. */
export const simulateBeside = (db: Pick<Database, 'connection'>, pgBouncer: boolean, wish: Wish): Beside => {
  const errand: Errand = { connection: { ...db.connection }, pgBouncer, wish };
  const worker = new Worker(new URL('simulate-worker.ts', import.meta.url), {
    workerData: errand,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  let reached: Reached | null = null;
  const answer = new Promise<Simulated>((resolve, reject) => {
    worker.on('message', (said: Said) => {
      if ('found' in said) resolve(said.found);
      else reached = said.reached;
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the simulation ended without an answer (${code})`)));
  });
  return {
    found: withinTime(answer, PATIENCE).finally(() => worker.terminate()),
    reached: () => reached,
    stop: async () => void (await worker.terminate()),
  };
};
