import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duration, Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** The version of the time zone data by which this process reads calendars, like `2026c`. */
export const ZONE_DATA = process.versions['tz'] ?? 'unknown';

/** Where the door learns what time it is. Asked inside the deciding transaction, after the rows are locked. */
export type Clock = {
  /** The present moment, in whole milliseconds. */
  now(tx: Tx): Promise<Instant>;
};

/**
 * The clock of the transaction's own connection: `clock_timestamp()`, so that all nodes share one clock and a
 * transaction that waited for a lock learns the time after the wait. Cut down to whole milliseconds.
 */
export const databaseClock: Clock = {
  async now(tx) {
    const { rows } = await tx.query<{ now: Instant }>({
      name: 'clock_now',
      text: 'select clock_timestamp() as now',
    });
    return rows[0]!.now;
  },
};

/** A clock that stands still until it is moved: for tests and for simulations on real parts. */
export type ManualClock = Clock & {
  /** Moves to a moment; moving backwards is a bug in the caller and throws. */
  moveTo(moment: Instant): void;
  /** Moves forward by `lengthMs` milliseconds. */
  advance(lengthMs: Duration): void;
  /** The moment it stands at, for callers without a transaction. */
  readonly current: Instant;
};

/** Makes a manual clock that stands at `start` (milliseconds since 1970 UTC). */
export const manualClock = (start: Instant): ManualClock => {
  let current = start;
  const moveTo = (moment: Instant) => {
    if (!(moment >= current)) throw new Error(`a clock does not go back: ${current} -> ${moment}`);
    current = moment;
  };
  return {
    now: async () => current,
    moveTo,
    advance: (lengthMs) => moveTo(current + lengthMs),
    get current() {
      return current;
    },
  };
};

/** Milliseconds on the process's own steady clock: for timeouts and measurements, never for what is stored. */
export const monotonicMs = (): number => performance.now();

/** Waits `lengthMs` milliseconds; rejects with AbortError when `signal` fires first. */
export const pause = async (lengthMs: Duration, signal?: AbortSignal): Promise<void> => {
  await sleep(lengthMs, undefined, signal ? { signal } : {});
};

/** Asks `condition` every `everyMs` until it holds; false when `withinMs` have gone by without it. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  { withinMs, everyMs = 10 }: { withinMs: Duration; everyMs?: Duration },
): Promise<boolean> => {
  const end = monotonicMs() + withinMs;
  for (;;) {
    if (await condition()) return true;
    if (monotonicMs() >= end) return false;
    await pause(everyMs);
  }
};

/** What was waited for did not come in time. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** The result of `work`, or a rejection with TookTooLong after `lengthMs`; what comes later is nobody's any more. */
export const withinTime = async <T>(work: Promise<T>, lengthMs: Duration): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`took longer than ${lengthMs} ms`)), lengthMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
};

/** What the machine's own clock says: only to compare it with the database's, which is the one that counts. */
export const machineClock = (): Instant => Date.now();
