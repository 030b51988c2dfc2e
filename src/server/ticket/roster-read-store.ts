import type { DutyListId, PersonId, SkillId, TeamId } from '#core/ids.ts';
import { DUTY_LOOKS_AHEAD_DAYS } from '#core/people/duty.ts';
import { rosterPerson, type PersonFacts, type RosterPerson } from '#core/people/roster.ts';
import type { Presence } from '#core/agent/presence.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** Whose facts are asked for: the people of these teams, on these lists, with these skills, and these people. */
export interface Meant {
  teams: Set<TeamId>;
  people: Set<PersonId>;
  dutyLists: Set<DutyListId>;
  skills: Set<SkillId>;
}

type Row = Omit<PersonFacts, 'presence'> & {
  presence: Presence['kind'] | null;
  presenceSince: Instant | null;
  presenceUntil: Instant | null;
  because: Presence['because'] | null;
};

/** Managers of managers, so many deep. */
const MOST_MANAGERS = 8;

// Whoever is meant comes with the chain of their managers; whose absence holds, with who stands in for them.
const WHO = `with recursive meant (id, deep) as (
    select p.id, 0 from person p where p.role not in ('customer', 'bot')
      and (p.role in ('escalation_manager', 'executive', 'admin') or p.id = any($2)
        or p.id in (select m.person_id from team_member m where m.team_id = any($1))
        or p.id in (select s.person_id from shift s where s.duty_list_id = any($3))
        or p.id in (select k.person_id from person_skill k where k.skill_id = any($4)))
    union select p.manager_id, w.deep + 1 from meant w join person p on p.id = w.id
      where p.manager_id is not null and w.deep < ${MOST_MANAGERS}),
  called as (select id from meant union
    select a.stand_in_id from absence a
      where a.person_id in (select id from meant) and a.from_at <= $5 and a.until_at > $5 and a.stand_in_id is not null)`;

const SHIFTS = `coalesce((select jsonb_agg(jsonb_build_object('dutyListId', d.id, 'isWorkingHours', d.team_id is not null,
    'timeZone', d.time_zone, 'weekday', s.weekday, 'date', s.on_date, 'opensMinute', s.opens_minute,
    'closesMinute', s.closes_minute))
  from shift s join duty_list d on d.id = s.duty_list_id where s.person_id = p.id and (s.on_date is null
    or s.on_date between ($5::timestamptz at time zone 'UTC')::date - 2
      and ($5::timestamptz at time zone 'UTC')::date + ${DUTY_LOOKS_AHEAD_DAYS + 2})), '[]')`;

// a person who chose ways to be told is told by those that work; whoever chose none, by every one there is
export const NOTIFY_BY = `coalesce((select jsonb_agg(jsonb_build_object('method', w.method, 'afterMs', coalesce(n.after_ms, 0))
    order by w.method)
  from (values ('app', p.auth_user_id is not null), ('mail', p.email is not null)) w (method, works)
    left join notification_rule n on n.person_id = p.id and n.method = w.method
  where w.works and (n.method is not null
    or not exists (select from notification_rule o where o.person_id = p.id))), '[]')`;

const READ = `${WHO}
  select p.id, p.role, p.active, p.tier, p.manager_id as "managerId",
    array(select m.team_id from team_member m where m.person_id = p.id order by m.team_id) as "teamIds",
    array(select m.team_id from team_member m where m.person_id = p.id and m.leads order by m.team_id) as "leadOf",
    coalesce((select jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'level', k.level) order by k.skill_id)
      from person_skill k where k.person_id = p.id), '[]') as skills,
    array[p.language] || array_remove(p.speaks, p.language) as languages,
    ${SHIFTS} as shifts,
    away.until_at as "awayUntil", away.stand_in_id as "standInId",
    (select min(b.from_at) from absence b where b.person_id = p.id and b.from_at > $5) as "nextAbsenceAt",
    g.presence, g.presence_since as "presenceSince", g.presence_until as "presenceUntil",
    g.presence_because as because,
    ${NOTIFY_BY} as "notifyBy",
    greatest(0, coalesce(l.open_tickets, 0)) as "openTickets", l.last_assigned_at as "lastAssignedAt",
    coalesce((select jsonb_object_agg(c.channel, c.open_tickets) from channel_load c
      where c.person_id = p.id and c.open_tickets > 0), '{}') as load,
    coalesce((select jsonb_object_agg(o.channel, o.offered) from (
      select t.channel, count(*) as offered from ticket t where t.distribution ->> 'state' = 'offered'
        and (t.distribution ->> 'to')::bigint = p.id group by t.channel) o), '{}') as offers,
    coalesce((select jsonb_object_agg(c.channel, c.most) from person_capacity c where c.person_id = p.id), '{}')
      as capacity
  from person p left join agent_load l on l.person_id = p.id left join agent g on g.person_id = p.id
    left join lateral (select a.until_at, a.stand_in_id from absence a
      where a.person_id = p.id and a.from_at <= $5 and a.until_at > $5 order by a.until_at desc limit 1) away on true
  where p.id in (select id from called) order by p.id`;

/** Everyone who is meant, with what is known about them at `now`; beside them whoever stands above teams. */
export async function readRoster(tx: Tx, meant: Meant, now: Instant): Promise<RosterPerson[]> {
  const { rows } = await tx.query<Row>({
    name: 'ticket_roster',
    text: READ,
    values: [[...meant.teams], [...meant.people], [...meant.dutyLists], [...meant.skills], toTimestamp(now)],
  });
  return rows.map(({ presence, presenceSince: since, presenceUntil: until, because, ...facts }) =>
    rosterPerson(
      { ...facts, presence: { kind: presence ?? 'offline', since, until, because: because ?? 'unseen' } },
      now,
    ),
  );
}
