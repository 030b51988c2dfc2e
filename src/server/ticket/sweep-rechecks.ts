import { SYSTEM } from '#core/people/roles.ts';
import type { Database } from '#server/platform/db/database.ts';
import { asideOf, type SweepSource } from '#server/platform/sweep.ts';
import { handle, type Door, type TicketAct } from './handle.ts';
import { countRechecks, takeRechecks } from './waiting-store.ts';

/** Tickets around which something changed: a second, slower lane, which goes on where it was stopped. */
export const recheckSource = (db: Database, door: Door): SweepSource => ({
  name: 'rechecks',
  act: (limit) =>
    db.withTransaction(async (tx) => {
      const looked = await takeRechecks(tx, asideOf(limit));
      const acts = looked.map(({ ticketId, cause }): TicketAct => ({
        ticketId,
        command: cause === 'customer_tier' ? { type: 'recheck', cause } : { type: 'recheck' },
        actor: SYSTEM,
      }));
      if (acts.length > 0) await handle(tx, door, acts);
      return acts.length;
    }),
  nextDueMs: async () => ((await countRechecks(db)) > 0 ? 0 : null),
});
