import type { TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { ZONE_DATA } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { asideOf, type SweepSource } from '#server/platform/sweep.ts';
import { handle, type Door, type TicketAct } from './handle.ts';
import { markZoned, olderZoned } from './zone-data-store.ts';

/**
 * Computes anew what was computed with older time zone data than this process has, ticket by ticket, and then rests
 * for good. A node with older data leaves alone what a newer one has computed.
 */
export const zoneSource = (db: Database, door: Door): SweepSource => {
  let after: TicketId | null = 0;
  return {
    name: 'time zone data',
    async act(limit) {
      const from = after;
      if (from === null) return 0;
      const ids = await db.withTransaction(async (tx) => {
        const older = await olderZoned(tx, ZONE_DATA, from, asideOf(limit));
        if (older.length === 0) return older;
        const command = { type: 'recheck', cause: 'zone_data' } as const;
        await handle(
          tx,
          door,
          older.map((ticketId): TicketAct => ({ ticketId, command, actor: SYSTEM })),
        );
        await markZoned(tx, older, ZONE_DATA);
        return older;
      });
      after = ids.at(-1) ?? null;
      return ids.length;
    },
    nextDueMs: async () => null,
  };
};
