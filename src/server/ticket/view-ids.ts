import type { Put, Reader } from './page-conditions.ts';
import { statusesOf, type PageQuery } from './page-query.ts';
import { inSight, type Sight } from './sight.ts';

type Asked = { query: PageQuery; reader: Reader; put: Put };

/**
 * SQL for the ids of what a view holds, of the teams and statuses asked for, nothing else; no ticket comes twice. Nearly
 * all of it comes from indexes alone, so that whoever counts reads no rows. Each team and status gives at most `most`.
 * Leaves in what the reader is excluded from: that is `hidden`, which with the other sets is said before (`setsOf`).
 */
export const idsInView = ({ query, reader, put }: Asked, most: number | null): string => {
  const { sight } = reader;
  const me = put(reader.actor.personId, 'bigint');
  const statuses = put(statusesOf(query), 'text[]');
  const mine = sight.all ? '' : put(sight.teamIds, 'bigint[]');
  const kept = [`t.status = any(${statuses})`, ...inAskedTeam(query, put)];
  if (query.view === 'escalated') {
    const seen = sight.all ? [] : [`(t.team_id = any(${mine}) or ${holdsOrFollows(me)})`];
    return `select t.id from ticket t where t.escalated and ${[...kept, ...seen].join(' and ')}`;
  }
  if (query.view === 'mine') {
    const held = [...kept, `t.assignee_id is distinct from ${me}`, inSight(sight, me, mine)];
    return `select t.id from ticket t where ${[heldOpen(me), ...kept].join(' and ')}
      union all select t.id from ticket t where ${OWED} and ${held.join(' and ')}`;
  }
  const teams = query.team === undefined ? 'true' : `s.id = any(${put(query.team, 'bigint[]')})`;
  const unassigned = query.view === 'unassigned';
  const arm = unassigned
    ? { of: 'team s', is: `t.assignee_id is null and t.status <> 'closed' and t.status = any(${statuses})` }
    : { of: `team s cross join unnest(${statuses}) st(status)`, is: 't.status = st.status' };
  const inTeams = `select i.id from ${arm.of} cross join lateral (select t.id from ticket t
      where t.team_id = s.id and ${arm.is} limit ${most ?? 'all'} offset 0) i where ${teams}`;
  if (sight.all) return inTeams;
  const foreign = [...kept, `t.team_id <> all(${mine})`];
  const followed = [FOLLOWED, ...foreign, ...(unassigned ? ['t.assignee_id is null'] : [])];
  return [
    `${inTeams} and s.id = any(${mine})`,
    ...(unassigned ? [] : [`select t.id from ticket t where ${[heldOpen(me), ...foreign].join(' and ')}`]),
    `select t.id from ticket t where ${followed.join(' and ')}`,
  ].join(' union all ');
};

/** That an open `ticket t` is somebody's, as the index that leads by them says it. */
export const heldOpen = (who: string): string => `t.assignee_id = ${who} and t.next_event_at is not null`;

const inAskedTeam = ({ team }: PageQuery, put: Put): string[] =>
  team === undefined ? [] : [`t.team_id = any(${put(team, 'bigint[]')})`];

const moment = (ms: string): string => `to_timestamp((${ms})::numeric / 1000)`;

/**
 * SQL for the tickets on which somebody is waited for although they may be another's, each once: whose acknowledged
 * escalation or leg lies on them and where they are called, without a moment of their own; where they are asked for a
 * decision, or offered or handed back something, by the first moment and what it is.
 */
const owedRows = (me: string): string =>
  `select distinct on (o.ticket_id) o.ticket_id, o.at, o.kind from (
    select e.ticket_id, null::timestamptz as at, null as kind from escalation e
      where e.acknowledged_by = ${me} and e.status = 'acknowledged'
    union all select e.ticket_id, null, null from escalation e
      where e.status in ('climbing', 'last_resort') and e.told @> array[${me}]
    union all select l.ticket_id, null, null from leg l where l.acknowledged_by = ${me} and l.status = 'acknowledged'
    union all select l.ticket_id, l.accept_by, 'leg' from leg l where l.status = 'offered' and l.told @> array[${me}]
    union all select a.ticket_id, (select ${moment(`min((s.seat ->> 'decideBy')::numeric)`)}
        from jsonb_array_elements(a.seats) s(seat)
        where s.seat ->> 'state' = 'open' and s.seat -> 'told' @> to_jsonb(${me})), 'approval'
      from approval a where a.status = 'pending' and a.told @> array[${me}]
    union all select e.ticket_id, e.confirm_by, 'hand_back' from escalation e
      where e.hand_back is not null and (e.hand_back ->> 'to')::bigint = ${me}
    union all select l.ticket_id, ${moment(`l.hand_back ->> 'acceptBy'`)}, 'hand_back' from leg l
      where l.hand_back is not null and (l.hand_back ->> 'to')::bigint = ${me}
    union all select d.id, ${moment(`d.distribution ->> 'expiresAt'`)}, 'offer' from ticket d
      where d.distribution ->> 'state' = 'offered' and (d.distribution ->> 'to')::bigint = ${me}
  ) o order by o.ticket_id, o.at`;

/** Whether `ticket t` is one of those; `setsOf` reads them once. */
export const OWED = 't.id in (select o.ticket_id from owed o)';

/** Whether it is one where they are waited for by a moment of their own. */
export const AWAITED_BY_MOMENT = 't.id in (select o.ticket_id from owed o where o.at is not null)';

/** Whether an open `ticket t` is one the reader follows, beside those that are theirs. */
export const FOLLOWED = 't.id in (select f.ticket_id from followed f)';

/** Whether an open `ticket t` is theirs or followed by them, as an index with its holder can say. */
export const holdsOrFollows = (me: string): string => `(t.assignee_id = ${me} or ${FOLLOWED})`;

/** Whether an open ticket of that id is in sight though its team is not the reader's. */
export const isElsewhere = (id: string): string => `${id} in (select e.id from elsewhere e)`;

/** Of what is closed and elsewhere so many are in `rested`: of what is theirs, and of what they follow, the newest. */
const RESTED = 500;

/**
 * Sets of ids that a statement about lists looks at, as parts of its `with`; one that it does not name is not read.
 * `hidden`: what the reader is excluded from, so that a walk of an index need not read tickets for it. `owed`: where they are
 * waited for. `followed`: the open
 * tickets they follow and do not hold, as most of what one follows is one's own. `elsewhere`: what of other teams they hold
 * or follow, of what is open all; `rested`: of what is closed the newest five hundred of each.
 */
export const setsOf = (sight: Sight, me: string, put: Put): string => {
  const hidden = `hidden as materialized (select h.id from ticket h where h.excluded <> '{}' and h.excluded @> array[${me}])`;
  const always = `${hidden}, owed as materialized (${owedRows(me)})`;
  if (sight.all) return always;
  const foreign = `team_id <> all(${put(sight.teamIds, 'bigint[]')})`;
  const follows = (live: 'f.live' | 'not f.live') =>
    `select f.ticket_id from ticket_follower f where f.person_id = ${me} and ${live} and f.aside`;
  const theirs = (closed: string) =>
    `select o.id from ticket o where o.assignee_id = ${me} and o.next_event_at ${closed} and o.${foreign}`;
  return `${always},
   followed as materialized (${follows('f.live')}),
   elsewhere as materialized (${theirs('is not null')}
     union all select t.id from followed f join ticket t on t.id = f.ticket_id where t.${foreign}),
   rested as materialized ((${theirs('is null')} order by o.next_event_at desc, o.id desc limit ${RESTED})
     union (${follows('not f.live')} order by f.ticket_id desc limit ${RESTED}))`;
};
