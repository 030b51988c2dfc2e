import type { PersonDetail } from '#contract/people.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

const DETAIL = `p.id, p.name, p.email, p.role, p.tier, p.language, p.time_zone as "timeZone", p.active,
  p.auth_user_id is not null as "signsIn",
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'leads', m.leads) order by t.name)
     from team_member m join team t on t.id = m.team_id where m.person_id = p.id), '[]') as teams,
  coalesce((select jsonb_agg(jsonb_build_object('name', s.name, 'level', k.level) order by s.name)
     from person_skill k join skill s on s.id = k.skill_id where k.person_id = p.id), '[]') as skills,
  p.speaks, p.manager_id as "managerId",
  coalesce((select jsonb_object_agg(c.channel, c.most) from person_capacity c where c.person_id = p.id), '{}') as capacity,
  coalesce((select jsonb_agg(jsonb_build_object('method', n.method, 'afterMs', n.after_ms) order by n.method)
     from notification_rule n where n.person_id = p.id), '[]') as notifications`;

/** A colleague or program, active or not; null when there is none. A customer is none. */
export const readPerson = async (db: Tx, id: PersonId): Promise<PersonDetail | null> => {
  const { rows } = await db.query<PersonDetail>(
    `select ${DETAIL} from person p where p.id = $1 and p.role <> 'customer'`,
    [id],
  );
  return rows[0] ?? null;
};

/** Colleagues and programs, active or not, by id after `after`. */
export const listPeople = async (
  db: Tx,
  { after, limit }: { after: number; limit: number },
): Promise<PersonDetail[]> => {
  const { rows } = await db.query<PersonDetail>(
    `select ${DETAIL} from person p where p.id > $1 and p.role <> 'customer' order by p.id limit $2`,
    [after, limit],
  );
  return rows;
};

export type PersonChange = {
  name?: string | undefined;
  role?: Role | undefined;
  tier?: number | null | undefined;
  language?: Language | undefined;
  timeZone?: string | undefined;
  active?: boolean | undefined;
};

/** Changes what is given; the rest stays. */
export const changePerson = async (tx: Tx, id: PersonId, change: PersonChange): Promise<void> => {
  const { name, role, tier, language, timeZone, active } = change;
  await tx.query(
    `update person set name = coalesce($2, name), role = coalesce($3, role),
       tier = case when $4 then $5 else tier end, language = coalesce($6, language),
       time_zone = coalesce($7, time_zone), active = coalesce($8, active) where id = $1`,
    [id, name, role, tier !== undefined, tier ?? null, language, timeZone, active],
  );
};

/** Whether another active person can still do everything. Takes turns with whoever asks at the same moment. */
export const hasOtherAdmin = async (tx: Tx, id: PersonId): Promise<boolean> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('belay:admins'))`);
  const { rows } = await tx.query(
    `select from person where role = 'admin' and active and auth_user_id is not null and id <> $1 limit 1`,
    [id],
  );
  return rows.length > 0;
};

/** Who of `ids` is no active colleague or program. */
export const unknownPeople = async (tx: Tx, ids: readonly PersonId[]): Promise<PersonId[]> => {
  const { rows } = await tx.query<{ id: PersonId }>(
    `select i.id from unnest($1::bigint[]) i(id) where not exists (select from person p
       where p.id = i.id and p.active and p.role <> 'customer')`,
    [ids],
  );
  return rows.map(({ id }) => id);
};

/** Which of `ids` is no team. */
export const unknownTeams = async (tx: Tx, ids: readonly TeamId[]): Promise<TeamId[]> => {
  const { rows } = await tx.query<{ id: TeamId }>(
    'select i.id from unnest($1::bigint[]) i(id) where not exists (select from team t where t.id = i.id)',
    [ids],
  );
  return rows.map(({ id }) => id);
};

/** From now on the person is in these teams and in no other. */
export const setTeams = async (
  tx: Tx,
  personId: PersonId,
  teams: readonly { id: TeamId; leads: boolean }[],
): Promise<void> => {
  await tx.query('delete from team_member where person_id = $1', [personId]);
  const leading = new Map(teams.map(({ id, leads }) => [id, leads]));
  await tx.query(
    `insert into team_member (team_id, person_id, leads)
     select t.id, $1, t.leads from unnest($2::bigint[], $3::boolean[]) t(id, leads)`,
    [personId, [...leading.keys()], [...leading.values()]],
  );
};
