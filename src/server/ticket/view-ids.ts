import type { Put, Reader } from './page-conditions.ts';
import { statusesOf, type PageQuery } from './page-query.ts';
import { inSight } from './sight.ts';

type Asked = { query: PageQuery; reader: Reader; put: Put };

/**
 * SQL for the ids of what a view holds, of the teams and statuses asked for, nothing else; no ticket comes twice. Nearly
 * all of it comes from indexes alone, so that whoever counts reads no rows. Each team and status gives at most `most`.
 * Leaves in what the reader is excluded from: that is `hidden`, which with `followed` is said before (`setsOf`).
 */
export const idsInView = ({ query, reader, put }: Asked, most: number | null): string => {
  const { sight } = reader;
  const me = put(reader.actor.personId, 'bigint');
  const statuses = put(statusesOf(query), 'text[]');
  const mine = sight.all ? '' : put(sight.teamIds, 'bigint[]');
  if (query.view === 'escalated') {
    const kept = [inSight(sight, me, mine), `t.status = any(${statuses})`, ...inAskedTeam(query, put)];
    return `select t.id from ticket t where t.id in (select e.ticket_id from escalation e where e.status <> 'ended')
      and ${kept.join(' and ')}`;
  }
  const only = query.team === undefined ? '' : ` and s.id = any(${put(query.team, 'bigint[]')})`;
  const arm = (teams: string, who: string): string =>
    `select i.id from team s cross join unnest(${statuses}) st(status) cross join lateral (select t.id from ticket t
       where t.team_id = s.id and t.status = st.status and ${who} limit ${most ?? 'all'} offset 0) i where ${teams}${only}`;
  if (query.view === 'mine') {
    const kept = [`t.status = any(${statuses})`, ...inAskedTeam(query, put), inSight(sight, me, mine)];
    return `${arm('true', `t.assignee_id = ${me}`)} union all select t.id from ticket t
      where t.id in (${owedIds(me)}) and t.assignee_id is distinct from ${me} and ${kept.join(' and ')}`;
  }
  const who = query.view === 'unassigned' ? 't.assignee_id is null' : 'true';
  if (sight.all) return arm('true', who);
  const kept = [`t.status = any(${statuses})`, ...inAskedTeam(query, put), who, `t.team_id <> all(${mine})`];
  return [
    arm(`s.id = any(${mine})`, who),
    ...(who === 'true' ? [arm(`s.id <> all(${mine})`, `t.assignee_id = ${me}`)] : []),
    `select t.id from ticket t where ${FOLLOWED} and ${kept.join(' and ')}`,
  ].join(' union all ');
};

const inAskedTeam = ({ team }: PageQuery, put: Put): string[] =>
  team === undefined ? [] : [`t.team_id = any(${put(team, 'bigint[]')})`];

/**
 * SQL for the ids of the tickets on which somebody is waited for although they may be another's: whose acknowledged
 * escalation or leg lies on them, and where they are asked for a decision or offered something.
 */
export const owedIds = (me: string): string =>
  `select e.ticket_id from escalation e where e.acknowledged_by = ${me} and e.status = 'acknowledged'
   union select l.ticket_id from leg l where l.acknowledged_by = ${me} and l.status = 'acknowledged'
   union select l.ticket_id from leg l where l.status = 'offered' and l.told @> array[${me}]
   union select a.ticket_id from approval a where a.status = 'pending' and a.told @> array[${me}]
   union select o.id from ticket o where o.distribution ->> 'state' = 'offered' and (o.distribution ->> 'to')::bigint = ${me}`;

/** Whether an open `ticket t` is one the reader follows, beside those that are theirs. */
export const FOLLOWED = 't.id in (select f.ticket_id from followed f)';

/**
 * Sets of ids that a statement about lists looks at, as parts of its `with`; one that it does not name is not read.
 * `followed`: the open tickets somebody follows and does not hold, as most of what one follows is one's own. `hidden`: what
 * they are excluded from, so that a walk of an index need not read tickets for it.
 */
export const setsOf = (me: string): string =>
  `followed as materialized (select f.ticket_id from ticket_follower f where f.person_id = ${me} and f.live
     and f.ticket_id not in (select i.id from team s
       cross join unnest(array['new', 'open', 'waiting_on_customer', 'on_hold', 'solved']) st(status)
       cross join lateral (select o.id from ticket o where o.assignee_id = ${me} and o.team_id = s.id
         and o.status = st.status offset 0) i)),
   hidden as materialized (select h.id from ticket h where h.excluded <> '{}' and h.excluded @> array[${me}])`;
