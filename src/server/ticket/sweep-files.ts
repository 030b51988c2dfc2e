import { MINUTE, type Duration } from '#core/time.ts';
import { monotonicMs, type Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import { pruneLinks } from '#server/approval/link-store.ts';
import { prunePresence } from './presence-store.ts';
import { pruneUploads } from './upload-store.ts';

const LOOKS_EVERY: Duration = 10 * MINUTE;

/** Clears away what nobody will ask for: files that no message took, and presence that ended. Now and then, never urgent. */
export const leftoverSource = (db: Database, clock: Clock): SweepSource => {
  let looksAt = 0;
  return {
    name: 'leftovers',
    async act(limit) {
      if (monotonicMs() < looksAt) return 0;
      const pruned = await db.withTransaction(async (tx) => {
        const now = await clock.now(tx);
        await prunePresence(tx, now, limit);
        await pruneLinks(tx, now, limit);
        return pruneUploads(tx, now, limit);
      });
      // a full batch: there may be more
      if (pruned < limit) looksAt = monotonicMs() + LOOKS_EVERY;
      return pruned;
    },
    nextDueMs: async () => null,
  };
};
