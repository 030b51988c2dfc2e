import { createHash } from 'node:crypto';
import { armsElsewhere, armsOf, isHolders } from './page-arms.ts';
import { nextForReader } from './awaited.ts';
import { clockInSight, clockIs, conditionsOf, type Put, type Reader } from './page-conditions.ts';
import { NEXT_FOR_READER, orderOf, severitiesOf, statusesOf, type PagePlace, type PageQuery } from './page-query.ts';
import {
  alongSeverity,
  beyond,
  columnsOf,
  isNobodys,
  leadOf,
  orderBy,
  walkAlong,
  walkSeverity,
  walkTeams,
  wholeSet,
  type Walk,
} from './page-walk.ts';
import { inSight } from './sight.ts';
import { FOLLOWED, isElsewhere } from './view-ids.ts';

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
 * more rows than it needs, whatever the size of the table: few by nature (a person's tickets), or along indexes in the
 * page's own order. Where a filter must look at every row it looks at a stretch, and the page goes on from where that
 * ended.
 */
export const idsOf = (asked: Asked): string => {
  const { query } = asked;
  if (statusesOf(query).length === 0 || severitiesOf(query).length === 0 || isContrary(query))
    return `select null::bigint as id, null::text as severity, null::timestamptz as at, 0 as n, true as ok, false as edge limit 0`;
  const along = isWhole(asked) ? null : alongOf(asked);
  if (along !== null) return along;
  const order = orderOf(query);
  const most = mostOf(asked);
  const sources = sourcesOf(asked, {
    query,
    order,
    after: asked.after,
    most,
    arms: stretchesOf(asked),
    put: asked.put,
  });
  if (!looksAtEach(asked)) {
    // what is read of an index alone has no severity
    const severity = order.bySeverity ? 'w.severity' : 'null::text as severity';
    const all = sources.map((source) => `select w.id, ${severity}, w.at from ${source} w`).join('\nunion all\n');
    return `select w.*, row_number() over (order by ${orderBy(order)}) as n, true as ok, false as edge
      from (${all}) w order by n limit ${query.limit + 1}`;
  }
  const walked = `select w.*, row_number() over (order by ${orderBy(order)}) as n from (${sources.join('\nunion all\n')}) w`;
  return `with walked as materialized (${walked}),
    edge as (select min(c.n) as n from (select max(w.n) as n from walked w group by w.src having count(*) >= ${most}) c)
    select w.id, w.severity, w.at, w.n, w.ok, w.n = (select edge.n from edge) as edge from walked w
    where w.n <= coalesce((select edge.n from edge), w.n) and (w.ok or w.n = (select edge.n from edge))
    order by w.n limit ${query.limit + 2}`;
};

/** Whether somebody's tickets are asked for among those that are nobody's. */
const isContrary = ({ view, assignee }: PageQuery): boolean =>
  view === 'unassigned' && assignee !== undefined && !assignee.includes('none');

/** Whether all that is asked for is few, or what no index has in the order of the page. */
const isWhole = ({ query, matching }: Asked): boolean =>
  matching !== null ||
  query.requester !== undefined ||
  (query.view === 'escalated' && (query.sort !== 'next_event' || query.clock !== undefined)) ||
  (isHolders(query) && query.sort === 'severity');

const followsClock = ({ query }: Asked): boolean =>
  query.clock !== undefined && query.sort === 'next_event' && query.view !== 'closed';

/** What who sees all finds open, by next event: an index for each severity, merged, whatever the filter. */
const followsAll = ({ query, reader }: Asked): boolean =>
  reader.sight.all &&
  query.view === 'all' &&
  query.sort === 'next_event' &&
  [query.team, query.assignee, query.status].every((filter) => filter === undefined);

/** Whether some filter is not served by the order of an index, so that the walk may pass over many rows. */
const looksAtEach = (asked: Asked): boolean => {
  const { query } = asked;
  if (isWhole(asked)) return false;
  const { severity, topic, tag, channel, language, clock, status } = query;
  const { eachStatus } = leadOf({ ...asked, order: orderOf(query), most: 0, arms: 0 });
  const byNobody = isNobodys(query) && !eachStatus && orderOf(query).key !== null;
  if ([severity, topic, tag, channel, language, clock].some((filter) => filter !== undefined)) return true;
  if (isHolders(query)) return false;
  return (
    ((query.assignee !== undefined || query.view === 'unassigned') && !byNobody) ||
    // by age an index has what is open, whatever its status
    (orderOf(query).key === null && query.view !== 'closed' && (status !== undefined || query.view !== 'all'))
  );
};

const mostOf = (asked: Asked): number => {
  const { limit } = asked.query;
  return looksAtEach(asked) ? Math.max(limit + 1, Math.floor(STRETCH / stretchesOf(asked))) : limit + 1;
};

/** About how many stretches of an index a reader's teams are. */
const stretchesOf = (asked: Asked): number => {
  const { query, reader } = asked;
  const teams = query.team?.length ?? (reader.sight.all ? TEAMS : reader.sight.teamIds.length);
  const { eachStatus } = leadOf({ ...asked, order: orderOf(query), most: 0, arms: 0 });
  return Math.max(1, teams * (eachStatus ? statusesOf(query).length : 1));
};

/** The page of a walk along one index, or along several that are merged; null where their number is not known. */
const alongOf = (asked: Asked): string | null => {
  const { query, reader, put } = asked;
  // what is not asked for is passed over, too: who is excluded from a ticket stands in its row alone
  const most = looksAtEach(asked) ? STRETCH : 2 * (query.limit + 1);
  const walk: Walk = { ...asked, order: orderOf(query), most, arms: 1 };
  const me = put(reader.actor.personId, 'bigint');
  const wanted = (those: PageQuery) => [...conditionsOf(those, reader, me, put), sightIn(asked, me)];
  if (followsClock(asked)) {
    const seen = reader.sight.all ? [] : clockInSight('c.ticket_id', 'c.team_id', query, reader, put);
    const clock = ['c.nearest', clockIs(query.clock!, reader, put), beyond(walk), ...seen].join(' and ');
    const from = 'sla_clock c join ticket t on t.id = c.ticket_id';
    return walkAlong(walk, from, clock, wanted({ ...query, clock: undefined }));
  }
  if (followsAll(asked)) {
    const arms = severitiesOf(query).map((each) => alongSeverity(walk, put(each, 'text')));
    return walkAlong(walk, `(${arms.join(' union all ')}) t`, 'true', wanted({ ...query, severity: undefined }));
  }
  if (query.sort === 'severity') {
    const elsewhere = query.view === 'closed' ? 't.id in (select r.id from rested r)' : isElsewhere('t.id');
    const seen = reader.sight.all
      ? []
      : [`(t.team_id = any(${put(reader.sight.teamIds, 'bigint[]')}) or ${elsewhere})`];
    return walkSeverity(walk, put(severitiesOf(query)[0], 'text'), seen, wanted(query));
  }
  const few = looksAtEach(asked) ? STRETCH : query.limit + 1;
  const arms = armsOf({ walk, reader, me, few });
  return arms === null ? null : walkAlong(walk, `(${arms.join(' union all ')}) t`, 'true', wanted(query));
};

/** Whether `ticket t` is in sight; of what is closed, what somebody follows is looked up. */
const sightIn = ({ query, reader, put }: Asked, me: string): string => {
  const teams = reader.sight.all ? '' : put(reader.sight.teamIds, 'bigint[]');
  return query.view === 'closed' ? inSight(reader.sight, me, teams) : inSight(reader.sight, me, teams, FOLLOWED);
};

const sourcesOf = (asked: Asked, walk: Walk): string[] => {
  const { query, reader, put, matching } = asked;
  const me = put(reader.actor.personId, 'bigint');
  const conditions = [...conditionsOf(query, reader, me, put), sightIn(asked, me)];
  if (isWhole(asked)) {
    const { order } = walk;
    const whole = order.key === NEXT_FOR_READER ? { ...walk, order: { ...order, key: nextForReader(me) } } : walk;
    return [wholeSet(whole, wholeFrom(asked), [...conditions, ...(matching?.conditions ?? [])], 0)];
  }
  const { sight } = reader;
  const isAsked = [
    ...(query.team === undefined ? [] : [`id = any(${put(query.team, 'bigint[]')})`]),
    ...(sight.all ? [] : [`id = any(${put(sight.teamIds, 'bigint[]')})`]),
  ];
  const teams = `(select id as team_id from team where ${isAsked.join(' and ') || 'true'})`;
  const wanted = conditions.join(' and ');
  const each = looksAtEach(asked);
  return [
    walkTeams(walk, teams, each ? wanted : null),
    ...armsElsewhere({ walk: { ...walk, most: STRETCH }, reader, me, few: each ? STRETCH : walk.most }).map(
      (arm, index) => `(select ${columnsOf(walk.order, each ? wanted : 'true', `${index}::bigint`)} from ${arm} t
        ${each ? '' : `where ${wanted}`})`,
    ),
  ];
};

const wholeFrom = (asked: Asked): string => {
  const { query, reader, matching, put } = asked;
  const few = (): string => {
    if (query.requester !== undefined)
      return `select d.ticket_id as id from ticket_search d where d.requester_id = any(${put(query.requester, 'bigint[]')})`;
    if (isHolders(query)) {
      const who = (query.assignee ?? ['me'])
        .filter((each) => each !== 'none')
        .map((each) => (each === 'me' ? reader.actor.personId : each));
      const ids = `select h.id from ticket h where h.assignee_id = any(${put(who, 'bigint[]')}) and h.next_event_at is not null`;
      return query.view === 'mine' ? `${ids} union select o.ticket_id from owed o` : ids;
    }
    return `select e.id from ticket e where e.escalated`;
  };
  const from = matching?.from ?? `(${few()}) i join ticket t on t.id = i.id`;
  return followsClock(asked) ? `${from} join sla_clock c on c.ticket_id = t.id and c.nearest` : from;
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
