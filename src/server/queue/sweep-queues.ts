import type { Database } from '#server/platform/db/database.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import type { Door } from '#server/ticket/handle.ts';
import { claimForecast, firstForecast } from './forecast-store.ts';
import { handleQueue } from './handle.ts';

/** Queues as the sweep sees them: each is forecast every minute, by one at a time. */
export const queueSource = (db: Database, door: Door): SweepSource => ({
  name: 'queues',
  act: () =>
    db.withTransaction(async (tx) => {
      const now = await door.clock.now(tx);
      const queue = await claimForecast(tx, now);
      if (queue === null) return 0;
      await handleQueue(tx, door, queue, now);
      return 1;
    }),
  async nextDueMs() {
    const at = await firstForecast(db);
    return at === null ? null : at - (await door.clock.now(db));
  },
});
