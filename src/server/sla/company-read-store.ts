import type { LimitsBody, SkillBody, TeamBody } from '#contract/company.ts';
import type { SkillId, TeamId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { FieldProblem } from '#server/platform/http/problem.ts';

/** A body with the name it is published under. */
export type CompanyThing =
  | { kind: 'team'; name: string; body: TeamBody }
  | { kind: 'skill'; name: string; body: SkillBody }
  | { kind: 'limits'; name: string; body: LimitsBody };

type Named<Body> = { id: number; name: string; body: Body };

const WORKS = `p.active and p.role <> 'customer'`;

/** Every team with who works in it and how its tickets find somebody; at most 1,000. */
export const readTeams = async (tx: Tx): Promise<Named<Partial<TeamBody>>[]> =>
  (
    await tx.query<Named<Partial<TeamBody>>>(
      `select t.id, t.name, jsonb_build_object('members', coalesce((select jsonb_agg(jsonb_build_object(
             'personId', m.person_id, 'leads', m.leads) order by m.person_id)
           from team_member m join person p on p.id = m.person_id and ${WORKS} where m.team_id = t.id), '[]'))
         || case when q.team_id is null then '{}' else jsonb_build_object('mode', q.mode, 'offerMs', q.offer_ms,
             'overflowTeamId', q.overflow_team_id, 'overflowAfterMs', q.overflow_after_ms, 'answerMs', q.answer_ms,
             'needs', coalesce((select jsonb_agg(jsonb_build_object('topic', s.topic, 'skillId', s.skill_id,
                 'level', s.level) order by s.topic) from queue_skill s where s.team_id = q.team_id), '[]')) end as body
       from team t left join queue q on q.team_id = t.id order by t.name limit 1000`,
    )
  ).rows;

/** Every skill with who has it; at most 5,000. */
export const readSkills = async (tx: Tx): Promise<(Named<SkillBody> & { id: SkillId })[]> =>
  (
    await tx.query<Named<SkillBody>>(
      `select s.id, s.name, jsonb_build_object('holders', coalesce((select jsonb_agg(jsonb_build_object(
           'personId', k.person_id, 'level', k.level) order by k.person_id)
         from person_skill k join person p on p.id = k.person_id and ${WORKS} where k.skill_id = s.id), '[]')) as body
       from skill s order by s.name limit 5000`,
    )
  ).rows;

/** Who holds how much at most. */
export const readLimits = async (tx: Tx): Promise<LimitsBody['holders']> =>
  (
    await tx.query<LimitsBody['holders'][number]>(
      `select c.person_id as "personId", jsonb_object_agg(c.channel, c.most) as most
       from person_capacity c join person p on p.id = c.person_id and ${WORKS}
       group by c.person_id order by c.person_id limit 1000`,
    )
  ).rows;

/** The team of a name; null when there is none. */
export const teamNamed = async (tx: Tx, name: string): Promise<TeamId | null> =>
  (await tx.query<{ id: TeamId }>('select id from team where name = $1', [name])).rows[0]?.id ?? null;

/** The numbers in a body that nobody and nothing has. */
export const unknownNumbers = async (
  tx: Tx,
  thing: CompanyThing,
): Promise<{ people: number[]; teams: number[]; skills: number[] }> => {
  const isTeam = thing.kind === 'team';
  const people = isTeam ? thing.body.members : thing.body.holders;
  const { rows } = await tx.query<{ of: 'people' | 'teams' | 'skills'; id: number }>(
    `select 'people' as of, i.id from unnest($1::bigint[]) i(id)
       where not exists (select from person p where p.id = i.id and ${WORKS})
     union all select 'teams', i.id from unnest($2::bigint[]) i(id)
       where not exists (select from team t where t.id = i.id)
     union all select 'skills', i.id from unnest($3::bigint[]) i(id)
       where not exists (select from skill s where s.id = i.id)`,
    [
      people.map(({ personId }) => personId),
      isTeam && thing.body.overflowTeamId !== null ? [thing.body.overflowTeamId] : [],
      isTeam ? thing.body.needs.map(({ skillId }) => skillId) : [],
    ],
  );
  const of = (wanted: string) => rows.filter((row) => row.of === wanted).map(({ id }) => id);
  return { people: of('people'), teams: of('teams'), skills: of('skills') };
};

/** What a body names that is not there, by its place. */
export const unknownToCompany = async (tx: Tx, thing: CompanyThing): Promise<FieldProblem[]> => {
  const { people, teams, skills } = await unknownNumbers(tx, thing);
  const wrong = (path: string): FieldProblem => ({ path: `body.${path}`, code: 'unknown' });
  if (thing.kind !== 'team') {
    return thing.body.holders.flatMap(({ personId }, index) =>
      people.includes(personId) ? wrong(`holders.${index}.personId`) : [],
    );
  }
  const { members, needs, overflowTeamId } = thing.body;
  const own = await teamNamed(tx, thing.name);
  return [
    ...members.flatMap(({ personId }, index) => (people.includes(personId) ? wrong(`members.${index}.personId`) : [])),
    ...needs.flatMap(({ skillId }, index) => (skills.includes(skillId) ? wrong(`needs.${index}.skillId`) : [])),
    ...(overflowTeamId !== null && (teams.includes(overflowTeamId) || overflowTeamId === own)
      ? [wrong('overflowTeamId')]
      : []),
  ];
};

/** The same whatever the order in which people were named. */
export const ordered = (thing: CompanyThing): CompanyThing => {
  const byPerson = (one: { personId: number }, other: { personId: number }) => one.personId - other.personId;
  if (thing.kind === 'team') {
    const { members, needs } = thing.body;
    const sorted = needs.toSorted((one, other) => (one.topic < other.topic ? -1 : 1));
    return { ...thing, body: { ...thing.body, members: members.toSorted(byPerson), needs: sorted } };
  }
  // the two kinds differ in what they say of a holder, not in whom they name
  return { ...thing, body: { holders: thing.body.holders.toSorted(byPerson as never) } } as CompanyThing;
};
