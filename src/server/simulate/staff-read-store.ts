import type { AgentEvent } from '#core/agent/agent.ts';
import { breaksTaken } from '#core/agent/breaks-taken.ts';
import { keptFree } from '#core/agent/kept-free.ts';
import type { PersonId } from '#core/ids.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { NOTIFY_BY } from '#server/ticket/roster-read-store.ts';

/** Most colleagues that are read. */
const MOST_PEOPLE = 10_000;

/** Every colleague with their shifts and with the absences and breaks between `from` and `until`. */
export async function readStaff(tx: Tx, from: Instant, until: Instant): Promise<SimulatedPerson[]> {
  const { rows } = await tx.query<Omit<SimulatedPerson, keyof OwnTime>>(
    `select p.id, p.role, p.active, p.tier, p.manager_id as "managerId",
       array(select m.team_id from team_member m where m.person_id = p.id order by m.team_id) as "teamIds",
       array(select m.team_id from team_member m where m.person_id = p.id and m.leads order by m.team_id) as "leadOf",
       coalesce((select jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'level', k.level) order by k.skill_id)
         from person_skill k where k.person_id = p.id), '[]') as skills,
       array[p.language] || array_remove(p.speaks, p.language) as languages,
       coalesce((select jsonb_agg(jsonb_build_object('dutyListId', d.id, 'isWorkingHours', d.team_id is not null,
           'timeZone', d.time_zone, 'weekday', s.weekday, 'date', s.on_date, 'opensMinute', s.opens_minute,
           'closesMinute', s.closes_minute) order by s.id)
         from shift s join duty_list d on d.id = s.duty_list_id where s.person_id = p.id), '[]') as shifts,
       coalesce((select jsonb_agg(jsonb_build_object('from', floor(extract(epoch from a.from_at) * 1000),
           'until', floor(extract(epoch from a.until_at) * 1000), 'standInId', a.stand_in_id) order by a.from_at, a.id)
         from absence a where a.person_id = p.id and a.from_at < $2 and a.until_at > $1), '[]') as absences,
       ${NOTIFY_BY} as "notifyBy",
       coalesce((select jsonb_object_agg(c.channel, c.most) from person_capacity c where c.person_id = p.id), '{}')
         as capacity
     from person p where p.role not in ('customer', 'bot') order by p.id limit ${MOST_PEOPLE}`,
    [toTimestamp(from), toTimestamp(until)],
  );
  const own = await readOwnTime(tx, from, until);
  return rows.map((person) => ({ ...person, ...(own.get(person.id) ?? { breaks: [], keptFree: [] }) }));
}

type Told = { id: PersonId; at: Instant; type: AgentEvent['type']; body: object };

type OwnTime = Pick<SimulatedPerson, 'breaks' | 'keptFree'>;

/** The breaks that people took or planned of that time, and when they were there for nothing new. */
async function readOwnTime(tx: Tx, from: Instant, until: Instant): Promise<Map<PersonId, OwnTime>> {
  const { rows } = await tx.query<Told>(
    `select person_id as id, at, type, body from agent_event
     where type in ('break_planned', 'break_cancelled', 'presence_changed') order by person_id, seq`,
  );
  const logs = Map.groupBy(rows, ({ id }) => id);
  const isOfThen = (each: { from: Instant; until: Instant }): boolean => each.from < until && each.until > from;
  return new Map(
    [...logs].map(([id, log]) => {
      const told = log.map(({ at, type, body }) => ({ at, event: { ...body, type } as AgentEvent }));
      return [id, { breaks: breaksTaken(told).filter(isOfThen), keptFree: keptFree(told).filter(isOfThen) }];
    }),
  );
}
