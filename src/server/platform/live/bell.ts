import pg from 'pg';
import type { Log } from '#server/platform/log.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { pause } from '#server/platform/clock.ts';

const CHANNEL = 'belay_changed';
/** A payload holds less than 8,000 bytes; beyond this many ids the bell rings without naming any. */
const MOST_IDS = 400;
const RETRY_MS = 1_000;

/** Rings on all nodes after something was committed. It only wakes: polling is the truth, so a lost ring costs a second. */
export type Bell = {
  /** Never waited for, never throws. Ids that come while a ring is on its way go with the next one. */
  ring(ids: readonly number[]): void;
  close(): Promise<void>;
};

/**
 * Listens on one direct connection and rings over the pool, outside any data transaction: NOTIFY inside one would make
 * commits queue up. `listens: false` behind PgBouncer, where a session is nobody's own.
 */
export const hangBell = (options: {
  db: Tx;
  connection: pg.ClientConfig;
  listens: boolean;
  onRing: () => void;
  log: Log;
}): Bell => {
  const { db, log, onRing } = options;
  const listener = options.listens ? keepListening(options.connection, onRing, log) : null;
  let waiting = new Set<number>();
  let ringing: Promise<void> | null = null;
  const send = async (): Promise<void> => {
    while (waiting.size > 0) {
      const payload = waiting.size > MOST_IDS ? '' : [...waiting].join(',');
      waiting = new Set();
      try {
        await db.query({ name: 'bell_ring', text: 'select pg_notify($1, $2)', values: [CHANNEL, payload] });
      } catch (error) {
        log.debug({ err: error }, 'the bell did not ring');
      }
    }
    ringing = null;
  };
  return {
    ring(ids) {
      for (const id of ids) waiting.add(id);
      // this process need not wait for its own echo
      onRing();
      ringing ??= send();
    },
    async close() {
      await ringing;
      await listener?.();
    },
  };
};

/** Listens, and listens again when the connection is lost. Gives back how to stop. */
const keepListening = (connection: pg.ClientConfig, onRing: () => void, log: Log): (() => Promise<void>) => {
  const stop = new AbortController();
  const listen = async (): Promise<void> => {
    const client = new pg.Client({ ...connection, application_name: 'belay bell', keepAlive: true });
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', onRing);
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      // what happened while nobody listened
      onRing();
      await lost;
    } finally {
      await client.end().catch(() => {});
    }
  };
  const running = (async () => {
    while (!stop.signal.aborted) {
      await listen().catch((error: unknown) => log.debug({ err: error }, 'the bell lost its connection'));
      await pause(RETRY_MS, stop.signal).catch(() => {});
    }
  })();
  return async () => {
    stop.abort();
    await running;
  };
};
