import type { TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { Database } from '#server/platform/db/database.ts';
import { isOutage, type Tx } from '#server/platform/db/transaction.ts';
import type { Log } from '#server/platform/log.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import { handle, type Door, type TicketAct } from './handle.ts';
import { claimDue, claimOne, firstDue, markStuck } from './sweep-store.ts';

/** Tickets as the sweep sees them: what is due is claimed, decided and written in one transaction. */
export function ticketSource(db: Database, door: Door, log: Log): SweepSource {
  return {
    name: 'tickets',
    async act(limit) {
      let claimed: TicketId[] = [];
      try {
        return await db.withTransaction(async (tx) => {
          claimed = await claimDue(tx, await door.clock.now(tx), limit);
          return tick(tx, door, claimed);
        });
      } catch (error) {
        if (isOutage(error) || claimed.length === 0) throw error;
        return actSingly(db, door, log, claimed);
      }
    },
    async nextDueMs() {
      const due = await firstDue(db);
      return due === null ? null : due - (await door.clock.now(db));
    },
  };
}

async function tick(tx: Tx, door: Door, ids: TicketId[]): Promise<number> {
  if (ids.length === 0) return 0;
  const acts = ids.map((ticketId): TicketAct => ({ ticketId, command: { type: 'tick' }, actor: SYSTEM }));
  return (await handle(tx, door, acts)).length;
}

/** One of a batch threw: each is done alone, so that the thrower starves nobody. */
async function actSingly(db: Database, door: Door, log: Log, ids: TicketId[]): Promise<number> {
  for (const id of ids) {
    try {
      await db.withTransaction(async (tx) => {
        if (await claimOne(tx, id, await door.clock.now(tx))) await tick(tx, door, [id]);
      });
    } catch (error) {
      if (isOutage(error)) throw error;
      log.error({ err: error, ticketId: id }, 'deciding about a ticket threw; it is set aside for a while');
      await db.withTransaction(async (tx) => markStuck(tx, id, error, await door.clock.now(tx)));
    }
  }
  return ids.length;
}
