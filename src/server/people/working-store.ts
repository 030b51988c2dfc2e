import type { PersonId } from '#core/ids.ts';
import type { NotificationMethod } from '#core/people/roster.ts';
import type { Channel } from '#core/ticket/ticket.ts';
import type { Duration } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** The most tickets of each channel a person holds at once; a channel that is not named has no limit. */
export const setCapacity = async (
  tx: Tx,
  personId: PersonId,
  capacity: Partial<Record<Channel, number | undefined>>,
): Promise<void> => {
  const limits = Object.entries(capacity).filter(([, most]) => most !== undefined);
  await tx.query('delete from person_capacity where person_id = $1', [personId]);
  await tx.query(
    'insert into person_capacity (person_id, channel, most) select $1, * from unnest($2::text[], $3::int[])',
    [personId, limits.map(([channel]) => channel), limits.map(([, most]) => most)],
  );
};

/** From now on these are all the limits there are. */
export const setCapacities = async (
  tx: Tx,
  holders: readonly { personId: PersonId; most: Partial<Record<Channel, number | undefined>> }[],
): Promise<void> => {
  await tx.query('delete from person_capacity');
  for (const { personId, most } of holders) await setCapacity(tx, personId, most);
};

/** How a person is told, and how long each way waits; none = at once, in every way there is. */
export const setNotifications = async (
  tx: Tx,
  personId: PersonId,
  rules: readonly { method: NotificationMethod; afterMs: Duration }[],
): Promise<void> => {
  const waits = new Map(rules.map(({ method, afterMs }) => [method, afterMs]));
  await tx.query('delete from notification_rule where person_id = $1', [personId]);
  await tx.query(
    'insert into notification_rule (person_id, method, after_ms) select $1, * from unnest($2::text[], $3::bigint[])',
    [personId, [...waits.keys()], [...waits.values()]],
  );
};

/** Most managers above each other. */
const MOST_MANAGERS = 20;

/** From now on the person reports to this one. False, and nothing changed, when that would go round in a circle. */
export const setManager = async (tx: Tx, personId: PersonId, managerId: PersonId | null): Promise<boolean> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('belay:managers'))`);
  const { rows } = await tx.query<{ circle: boolean }>(
    `with recursive above (id, deep) as (select $2::bigint, 1
       union select p.manager_id, a.deep + 1 from above a join person p on p.id = a.id
         where p.manager_id is not null and a.deep < ${MOST_MANAGERS})
     select exists (select from above where id = $1 or deep = ${MOST_MANAGERS}) as circle`,
    [personId, managerId],
  );
  if (rows[0]!.circle) return false;
  await tx.query('update person set manager_id = $2 where id = $1', [personId, managerId]);
  return true;
};
