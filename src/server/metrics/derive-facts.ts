import type { TicketId } from '#core/ids.ts';
import { cyclesOf } from '#core/metrics/cycles.ts';
import { factOf, NO_FACT } from '#core/metrics/facts.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { lockTickets } from '#server/ticket/ticket-store.ts';
import { writeCycles, type TicketCycles } from './cycle-store.ts';
import { readFacts, withoutFacts, writeFacts, type FactChange } from './fact-store.ts';

/** Gives tickets that are older than their facts what their logs say, with their clocks' cycles, up to `limit` a look, and then rests for good. */
export const olderTickets = (db: Pick<Database, 'withTransaction'>): SweepSource => {
  let after: TicketId | null = 0;
  return {
    name: 'facts of older tickets',
    async act(limit) {
      const from = after;
      if (from === null) return 0;
      const done = await db.withTransaction((tx) => deriveFacts(tx, from, limit));
      after = done.at(-1) ?? null;
      return done.length;
    },
    nextDueMs: async () => null,
  };
};

/** The tickets above `after` that had no fact and have one now, ascending, at most `limit`. */
const deriveFacts = async (tx: Tx, after: TicketId, limit: number): Promise<TicketId[]> => {
  const ids = await withoutFacts(tx, after, limit);
  if (ids.length === 0) return [];
  await lockTickets(tx, ids);
  // whoever else swept may have been quicker while the locks were waited for
  const known = await readFacts(tx, ids);
  const [facts, cycles]: [FactChange[], TicketCycles[]] = [[], []];
  for (const ticketId of ids.filter((id) => !known.has(id))) {
    const log = await readLog(tx, ticketId);
    facts.push({ ticketId, opened: true, fact: factOf(null, log) ?? NO_FACT });
    const change = cyclesOf(null, log);
    if (change !== null) cycles.push({ ticketId, ...change });
  }
  await writeFacts(tx, facts);
  await writeCycles(tx, cycles);
  return ids;
};
