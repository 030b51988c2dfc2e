import type { Absence } from '#contract/duty.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

const COLUMNS = `a.id, jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role) as person,
  a.from_at as "from", a.until_at as until, a.reason,
  case when s.id is not null then jsonb_build_object('id', s.id, 'name', s.name, 'role', s.role) end as "standIn"`;
const FROM = `absence a join person p on p.id = a.person_id left join person s on s.id = a.stand_in_id`;

/** Absences that have not ended at `now`, of one person or of everybody, the earliest first; at most 1,000. */
export const listAbsences = async (
  db: Tx,
  { now, personId }: { now: Instant; personId: PersonId | null },
): Promise<Absence[]> => {
  const { rows } = await db.query<Absence>(
    `select ${COLUMNS} from ${FROM} where a.until_at > $1 and ($2::bigint is null or a.person_id = $2)
     order by a.from_at, a.id limit 1000`,
    [toTimestamp(now), personId],
  );
  return rows;
};

/** One absence; null when there is none. */
export const findAbsence = async (db: Tx, id: number): Promise<Absence | null> => {
  const { rows } = await db.query<Absence>(`select ${COLUMNS} from ${FROM} where a.id = $1`, [id]);
  return rows[0] ?? null;
};

export interface NewAbsence {
  personId: PersonId;
  from: Instant;
  until: Instant;
  reason: Absence['reason'];
  standInId: PersonId | null;
}

/** Puts down an absence; its id. */
export const addAbsence = async (tx: Tx, absence: NewAbsence, now: Instant): Promise<number> => {
  const { rows } = await tx.query<{ id: number }>(
    `insert into absence (person_id, from_at, until_at, reason, stand_in_id, created_at)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      absence.personId,
      toTimestamp(absence.from),
      toTimestamp(absence.until),
      absence.reason,
      absence.standInId,
      toTimestamp(now),
    ],
  );
  return rows[0]!.id;
};

/** Ends an absence at once: one that has not begun is gone, one that holds ends now, one that is over stays. */
export const endAbsence = async (tx: Tx, id: number, now: Instant): Promise<void> => {
  await tx.query('delete from absence where id = $1 and from_at >= $2', [id, toTimestamp(now)]);
  await tx.query('update absence set until_at = $2 where id = $1 and from_at < $2 and until_at > $2', [
    id,
    toTimestamp(now),
  ]);
};
