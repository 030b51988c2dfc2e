import { PgBoss, type Db } from 'pg-boss';
import { SECOND } from '#core/time.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Log } from '#server/platform/log.ts';
import type { Carrier } from './carrier.ts';

const QUEUE = 'outbox';
const CONNECTIONS = 2;
/** Rows delivered side by side, so that one slow receiver does not hold up all others. */
const WORKERS = 2;
const BATCH = 5;

interface Job {
  outboxId: number;
}

/** pg-boss as the carrier: its jobs hold a row's id and nothing else, in its own schema `pgboss`. */
export interface StartedCarrier extends Carrier {
  /**
   * Has `deliver` look at every carried id. What it throws is tried again by pg-boss, soon and a few times: that is for
   * a database that is away, the row itself says when a mail is tried again.
   */
  work(deliver: (outboxId: number) => Promise<void>): Promise<void>;
  /** Lets deliveries in hand finish (up to 10 s), then lets go of the database. */
  stop(): Promise<void>;
}

/** Makes or brings up to date pg-boss's own tables, and starts its upkeep. */
export async function startCarrier(db: Database, log: Log): Promise<StartedCarrier> {
  const pool = db.guestPool('carrier', CONNECTIONS);
  const boss = new PgBoss({
    db: through(pool),
    schema: 'pgboss',
    schedule: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
  });
  reportOnce(boss, log);
  await boss.start({ attempts: 5 });
  // One waiting job a row: carrying an id that is carried already changes nothing.
  await boss.createQueue(QUEUE, {
    policy: 'short',
    retryLimit: 5,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 180,
    deleteAfterSeconds: 3_600,
  });
  return {
    async add(tx, rows) {
      if (rows.length === 0) return;
      const jobs = rows.map(({ outboxId, delayMs }) => ({
        data: { outboxId } satisfies Job,
        singletonKey: String(outboxId),
        // pg-boss counts from the start of the transaction, the row from after its locks: a job must not be early
        startAfter: delayMs > 0 ? (delayMs + SECOND) / SECOND : 0,
      }));
      await boss.insert(QUEUE, jobs, { db: through(tx) });
    },
    async work(deliver) {
      const options = {
        batchSize: BATCH,
        localConcurrency: WORKERS,
        pollingIntervalSeconds: 0.5,
        burstWhenBatchFull: true,
        perJobResults: true,
      } as const;
      await boss.work<Job, unknown, typeof options>(QUEUE, options, async (jobs) =>
        Promise.all(
          jobs.map(async ({ id, data }) => {
            try {
              await deliver(data.outboxId);
              return { id, status: 'completed' as const };
            } catch (error) {
              log.warn({ err: error, outboxId: data.outboxId }, 'a delivery could not be attempted');
              return { id, status: 'failed' as const, output: { message: String(error) } };
            }
          }),
        ),
      );
    },
    stop: () => boss.stop({ graceful: true, timeout: 10 * SECOND, close: false }),
  };
}

const through = (tx: { query: (text: string, values: unknown[]) => Promise<unknown> }): Db =>
  ({ executeSql: (text, values) => tx.query(text, values ?? []) }) as Db;

/** An outage makes pg-boss complain at every poll: the log hears of it once until something is carried again. */
function reportOnce(boss: PgBoss, log: Log): void {
  let last = '';
  boss.on('error', (error) => {
    const { message } = error as Error;
    if (message === last) return;
    last = message;
    log.warn({ err: error }, 'the outbox carrier met an error and goes on');
  });
}
