import { statusesOf, type PageOrder, type PagePlace, type PageQuery } from './page-query.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { Put } from './page-conditions.ts';
import { notExcluded } from './sight.ts';

/** How rows are walked: in which order, from where, at most how many of one source, over about how many stretches. */
export type Walk = {
  query: PageQuery;
  order: PageOrder;
  after: PagePlace | undefined;
  most: number;
  arms: number;
  put: Put;
};

/** That a ticket is in nobody's hands. */
export const NOBODY = 't.assignee_id is null';

/** The columns every source gives: where it stands in the order, whether it is wanted, and which source it is of. */
export const columnsOf = ({ key }: PageOrder, wanted: string, source: string): string =>
  `t.severity, ${key ?? 'null::timestamptz'} as at, t.id, t.next_event_at as nk, (${wanted}) as ok, ${source} as src`;

/** As `columnsOf`, of an index alone; the severity is read with the ticket. */
const bareColumns = ({ key }: PageOrder, source: string): string =>
  `null::text as severity, ${key ?? 'null::timestamptz'} as at, t.id, t.next_event_at as nk, true as ok, ${source} as src`;

export const direction = ({ down }: PageOrder): string => (down ? 'desc' : 'asc');

/** The order of a page over the columns of its sources. */
export const orderBy = (order: PageOrder): string =>
  `${order.bySeverity ? 'w.severity, ' : ''}w.at ${direction(order)}, w.id ${direction(order)}`;

// a closed ticket has no next event, so the index that leads by it holds them by id
export const isClosedById = ({ query, order }: Walk): boolean => order.key === null && query.view === 'closed';

const armOrder = (walk: Walk, who: string): string => {
  const to = direction(walk.order);
  // for PostgreSQL `is null` leaves open in which order the index has the rows, until that column is named
  const whose = who === NOBODY && walk.order.key !== 't.last_event_at' ? `t.assignee_id ${to}, ` : '';
  if (isClosedById(walk)) return `${whose}t.next_event_at ${to}, t.id ${to}`;
  return walk.order.key === null ? `t.id ${to}` : `${whose}${walk.order.key} ${to}, t.id ${to}`;
};

const walkOrder = ({ order }: Walk): string => {
  const { key } = order;
  const to = direction(order);
  if (order.bySeverity) return `t.severity, ${key} ${to}, t.id ${to}`;
  if (key === null) return `t.id ${to}`;
  // a clock's index holds the id of its ticket
  return `${key} ${to}, ${key.startsWith('c.') ? 'c.ticket_id' : 't.id'} ${to}`;
};

export const beyond = ({ order, after, put }: Walk): string => {
  if (after === undefined) return 'true';
  const sign = order.down ? '<' : '>';
  const id = put(after.id, 'bigint');
  if (order.key === null) return `t.id ${sign} ${id}`;
  return `(${order.key}, ${order.key.startsWith('c.') ? 'c.ticket_id' : 't.id'}) ${sign} (${put(toTimestamp(after.at ?? 0), 'timestamptz')}, ${id})`;
};

const beyondAlong = (walk: Walk): string => {
  const { order, after, put } = walk;
  if (after === undefined || !order.bySeverity) return beyond(walk);
  const place = [put(after.severity, 'text'), put(toTimestamp(after.at ?? 0), 'timestamptz'), put(after.id, 'bigint')];
  return `(t.severity, ${order.key}, t.id) > (${place.join(', ')})`;
};

/** What keeps `ticket t` after the place the page begins at. */
const afterPlace = (walk: Walk): string => {
  const { order, after, put } = walk;
  if (!order.bySeverity || after === undefined) return beyond(walk);
  const severity = put(after.severity, 'text');
  return `(t.severity > ${severity} or (t.severity = ${severity} and ${beyond(walk)}))`;
};

/** Keeps `ticket t` apart from what the reader is excluded from (`hidden`), without reading its row. */
const UNHIDDEN = 't.id not in (select h.id from hidden h)';

/** A set of rows that is read whole and sorted: what it holds is few by its nature. */
export const wholeSet = (walk: Walk, from: string, conditions: string[], source: number): string =>
  `(select w.* from (select ${columnsOf(walk.order, 'true', `${source}::bigint`)} from ${from}
     where ${[...conditions, afterPlace(walk)].join(' and ')}) w order by ${orderBy(walk.order)} limit ${walk.most})`;

/**
 * A walk along `from`, which comes in the page's own order; rows that are not wanted are passed over. It ends with the page,
 * or after a stretch of `most` rows: then the last of those is the edge, where the next page goes on.
 */
export const walkAlong = (walk: Walk, from: string, where: string, wanted: string[]): string => {
  const { order, most, query } = walk;
  const stretch = `select ${columnsOf(order, wanted.join(' and ') || 'true', '0')} from ${from}
     where ${where} and ${beyondAlong(walk)} order by ${walkOrder(walk)} limit ${most}`;
  // what is materialized is read only as far as somebody asks for it
  return `with stretch as materialized (${stretch}),
      found as materialized (select w.* from stretch w where w.ok limit ${query.limit + 1})
    select w.id, w.severity, w.at, row_number() over (order by ${orderBy(order)}) as n, true as ok, false as edge from found w
    union all (select w.id, w.severity, w.at, ${query.limit + 2}, false, true from stretch w
      where (select count(*) from found) <= ${query.limit} offset ${most - 1} limit 1)`;
};

/** What is open of one severity by next event; said so that several of them are merged as they are read. */
export const alongSeverity = (walk: Walk, severity: string): string =>
  `(select t.* from ticket t where t.status <> 'closed' and t.severity = ${severity} and ${beyond(walk)}
     order by t.next_event_at, t.id limit ${walk.most})`;

/**
 * A walk for each team of `teams` (SQL for a set of `team_id`) and each status: a stretch of the index that leads by them.
 * An order that no index has reads those stretches whole and sorts: as much as is open in these teams.
 */
export const walkTeams = (
  walk: Walk,
  teams: string,
  { who, me, looksAtEach }: { who: string; me: string; looksAtEach: boolean },
  wanted: string[],
  source: number,
): string => {
  const { query, order, put, most } = walk;
  const each = `${teams} s cross join unnest(${put(statusesOf(query), 'text[]')}) with ordinality as st(status, n)`;
  const ok = wanted.join(' and ') || 'true';
  const of = `(${source} * 1000000 + s.team_id) * 10 + st.n`;
  const seen = looksAtEach ? notExcluded(me) : UNHIDDEN;
  const columns = looksAtEach ? columnsOf(order, ok, of) : bareColumns(order, of);
  const arm = `select ${columns} from ticket t
      where t.team_id = s.team_id and t.status = st.status and ${who} and ${seen}`;
  if (isById(query)) {
    // the indexes hold the ids: of all that is open only those are read, and the tickets of the first alone
    const ids = `select i.id from ${each} cross join lateral (select t.id from ticket t where t.team_id = s.team_id
      and t.status = st.status and ${who} and ${beyond(walk)} offset 0) i order by i.id ${direction(order)} limit ${most}`;
    return `(select ${columnsOf(order, [...wanted, notExcluded(me)].join(' and '), `${source}::bigint`)}
      from (${ids}) w join ticket t on t.id = w.id)`;
  }
  if (!isIndexed(query)) {
    const kept = [...wanted, afterPlace(walk), notExcluded(me)].join(' and ');
    return `(select w.* from ${each} cross join lateral (select ${columnsOf(order, 'true', of)} from ticket t
      where t.team_id = s.team_id and t.status = st.status and ${who} and ${kept}) w order by ${orderBy(order)} limit ${most})`;
  }
  const byId = isClosedById(walk) ? ' and t.next_event_at is null' : '';
  const stretch = `${byId} and ${beyond(walk)} order by ${armOrder(walk, who)} limit ${most}`;
  const few = Math.ceil((SOUNDED * (query.limit + 1)) / walk.arms);
  if (few >= most) return `(select w.* from ${each} cross join lateral (${arm}${stretch}) w)`;
  const sounded = `${each} cross join lateral (select a.at, a.id from (${arm}${stretch}) a where a.ok limit ${few}) w`;
  return `(select w.* from ${bound(walk, sounded)} b cross join ${each}
    cross join lateral (${arm} and ${upTo(walk)}${stretch}) w)`;
};

/**
 * What is somebody's (`who`) in each team of `teams` and each status, by next event, as one stretch: the ids are read whole,
 * from an index alone, as one person's open tickets are few; of the tickets only the first `most`.
 */
export const walkOwn = (walk: Walk, teams: string, who: string, wanted: string[], source: number): string => {
  const { query, order, put, most } = walk;
  const each = `${teams} s cross join unnest(${put(statusesOf(query), 'text[]')}) st(status)`;
  const ids = `select i.id from ${each} cross join lateral (select t.id, t.next_event_at from ticket t
    where t.team_id = s.team_id and t.status = st.status and ${who} and ${UNHIDDEN} and ${beyond(walk)} offset 0) i
    order by i.next_event_at, i.id limit ${most}`;
  return `(select ${columnsOf(order, wanted.join(' and ') || 'true', `${source}::bigint`)}
    from (${ids}) w cross join lateral (select n.* from ticket n where n.id = w.id offset 0) t)`;
};

/** How many pages' worth of rows are looked for to learn where the page ends. */
const SOUNDED = 3;

/**
 * Where the page ends at the latest: the place of its last row among the first few of each stretch. So no more is read of
 * a stretch than belongs to the page, however many stretches there are.
 */
const bound = ({ query, order }: Walk, sounded: string): string => {
  const end = order.down ? `'-infinity'` : `'infinity'`;
  const last = order.down ? '0' : Number.MAX_SAFE_INTEGER;
  return `(select coalesce(max(f.at), ${end}) as at, coalesce(max(f.id), ${last}) as id from (
      select w.at, w.id from ${sounded} order by ${orderBy(order)} offset ${query.limit} limit 1) f)`;
};

const upTo = ({ order }: Walk): string => {
  const sign = order.down ? '>=' : '<=';
  return order.key === null ? `t.id ${sign} b.id` : `(${order.key}, t.id) ${sign} (b.at, b.id)`;
};

/** Whether the indexes by team and status have the rows in the order of the page. */
export const isIndexed = ({ view, sort }: PageQuery): boolean =>
  sort === 'next_event' || sort === 'updated' || (view === 'closed' && sort !== 'severity');

/** Whether a page goes by the id alone, which none of the indexes by team and status is ordered by. */
export const isById = ({ view, sort }: PageQuery): boolean =>
  view !== 'closed' && (sort === 'oldest' || sort === 'newest');
