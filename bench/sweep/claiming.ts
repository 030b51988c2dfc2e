import type { TicketId } from '#core/ids.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/**
 * The same database, telling which tickets each transaction of the sweep claimed: `claimed` when it did, `committed`
 * when what came of them is written for good.
 */
export function claiming(
  db: Database,
  claimed: (ids: TicketId[]) => void,
  committed: (ids: TicketId[]) => void = () => {},
): Database {
  return {
    ...db,
    async withTransaction(fn, options) {
      let ids: TicketId[] = [];
      const value = await db.withTransaction(
        (tx) =>
          fn({
            query: (async (statement: { name?: string }, ...rest: unknown[]) => {
              const query = tx.query as (...all: unknown[]) => Promise<{ rows: { id: TicketId }[] }>;
              const result = await query.call(tx, statement, ...rest);
              if (statement.name === 'sweep_claim') {
                ids = result.rows.map(({ id }) => id);
                claimed(ids);
              }
              return result;
            }) as Tx['query'],
          }),
        options,
      );
      if (ids.length > 0) committed(ids);
      return value;
    },
  };
}
