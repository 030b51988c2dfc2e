import type { TicketId } from '#core/ids.ts';
import { MINUTE, SECOND, type Duration } from '#core/time.ts';
import { pause } from '#server/platform/clock.ts';
import { codeOf, isConnectionLoss } from '#server/platform/db/connection-loss.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Log } from '#server/platform/log.ts';
import type { Door } from './handle.ts';
import { takeUpBatch, type Batch } from './intake-batch.ts';
import type { InboundChannel } from './inbound-channel.ts';
import { MOST_ATTEMPTS } from './intake-plan.ts';
import { postponeIntake } from './intake-store.ts';

export type { InboundChannel } from './inbound-channel.ts';

/** What taking up mail needs. */
export interface IntakeDeps {
  db: Pick<Database, 'withTransaction'>;
  door: Door;
  channel: InboundChannel;
  log: Log;
  /** Called after a commit with the ticket that was opened or changed. */
  changed?: (ticketIds: TicketId[]) => void;
}

/** Mail being taken up, for as long as Belay runs. */
export interface Intake {
  /** A message was kept: look now. */
  wake(): void;
  /** Lets the messages in hand finish. */
  stop(): Promise<void>;
}

const LOOK_EVERY: Duration = 250;
const WORKERS = 2;
/** One transaction takes up so many at most: mail that comes alone is never kept waiting for company. */
const BATCH = 16;

/**
 * Takes up what the ledger holds undecided, oldest first, until stopped; what a crash left behind comes first. A message
 * that throws waits longer each time and stands in nobody's way.
 */
export function startIntake(deps: IntakeDeps): Intake {
  const stopping = new AbortController();
  const sleepers = new Set<() => void>();
  const sleep = (): Promise<void> =>
    new Promise((resolve) => {
      const awake = () => {
        clearTimeout(timer);
        sleepers.delete(awake);
        resolve();
      };
      const timer = setTimeout(awake, LOOK_EVERY);
      sleepers.add(awake);
    });
  const wake = () => sleepers.values().next().value?.();
  const working = Array.from({ length: WORKERS }, () => work(deps, stopping.signal, sleep));
  return {
    wake,
    async stop() {
      stopping.abort();
      for (const awake of sleepers) awake();
      await Promise.all(working);
    },
  };
}

async function work(deps: IntakeDeps, stopping: AbortSignal, sleep: () => Promise<void>): Promise<void> {
  let failing = false;
  while (!stopping.aborted) {
    try {
      const took = await takeUpSome(deps, BATCH);
      failing = false;
      if (took === 0) await sleep();
    } catch (error) {
      if (!failing) deps.log.warn({ err: error }, 'mail cannot be taken up; it is tried again');
      failing = true;
      await pause(SECOND, stopping).catch(() => {});
    }
  }
}

/** Takes up everything that is due now: for tests, and whoever must not wait. How many, each counted once a try. */
export async function takeUpDue(deps: IntakeDeps, limit = 10_000): Promise<number> {
  let count = 0;
  for (let took = await takeUpSome(deps, BATCH); took > 0 && count < limit; took = await takeUpSome(deps, BATCH)) {
    count += took;
  }
  return count;
}

/**
 * The messages that wait longest, at most `limit`, in one transaction; how many were decided or put back, 0 when none is
 * due. One that was in hand and left for the next time, as it depends on another or time was up, is not counted. When one
 * of several throws, each is tried by itself. Throws only when the database is away.
 */
export async function takeUpSome(deps: IntakeDeps, limit: number): Promise<number> {
  const batch: Batch = { rows: [], planning: null, decided: 0, changed: [] };
  try {
    await deps.db.withTransaction(async (tx) => {
      Object.assign(batch, { rows: [], planning: null, decided: 0, changed: [] });
      await takeUpBatch(tx, deps, limit, batch);
    });
  } catch (error) {
    if (batch.rows.length === 0 || isConnectionLoss(error) || codeOf(error) === 'commit_unknown') throw error;
    const thrower = batch.planning ?? (batch.rows.length === 1 ? batch.rows[0]! : null);
    if (thrower === null) return takeUpEach(deps, batch.rows.length);
    await postpone(deps, thrower, error);
    return 1;
  }
  if (batch.changed.length > 0) deps.changed?.(batch.changed);
  return batch.decided;
}

async function takeUpEach(deps: IntakeDeps, messages: number): Promise<number> {
  let count = 0;
  for (let each = 0; each < messages; each += 1) count += await takeUpSome(deps, 1);
  return count;
}

async function postpone(
  { db, door, log }: IntakeDeps,
  { id, attempts }: { id: number; attempts: number },
  error: unknown,
): Promise<void> {
  // the same message was decided at this moment: looked at again, this one is its duplicate
  const twin = codeOf(error) === '23505' && (error as { constraint?: string }).constraint === 'intake_identity';
  const waitMs = twin ? 0 : Math.min(5 * MINUTE, SECOND * 4 ** Math.min(attempts, MOST_ATTEMPTS));
  if (!twin) log.error({ err: error, intakeId: id, attempts: attempts + 1 }, 'a message could not be taken up');
  const words = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  await db.withTransaction(async (tx) => postponeIntake(tx, id, words, (await door.clock.now(tx)) + waitMs));
}
