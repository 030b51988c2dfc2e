import type { Log } from '#server/platform/log.ts';
import { monotonicMs, pause } from '#server/platform/clock.ts';
import type { ServerPlan, ServerProcess } from './server-process.ts';
import { startServer } from './server-process.ts';
import { stopOrphans } from './stop-orphans.ts';

export type Supervised = {
  /** null while it is down */
  pid(): number | null;
  /** stops supervising, then the server */
  stop(): Promise<void>;
};

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;
const STEADY_AFTER_MS = 60_000;
const FIRST_START_TRIES = 4;

/**
 * Starts the server and keeps it running: when it ends by itself, what is left of it is cleared away and it is started
 * again, with a pause that doubles up to ten seconds and starts over after a steady minute. Throws what the last try
 * threw when it cannot be started in the first place.
 */
export const supervise = async (plan: ServerPlan, log: Log): Promise<Supervised> => {
  const stopping = new AbortController();
  let server: ServerProcess | null = await firstStart(plan, log);
  // a Belay that ends without close() takes its server with it; after a kill -9 the next start does
  const atExit = () => killQuietly(server);
  process.once('exit', atExit);

  const restart = async (pauseMs: number): Promise<void> => {
    await pause(pauseMs, stopping.signal).catch(() => {});
    if (stopping.signal.aborted) return;
    try {
      server = await clearAndStart(plan, log);
    } catch (error) {
      log.error({ err: error }, 'PostgreSQL could not be started again');
    }
  };
  const watch = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      if (server !== null) {
        const since = monotonicMs();
        const how = await server.ended;
        server = null;
        if (stopping.signal.aborted) return;
        log.error({ how }, 'PostgreSQL has ended by itself; starting it again');
        if (monotonicMs() - since > STEADY_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      }
      await restart(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
    // the order to stop came while it was starting
    await server?.stop();
  };
  const watching = watch();

  return {
    pid: () => server?.pid ?? null,
    stop: async () => {
      stopping.abort();
      await server?.stop();
      await watching;
      // after a kill there may be backends that have not noticed yet
      await stopOrphans(plan.layout, log);
      process.removeListener('exit', atExit);
    },
  };
};

const clearAndStart = async (plan: ServerPlan, log: Log): Promise<ServerProcess> => {
  await stopOrphans(plan.layout, log);
  return startServer(plan, log);
};

// a postgres that the killed Belay had just begun to start may show itself only now, hence more than one try
const firstStart = async (plan: ServerPlan, log: Log): Promise<ServerProcess> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await clearAndStart(plan, log);
    } catch (error) {
      if (tried >= FIRST_START_TRIES) throw error;
      log.warn({ err: error }, 'PostgreSQL did not start; trying again');
      await pause(200 * tried);
    }
  }
};

const killQuietly = (server: ServerProcess | null): void => {
  if (server === null) return;
  try {
    process.kill(server.pid, 'SIGINT');
  } catch {
    // it has ended already
  }
};
