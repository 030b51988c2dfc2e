import { monotonicMs, TookTooLong, withinTime } from './clock.ts';
import type { Log } from './log.ts';

/** What was started and must be stopped, last first. */
export type Closers = {
  add(name: string, close: () => Promise<void>): void;
  /** Stops all in reverse order, each at most once however often it is asked. Never throws. */
  close(): Promise<void>;
};

/** What all parts together may take to finish what is in hand. */
const PATIENCE_MS = 9_000;
/** A part that has no time left still gets this much. */
const LEAST_MS = 500;

export const closers = (log: Log, { patienceMs = PATIENCE_MS, leastMs = LEAST_MS } = {}): Closers => {
  const open: { name: string; close: () => Promise<void> }[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = async (): Promise<void> => {
    const end = monotonicMs() + patienceMs;
    for (const { name, close } of open.toReversed()) {
      try {
        const finished = await before(Math.max(leastMs, end - monotonicMs()), close());
        if (!finished) log.warn({ part: name }, 'a part did not stop in time');
      } catch (error) {
        log.warn({ err: error, part: name }, 'a part did not stop cleanly');
      }
    }
  };
  return {
    add: (name, close) => void open.push({ name, close }),
    close: () => (closing ??= closeAll()),
  };
};

const before = (lengthMs: number, work: Promise<void>): Promise<boolean> =>
  withinTime(
    work.then(() => true),
    lengthMs,
  ).catch((error: unknown) => {
    if (error instanceof TookTooLong) return false;
    throw error;
  });
