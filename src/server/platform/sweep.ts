import type { Duration } from '#core/time.ts';
import { pause } from '#server/platform/clock.ts';
import type { Log } from '#server/platform/log.ts';

/** A kind of thing that becomes due. The sweep knows nothing else about it. */
export interface SweepSource {
  /** For the log. */
  name: string;
  /** Claims and does up to `limit` due things, oldest first, in transactions of its own; how many it did. */
  act(limit: number): Promise<number>;
  /** How long until the next thing is due, 0 or less when one is; null when nothing will be. */
  nextDueMs(): Promise<Duration | null>;
}

export interface Sweep {
  /** Finishes the batch in hand, then resolves. */
  stop(): Promise<void>;
}

/** Most things of one transaction. */
export const BATCH = 100;
/** Workers that always look; so one that waits for somebody's lock holds up nobody. */
const WORKERS = 2;
/** Workers that come to help while there is more than a batch, and then let go of their connections. */
const HELPERS = 1;
/** So many work at once when much is due: while one decides, the database works for the others. */
export const MOST_WORKERS = WORKERS + HELPERS;

/** The part of a round for what is only looked at again: what is due by itself comes first. */
export const asideOf = (limit: number): number => Math.ceil(limit / 5);
const LONGEST_REST: Duration = 250;
// something is due but another worker has it: looking again at once would only spin
const SHORTEST_REST: Duration = 10;
const LONGEST_BACK_OFF: Duration = 2_000;

export interface SweepOptions {
  sources: SweepSource[];
  log: Log;
  workers?: number;
  helpers?: number;
}

/**
 * Does what is due, for as long as Belay runs: each worker takes batches until nothing is due, then rests until the
 * next moment, at most a quarter of a second. An outage is logged once, waited out, and never ends the sweep.
 */
export function startSweep({ sources, log, workers = WORKERS, helpers = HELPERS }: SweepOptions): Sweep {
  const stopping = new AbortController();
  const helping = new Set<Promise<void>>();
  const callHelp = (): void => {
    if (helping.size >= helpers) return;
    const help = helpOut(sources, stopping.signal).finally(() => helping.delete(help));
    helping.add(help);
  };
  const lane: Lane = { sources, log, stopping: stopping.signal, callHelp };
  const running = Array.from({ length: workers }, () => work(lane));
  return {
    async stop() {
      stopping.abort();
      await Promise.all([...running, ...helping]);
    },
  };
}

interface Lane {
  sources: SweepSource[];
  log: Log;
  stopping: AbortSignal;
  callHelp(): void;
}

/** Batches until nothing is due. */
async function helpOut(sources: SweepSource[], stopping: AbortSignal): Promise<void> {
  // what goes wrong goes wrong for the workers as well, and they say so
  while ((await actOnce({ sources, stopping }).catch(() => 0)) > 0);
}

async function work(lane: Lane): Promise<void> {
  const { log, stopping } = lane;
  let failures = 0;
  while (!stopping.aborted) {
    try {
      const restMs = await pass(lane);
      if (failures > 0) log.info({ failures }, 'the sweep works again');
      failures = 0;
      await rest(restMs, stopping);
    } catch (error) {
      if (failures === 0) log.error({ err: error }, 'the sweep cannot work; it tries again until it can');
      failures += 1;
      await rest(Math.min(LONGEST_BACK_OFF, 50 * 2 ** Math.min(failures, 10)), stopping);
    }
  }
}

/** One round over all sources; how many things were done. `onFull` hears of a batch behind which there may be more. */
async function actOnce(
  { sources, stopping }: Pick<Lane, 'sources' | 'stopping'>,
  onFull: () => void = () => {},
): Promise<number> {
  let acted = 0;
  for (const source of sources) {
    if (stopping.aborted) return 0;
    const done = await source.act(BATCH);
    if (done >= BATCH) onFull();
    acted += done;
  }
  return acted;
}

/** One round over all sources; how long to rest after it. */
async function pass(lane: Lane): Promise<Duration> {
  if ((await actOnce(lane, lane.callHelp)) > 0 || lane.stopping.aborted) return 0;
  let restMs = LONGEST_REST;
  // one after the other: asked at once, each would keep a connection of its own busy, and alive
  for (const source of lane.sources) {
    restMs = Math.min(restMs, (await source.nextDueMs()) ?? LONGEST_REST);
    if (restMs <= SHORTEST_REST) return SHORTEST_REST;
  }
  return restMs;
}

async function rest(lengthMs: Duration, stopping: AbortSignal): Promise<void> {
  if (lengthMs > 0) await pause(lengthMs, stopping).catch(() => {});
}
