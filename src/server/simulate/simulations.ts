import { SECOND, type Duration } from '#core/time.ts';
import { monotonicMs, pause, TookTooLong, type Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Log } from '#server/platform/log.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import { simulateBeside, type Beside } from './beside.ts';
import type { Simulated, Wish } from './simulate.ts';
import { claimNext, giveBack, settle, stillRuns, type Ended } from './simulation-store.ts';

type Parts = { db: Database; pgBouncer: boolean; clock: Clock; log: Log };

/** Simulations that people asked for, done one after the other beside the desk. */
export interface Simulations {
  /** What begins the next; it only looks, the work is done in a thread. */
  source: SweepSource;
  /** Somebody asked: the next look is at once. */
  wake(): void;
  /** Resolves when none runs here. */
  idle(): Promise<void>;
  /** Stops the one that runs here; it is begun again by whoever starts next. */
  stop(): Promise<void>;
}

/** Whoever runs one says so as often, and how often it is looked whether one waits. */
const BEAT: Duration = SECOND;

/** One of the whole installation runs at a time; what its process took down with it is begun once more. */
export const simulationsOf = (parts: Parts): Simulations => {
  const { db, clock } = parts;
  let looksAt = 0;
  let running: { beside: Beside; ended: Promise<void> } | null = null;
  let isStopping = false;
  const begin = (id: number, wish: Wish): void => {
    const beside = simulateBeside(db, parts.pgBouncer, wish);
    const ended = follow(parts, { id, beside }, () => isStopping).finally(() => {
      running = null;
      looksAt = 0;
    });
    running = { beside, ended };
  };
  return {
    source: {
      name: 'simulations',
      async act() {
        if (running !== null || isStopping || monotonicMs() < looksAt) return 0;
        looksAt = monotonicMs() + BEAT;
        const next = await db.withTransaction(async (tx) => claimNext(tx, await clock.now(tx)));
        if (next === null) return 0;
        begin(next.id, next.wish);
        return 1;
      },
      nextDueMs: async () => null,
    },
    wake: () => void (looksAt = 0),
    idle: async () => running?.ended,
    async stop() {
      isStopping = true;
      await running?.beside.stop();
      await running?.ended;
    },
  };
};

/** Says each second that it goes on, until it ends or nobody wants it any more; then keeps what came of it. */
const follow = async (
  { db, clock, log }: Parts,
  { id, beside }: { id: number; beside: Beside },
  isStopping: () => boolean,
): Promise<void> => {
  const over = new AbortController();
  const told = beside.found.then(endOf, (error: unknown) => {
    if (!isStopping()) log.error({ err: error, simulation: id }, 'a simulation broke');
    return problem(error instanceof TookTooLong ? 'took_too_long' : 'broken');
  });
  const watched = told.finally(() => over.abort());
  try {
    while (!over.signal.aborted) {
      if (!(await stillRuns(db, id, beside.reached(), await clock.now(db)))) await beside.stop();
      await pause(BEAT, over.signal).catch(() => {});
    }
    const ended = await watched;
    if (isStopping() && ended.state === 'failed') await giveBack(db, id);
    else await db.withTransaction(async (tx) => settle(tx, id, ended, await clock.now(tx)));
  } catch (error) {
    // its row says it runs: whoever looks after a while of silence begins it again
    log.error({ err: error, simulation: id }, 'a simulation could not be kept');
    await beside.stop();
  }
};

const endOf = (found: Simulated): Ended =>
  found.ok
    ? { state: 'done', answer: found.simulation }
    : problem(
        found.code,
        (found.errors ?? []).map(({ path, code }) => ({ path, code })),
      );

type Problem = Extract<Ended, { state: 'failed' }>;
const problem = (code: Problem['answer']['code'], errors: Problem['answer']['errors'] = []): Problem => ({
  state: 'failed',
  answer: { code, errors },
});
