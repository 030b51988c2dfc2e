import type { PersonId, TicketId } from '#core/ids.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { handle, MOST_ACTS, type Door, type TicketAct } from './handle.ts';
import type { PersonActor } from './sight.ts';

/** More than anybody ever holds: whoever is given tickets while they leave is not waited for. */
const MOST_ROUNDS = 100;

type Giving = { db: Database; door: Door; changed: (ids: TicketId[]) => void };

/**
 * Gives up what somebody holds who leaves, a hundred at a time: every open ticket goes back to its team, as an act of
 * `by` (where `by` is kept away, of whoever leaves), and every escalation they have acknowledged climbs on. Whoever
 * finds some left asks again.
 */
export const giveBack = async (giving: Giving, personId: PersonId, actor: PersonActor): Promise<void> => {
  // whoever asks by a key: work of somebody who has left is moved on also where programs are stopped
  const { byKey: _, ...by } = actor;
  await inRounds(giving, async (tx) => {
    const { rows } = await tx.query<{ id: TicketId; excluded: PersonId[] }>(
      `select id, excluded from ticket where assignee_id = $1 and status <> 'closed' order by id limit $2`,
      [personId, MOST_ACTS],
    );
    const command = { type: 'assign', assigneeId: null, teamId: null } as const;
    return rows.map(({ id: ticketId, excluded }) => ({
      ticketId,
      actor: excluded.includes(by.personId) ? { ...by, personId } : by,
      command,
    }));
  });
  await inRounds(giving, async (tx) => {
    const { rows } = await tx.query<{ ticketId: TicketId; id: number; isSilent: boolean }>(
      `select ticket_id as "ticketId", id, silence is not null as "isSilent" from escalation
       where acknowledged_by = $1 and status = 'acknowledged' order by ticket_id, id limit $2`,
      [personId, MOST_ACTS / 2],
    );
    return rows.flatMap(({ ticketId, id: escalationId, isSilent }) => {
      const act = (type: 'end_silence' | 'take_back'): TicketAct => ({
        ticketId,
        actor: { ...by, personId },
        command: { type, escalationId },
      });
      return isSilent ? [act('end_silence'), act('take_back')] : [act('take_back')];
    });
  });
};

/** Passes what `find` finds through the door, a transaction a round, until it finds few. */
const inRounds = async ({ db, door, changed }: Giving, find: (tx: Tx) => Promise<TicketAct[]>): Promise<void> => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const ids = await db.withTransaction(async (tx) => {
      const acts = await find(tx);
      await handle(tx, door, acts);
      return acts.map(({ ticketId }) => ticketId);
    });
    if (ids.length > 0) changed(ids);
    if (ids.length < MOST_ACTS / 2) return;
  }
};
