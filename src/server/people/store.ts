import type { PersonId, TeamId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** A person who may sign in, with what decides what they may do. */
export type StaffPerson = {
  id: PersonId;
  name: string;
  email: string | null;
  role: Role;
  tier: number | null;
  language: Language;
  timeZone: string;
  teams: { id: TeamId; name: string; leads: boolean }[];
};

const COLUMNS = `p.id, p.name, p.email, p.role, p.tier, p.language, p.time_zone as "timeZone",
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'leads', m.leads) order by t.name)
     from team_member m join team t on t.id = m.team_id where m.person_id = p.id), '[]') as teams`;

/** The person a session belongs to; null when nobody, or nobody who is still active. */
export const findByAuthUser = async (db: Tx, authUserId: string): Promise<StaffPerson | null> => {
  const { rows } = await db.query<StaffPerson>({
    name: 'people_by_auth_user',
    text: `select ${COLUMNS} from person p where p.auth_user_id = $1 and p.active`,
    values: [authUserId],
  });
  return rows[0] ?? null;
};

/** An active person with teams; null when there is none. */
export const findStaff = async (db: Tx, personId: PersonId): Promise<StaffPerson | null> => {
  const { rows } = await db.query<StaffPerson>({
    name: 'people_by_id',
    text: `select ${COLUMNS} from person p where p.id = $1 and p.active`,
    values: [personId],
  });
  return rows[0] ?? null;
};

/** An active person by address, and their login (null = none); null when nobody has the address. */
export const findByEmail = async (
  db: Tx,
  email: string,
): Promise<{ id: PersonId; name: string; role: Role; authUserId: string | null } | null> => {
  const { rows } = await db.query(
    `select id, name, role, auth_user_id as "authUserId" from person where email = $1 and active`,
    [email.toLowerCase()],
  );
  return rows[0] ?? null;
};

/** Whether anybody can sign in at all. */
export const hasLogins = async (db: Tx): Promise<boolean> => {
  const { rows } = await db.query('select from person where auth_user_id is not null and active limit 1');
  return rows.length > 0;
};

/** The addresses of people by id, of those who have one. */
export const readEmails = async (db: Tx, ids: PersonId[]): Promise<Record<string, string>> => {
  const { rows } = await db.query('select id, email from person where id = any($1) and email is not null', [ids]);
  return Object.fromEntries(rows.map(({ id, email }) => [String(id), email]));
};

/** The login of a person; null when they have none. */
export const findLogin = async (db: Tx, personId: PersonId): Promise<string | null> => {
  const { rows } = await db.query('select auth_user_id as "authUserId" from person where id = $1', [personId]);
  return rows[0]?.authUserId ?? null;
};

/** From now on the login `authUserId` is this person's. */
export const linkLogin = async (db: Tx, personId: PersonId, authUserId: string): Promise<void> => {
  const { rowCount } = await db.query('update person set auth_user_id = $2 where id = $1', [personId, authUserId]);
  if (rowCount !== 1) throw new Error(`there is no person ${personId}`);
};

/** Everyone who may be assigned or named: active people who are neither customers nor programs. At most 1,000. */
export const listStaff = async (
  db: Tx,
): Promise<{ id: PersonId; name: string; role: Role; tier: number | null; teamIds: TeamId[] }[]> => {
  const { rows } = await db.query(
    `select p.id, p.name, p.role, p.tier,
            array(select m.team_id from team_member m where m.person_id = p.id order by m.team_id) as "teamIds"
       from person p where p.role <> 'customer' and p.role <> 'bot' and p.active order by p.name, p.id limit 1000`,
  );
  return rows;
};

/** Every team, by name. */
export const listTeams = async (db: Tx): Promise<{ id: TeamId; name: string }[]> => {
  const { rows } = await db.query('select id, name from team order by name limit 1000');
  return rows;
};
