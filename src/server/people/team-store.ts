import type { TeamDetail } from '#contract/people.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Teams with members and mailboxes, by name; one of them when an id is given. At most 1,000. */
export const readTeams = async (db: Tx, id: TeamId | null = null): Promise<TeamDetail[]> => {
  const { rows } = await db.query<TeamDetail>(
    `select t.id, t.name,
       coalesce((select jsonb_agg(jsonb_build_object('person', jsonb_build_object('id', p.id, 'name', p.name, 'role',
           p.role), 'leads', m.leads) order by p.name, p.id)
         from team_member m join person p on p.id = m.person_id and p.active where m.team_id = t.id), '[]') as members,
       coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'address', b.address) order by b.address)
         from mailbox b where b.team_id = t.id and b.active), '[]') as mailboxes
     from team t where $1::bigint is null or t.id = $1 order by t.name limit 1000`,
    [id],
  );
  return rows;
};

/** Gives a team another name. Throws on a name that is taken. */
export const renameTeam = async (tx: Tx, id: TeamId, name: string): Promise<void> => {
  await tx.query('update team set name = $2 where id = $1', [id, name]);
};

/** From now on these and no others are in the team. */
export const setMembers = async (
  tx: Tx,
  teamId: TeamId,
  members: readonly { personId: PersonId; leads: boolean }[],
): Promise<void> => {
  await tx.query('delete from team_member where team_id = $1', [teamId]);
  const leading = new Map(members.map(({ personId, leads }) => [personId, leads]));
  await tx.query(
    `insert into team_member (team_id, person_id, leads)
     select $1, m.id, m.leads from unnest($2::bigint[], $3::boolean[]) m(id, leads)`,
    [teamId, [...leading.keys()], [...leading.values()]],
  );
};
