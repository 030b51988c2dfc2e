import { createHash } from 'node:crypto';
import { clockIs, conditionsOf, restOf, type Put, type Reader } from './page-conditions.ts';
import { orderOf, severitiesOf, statusesOf, type PagePlace, type PageQuery } from './page-query.ts';
import {
  NOBODY,
  alongSeverity,
  isById,
  isIndexed,
  orderBy,
  walkAlong,
  walkOwn,
  walkTeams,
  wholeSet,
  type Walk,
} from './page-walk.ts';
import { inSight } from './sight.ts';
import { FOLLOWED, owedIds } from './view-ids.ts';
import { followed } from './page-followed.ts';

/** How many rows one page looks at when a filter must look at each: shared among the teams. */
const STRETCH = 1_000;
/** A reader who sees all has about so many. */
const TEAMS = 12;

/** What of the words of a query is asked of the database. */
export type Matching = { from: string; conditions: string[] };

type Asked = {
  query: PageQuery;
  reader: Reader;
  after: PagePlace | undefined;
  put: Put;
  matching: Matching | null;
};

/**
 * SQL for the ids of a page of what a reader may see, one more than `limit` to tell whether there is more. It reads no
 * more rows than it needs, whatever the size of the table: few by nature (a person's tickets, what is escalated), or along
 * an index in the page's own order. Where a filter must look at every row it looks at a stretch, and the page goes on from
 * where that ended.
 */
export const idsOf = (asked: Asked): string => {
  const { query } = asked;
  const order = orderOf(query);
  const along = alongOf(asked);
  if (along !== null) return along;
  const sources = sourcesOf(asked);
  if (sources.length === 0)
    return `select null::bigint as id, null::text as severity, null::timestamptz as at, 0 as n, true as ok, false as edge limit 0`;
  const most = mostOf(asked);
  if (!looksAtEach(asked)) {
    // what somebody follows may come from a walk of their teams as well
    const severity = order.bySeverity ? 'w.severity' : 'null::text as severity';
    const once = sources.map((source) => `select w.id, ${severity}, w.at from ${source} w`).join('\nunion\n');
    return `select w.*, row_number() over (order by ${orderBy(order)}) as n, true as ok, false as edge
      from (${once}) w order by n limit ${query.limit + 1}`;
  }
  const walked = `select w.*, row_number() over (order by ${orderBy(order)}) as n from (${sources.join('\nunion all\n')}) w`;
  return `with walked as materialized (${walked}),
    edge as (select min(c.n) as n from (select max(w.n) as n from walked w group by w.src having count(*) >= ${most}) c)
    select w.id, w.severity, w.at, w.n, w.ok, w.n = (select edge.n from edge) as edge from walked w
    where w.n <= coalesce((select edge.n from edge), w.n) and (w.ok or w.n = (select edge.n from edge))
    order by w.n limit ${query.limit + 2}`;
};

const isWhole = ({ query, matching }: Asked): boolean =>
  matching !== null || query.requester !== undefined || query.view === 'escalated';

const followsClock = ({ query }: Asked): boolean => query.clock !== undefined && query.sort === 'next_event';

/** The newest of what is open are the newest of all, nearly. */
const followsIds = ({ query }: Asked): boolean =>
  query.sort === 'newest' && query.view !== 'closed' && query.view !== 'mine';

/** What is open by severity; what somebody holds is few, and sorted as it is. */
const followsSeverity = ({ query }: Asked): boolean =>
  query.sort === 'severity' && query.view !== 'closed' && query.view !== 'mine' && query.assignee === undefined;

/** What who sees all finds open, by next event: an index for each severity, merged, whatever the filter. */
const followsAll = ({ query, reader }: Asked): boolean =>
  reader.sight.all &&
  query.view === 'all' &&
  query.sort === 'next_event' &&
  [query.team, query.assignee, query.status].every((filter) => filter === undefined);

/** Whether some filter is not served by the order of an index, so that the walk may pass over many rows. */
const looksAtEach = (asked: Asked): boolean => {
  if (isWhole(asked)) return false;
  if (isById(asked.query)) return true;
  if (!isIndexed(asked.query)) return false;
  // what one follows and is closed grows without end, and is ordered by nothing but its id
  const { view, team, assignee } = asked.query;
  return hasFilter(asked.query) || (view === 'closed' && !asked.reader.sight.all && (team ?? assignee) !== undefined);
};

const hasFilter = ({ severity, topic, tag, channel, language, clock }: PageQuery): boolean =>
  [severity, topic, tag, channel, language, clock].some((filter) => filter !== undefined);

const mostOf = (asked: Asked): number => {
  const { query } = asked;
  if (!looksAtEach(asked)) return query.limit + 1;
  if (isById(query)) return hasFilter(query) ? STRETCH / 2 : 2 * (query.limit + 1);
  return Math.max(query.limit + 1, Math.floor(STRETCH / armsOf(asked)));
};

/** About how many stretches of an index a reader's teams are. */
const armsOf = ({ query, reader }: Asked): number => {
  const teams = query.team?.length ?? (reader.sight.all ? TEAMS : reader.sight.teamIds.length);
  return Math.max(1, teams * statusesOf(query).length);
};

/** The page of a walk along one index, when it comes in the page's own order; null when several stretches are merged. */
const alongOf = (asked: Asked): string | null => {
  const { query, reader, after, put } = asked;
  if (isWhole(asked) || statusesOf(query).length === 0 || severitiesOf(query).length === 0) return null;
  const me = put(reader.actor.personId, 'bigint');
  const seen = inSight(reader.sight, me, reader.sight.all ? '' : put(reader.sight.teamIds, 'bigint[]'), FOLLOWED);
  const walk: Walk = { query, order: orderOf(query), after, most: STRETCH, arms: 1, put };
  const wanted = (those: PageQuery) => [...conditionsOf(those, reader, me, put), seen];
  if (followsClock(asked)) {
    const clock = `c.nearest and ${clockIs(query.clock!, reader, put)}`;
    const from = 'sla_clock c join ticket t on t.id = c.ticket_id';
    return walkAlong(walk, from, clock, wanted({ ...query, clock: undefined }));
  }
  if (followsAll(asked)) {
    const arms = severitiesOf(query).map((each) => alongSeverity(walk, put(each, 'text')));
    return walkAlong(walk, `(${arms.join(' union all ')}) t`, 'true', wanted({ ...query, severity: undefined }));
  }
  if (followsIds(asked)) return walkAlong(walk, 'ticket t', 'true', wanted(query));
  if (!followsSeverity(asked)) return null;
  const least = `t.status <> 'closed' and t.severity >= ${put(severitiesOf(query)[0], 'text')}`;
  return walkAlong(walk, 'ticket t', least, wanted(query));
};

const sourcesOf = (asked: Asked): string[] => {
  const { query, reader, after, put, matching } = asked;
  if (statusesOf(query).length === 0 || severitiesOf(query).length === 0) return [];
  const me = put(reader.actor.personId, 'bigint');
  const walk: Walk = {
    query,
    order: orderOf(query),
    after,
    most: mostOf(asked),
    arms: armsOf(asked),
    put,
  };
  const all = () => conditionsOf(query, reader, me, put);
  const teams = reader.sight.all ? '' : put(reader.sight.teamIds, 'bigint[]');
  if (isWhole(asked)) {
    const conditions = [...all(), inSight(reader.sight, me, teams), ...(matching?.conditions ?? [])];
    return [wholeSet(walk, wholeFrom(asked), [...conditions, ...wholeWhere(asked, put)], 0)];
  }
  return walksOf(asked, walk, me, teams);
};

const wholeFrom = (asked: Asked): string => {
  const { query, matching } = asked;
  const few = query.requester === undefined ? 'ticket t' : 'ticket_search d join ticket t on t.id = d.ticket_id';
  const from = matching?.from ?? few;
  return followsClock(asked) ? `${from} join sla_clock c on c.ticket_id = t.id and c.nearest` : from;
};

const wholeWhere = ({ query, matching }: Asked, put: Put): string[] => {
  if (matching !== null) return [];
  if (query.requester !== undefined) return [`d.requester_id = any(${put(query.requester, 'bigint[]')})`];
  // few are climbing at any moment, wherever they stand in the order
  return [`t.id in (select e.ticket_id from escalation e where e.status <> 'ended')`];
};

/** The scopes an index leads by: a team, or one person's tickets (or nobody's) of a team. */
const walksOf = (asked: Asked, walk: Walk, me: string, mine: string): string[] => {
  const { query, reader, put } = asked;
  const { sight } = reader;
  const only = query.team === undefined ? '' : ` and id = any(${put(query.team, 'bigint[]')})`;
  const everywhere = `(select id as team_id from team where true${only})`;
  const inTeams = sight.all ? everywhere : `(select id as team_id from team where id = any(${mine})${only})`;
  const elsewhere = `(select id as team_id from team where id <> all(${mine})${only})`;
  const wanted = [
    ...(query.severity === undefined ? [] : [`t.severity = any(${put(severitiesOf(query), 'text[]')})`]),
    ...restOf({ ...query, assignee: undefined }, reader, me, put),
  ];
  const walkAs = (teams: string, who: string, source: number) =>
    walkTeams(walk, teams, { who, me, looksAtEach: looksAtEach(asked) }, wanted, source);
  const isMe = `t.assignee_id = ${me}`;
  if (query.view === 'mine') {
    const excludesMe =
      query.assignee !== undefined && !query.assignee.some((who) => who === 'me' || who === reader.actor.personId);
    const held = [`t.id in (${owedIds(me)})`, `t.assignee_id is distinct from ${me}`, inSight(sight, me, mine)];
    const taken = wholeSet(walk, 'ticket t', [...held, ...conditionsOf(query, reader, me, put)], 9);
    return [...(excludesMe ? [] : [walkAs(everywhere, isMe, 1)]), taken];
  }
  const scopes = scopesOf(query, me, put);
  if (sight.all) return scopes.map((who, index) => walkAs(inTeams, who, index + 1));
  const bounded = isIndexed(query) && orderOf(query).key !== null && query.view === 'closed';
  const byNextEvent = isIndexed(query) && orderOf(query).key === 't.next_event_at';
  const own = !bounded && query.view !== 'unassigned' && scopes.some((who) => who === 'true' || mayBeMe(query, reader));
  return [
    ...scopes.map((who, index) => walkAs(inTeams, who, index + 1)),
    ...(own ? [byNextEvent ? walkOwn(walk, elsewhere, isMe, wanted, 50) : walkAs(elsewhere, isMe, 50)] : []),
    followed(
      walk,
      me,
      { elsewhere: `t.team_id <> all(${mine})`, conditions: conditionsOf(query, reader, me, put) },
      looksAtEach(asked),
    ),
  ];
};

const mayBeMe = ({ assignee }: PageQuery, { actor }: Reader): boolean =>
  assignee === undefined || assignee.some((who) => who === 'me' || who === actor.personId);

/** Whose tickets of a team are walked: everybody's, or those of each assignee asked for. */
const scopesOf = ({ view, assignee }: PageQuery, me: string, put: Put): string[] => {
  if (view === 'unassigned') return assignee === undefined || assignee.includes('none') ? [NOBODY] : [];
  if (assignee === undefined) return ['true'];
  const who = assignee.map((each) => {
    if (each === 'none') return NOBODY;
    return `t.assignee_id = ${each === 'me' ? me : put(each, 'bigint')}`;
  });
  return [...new Set(who)];
};

/** Values for a statement, in the order their placeholders were asked for; the same value has one placeholder. */
export const statementValues = (): { put: Put; values: unknown[]; asked: () => string } => {
  const values: unknown[] = [];
  const known = new Map<string, string>();
  // names every parameter once, so that a query may leave some out
  const asked = () => `asked as (select ${[...known.values()].join(', ')})`;
  const put: Put = (value, type) => {
    const key = `${type}:${JSON.stringify(value)}`;
    const found = known.get(key) ?? `$${values.push(value)}::${type}`;
    known.set(key, found);
    return found;
  };
  return { put, values, asked };
};

/** What a statement is kept under by the database, so that it is planned once. */
export const nameOf = (text: string): string =>
  `kept_${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
