import type { TicketId } from '#core/ids.ts';
import { MINUTE, SECOND, type Duration } from '#core/time.ts';
import { pause } from '#server/platform/clock.ts';
import { codeOf, isConnectionLoss } from '#server/platform/db/connection-loss.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Log } from '#server/platform/log.ts';
import type { Door } from './handle.ts';
import { decideRow, MOST_ATTEMPTS, type InboundChannel } from './intake-row.ts';
import { postponeIntake, takeUp } from './intake-store.ts';

export type { InboundChannel } from './intake-row.ts';

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
      const took = await takeUpOne(deps);
      failing = false;
      if (!took) await sleep();
    } catch (error) {
      if (!failing) deps.log.warn({ err: error }, 'mail cannot be taken up; it is tried again');
      failing = true;
      await pause(SECOND, stopping).catch(() => {});
    }
  }
}

/** Takes up everything that is due now: for tests, and whoever must not wait. How many. */
export async function takeUpDue(deps: IntakeDeps, limit = 10_000): Promise<number> {
  let count = 0;
  while (count < limit && (await takeUpOne(deps))) count += 1;
  return count;
}

/** One message, in one transaction; false when none is due. Throws only when the database is away. */
export async function takeUpOne(deps: IntakeDeps): Promise<boolean> {
  const { db, door, channel } = deps;
  let inHand: { id: number; attempts: number } | null = null;
  try {
    const ticketId = await db.withTransaction(async (tx) => {
      inHand = null;
      const now = await door.clock.now(tx);
      const row = await takeUp(tx, now);
      if (row === null) return null;
      inHand = { id: row.id, attempts: row.attempts };
      return decideRow({ tx, door, channel, row, now });
    });
    if (ticketId !== null) deps.changed?.([ticketId]);
    return inHand !== null;
  } catch (error) {
    if (inHand === null || isConnectionLoss(error) || codeOf(error) === 'commit_unknown') throw error;
    await postpone(deps, inHand, error);
    return true;
  }
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
