import type { PersonId, TicketId } from '#core/ids.ts';
import type { Database } from '#server/platform/db/database.ts';
import { handle, MOST_ACTS, type Door } from './handle.ts';
import type { PersonActor } from './sight.ts';

/** More than anybody ever holds: whoever is given tickets while they leave is not waited for. */
const MOST_ROUNDS = 100;

/**
 * Gives every open ticket of somebody who leaves back to its team, a hundred at a time, as an act of `by`; where `by` is
 * kept away, as an act of whoever leaves. Whoever finds some left asks again.
 */
export const giveBack = async (
  { db, door, changed }: { db: Database; door: Door; changed: (ids: TicketId[]) => void },
  personId: PersonId,
  by: PersonActor,
): Promise<void> => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const ids = await db.withTransaction(async (tx) => {
      const { rows } = await tx.query<{ id: TicketId; excluded: PersonId[] }>(
        `select id, excluded from ticket where assignee_id = $1 and status <> 'closed' order by id limit $2`,
        [personId, MOST_ACTS],
      );
      const given = rows.map(({ id }) => id);
      const command = { type: 'assign', assigneeId: null, teamId: null } as const;
      await handle(
        tx,
        door,
        rows.map(({ id: ticketId, excluded }) => ({
          ticketId,
          actor: excluded.includes(by.personId) ? { ...by, personId } : by,
          command,
        })),
      );
      return given;
    });
    if (ids.length > 0) changed(ids);
    if (ids.length < MOST_ACTS) return;
  }
};
