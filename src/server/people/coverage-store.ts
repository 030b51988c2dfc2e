import type { TeamRef } from '#contract/common.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';
import { attendance, type Stretch } from '#core/lint/cover-time.ts';
import type { Shift } from '#core/people/duty.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

type Row = Omit<LintPerson, 'there' | 'duty'> & { shifts: Shift[]; absences: Stretch[] };

const SHIFTS = `coalesce((select jsonb_agg(jsonb_build_object('dutyListId', d.id, 'isWorkingHours', d.team_id is not null,
    'timeZone', d.time_zone, 'weekday', s.weekday, 'date', s.on_date, 'opensMinute', s.opens_minute,
    'closesMinute', s.closes_minute))
  from shift s join duty_list d on d.id = s.duty_list_id where s.person_id = p.id), '[]')`;

const milliseconds = (column: string): string => `floor(extract(epoch from ${column}) * 1000)`;

/** Colleagues as far as steps may mean them, with when they are there within a stretch of time. At most 5,000. */
export const readCoverage = async (tx: Tx, within: Stretch): Promise<LintPerson[]> => {
  const { rows } = await tx.query<Row>(
    `select p.id, p.name, p.role, p.tier, p.manager_id as "managerId",
       p.active and (p.email is not null or p.auth_user_id is not null) and (
         exists (select from notification_rule n where n.person_id = p.id
           and (n.method = 'mail' and p.email is not null or n.method = 'app' and p.auth_user_id is not null))
         or not exists (select from notification_rule n where n.person_id = p.id)) as reachable,
       array(select m.team_id from team_member m where m.person_id = p.id order by m.team_id) as "teamIds",
       array(select m.team_id from team_member m where m.person_id = p.id and m.leads order by m.team_id) as "leadOf",
       coalesce((select jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'level', k.level))
         from person_skill k where k.person_id = p.id), '[]') as skills,
       ${SHIFTS} as shifts,
       coalesce((select jsonb_agg(jsonb_build_object('from', ${milliseconds('a.from_at')}, 'until', ${milliseconds('a.until_at')}))
         from absence a where a.person_id = p.id and a.from_at < $2 and a.until_at > $1), '[]') as absences
     from person p where p.role not in ('customer', 'bot') order by p.id limit 5000`,
    [toTimestamp(within.from), toTimestamp(within.until)],
  );
  return rows.map(({ shifts, absences, ...person }) => ({ ...person, ...attendance(shifts, absences, within) }));
};

/** Every team there is; at most 1,000. */
export const readAllTeams = async (tx: Tx): Promise<TeamRef[]> =>
  (await tx.query<TeamRef>('select id, name from team order by name limit 1000')).rows;
