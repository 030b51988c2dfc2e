import { toTimestamp } from '#server/platform/db/values.ts';
import type { Put } from './page-conditions.ts';
import { statusesOf, type PageOrder, type PagePlace, type PageQuery } from './page-query.ts';

/** How rows are walked: in which order, from where, at most how many of one source, over about how many stretches. */
export type Walk = {
  query: PageQuery;
  order: PageOrder;
  after: PagePlace | undefined;
  most: number;
  arms: number;
  put: Put;
};

/** The columns every source gives: where it stands in the order, whether it is wanted, and which source it is of. */
export const columnsOf = ({ key }: PageOrder, wanted: string, source: string): string =>
  `t.severity, ${key ?? 'null::timestamptz'} as at, t.id, t.next_event_at as nk, (${wanted}) as ok, ${source} as src`;

/** As `columnsOf`, of an index alone; the severity is read with the ticket. */
const bareColumns = ({ key }: PageOrder, source: string): string =>
  `null::text as severity, ${key ?? 'null::timestamptz'} as at, t.id, null::timestamptz as nk, true as ok, ${source} as src`;

const direction = ({ down }: PageOrder): string => (down ? 'desc' : 'asc');

/** The order of a page over the columns of its sources. */
export const orderBy = (order: PageOrder): string =>
  `${order.bySeverity ? 'w.severity, ' : ''}w.at ${direction(order)}, w.id ${direction(order)}`;

/** The order of a page over rows of `ticket t`, or of its clock: an index holds the id of the clock's ticket. */
export const rowOrder = ({ order }: Walk): string => {
  const { key, bySeverity } = order;
  const to = direction(order);
  const id = key?.startsWith('c.') === true ? 'c.ticket_id' : 't.id';
  return `${bySeverity ? 't.severity, ' : ''}${key === null ? '' : `${key} ${to}, `}${id} ${to}`;
};

/** What keeps rows after the place the page begins at, among those of one severity. */
export const beyond = ({ order, after, put }: Walk): string => {
  if (after === undefined) return 'true';
  const sign = order.down ? '<' : '>';
  const id = put(after.id, 'bigint');
  if (order.key === null) return `t.id ${sign} ${id}`;
  return `(${order.key}, ${order.key.startsWith('c.') ? 'c.ticket_id' : 't.id'}) ${sign} (${put(toTimestamp(after.at ?? 0), 'timestamptz')}, ${id})`;
};

/** What keeps `ticket t` after the place the page begins at. */
export const afterPlace = (walk: Walk): string => {
  const { order, after, put } = walk;
  if (!order.bySeverity || after === undefined) return beyond(walk);
  const severity = put(after.severity, 'text');
  // said first as an index can use it
  return `t.severity >= ${severity} and (t.severity > ${severity} or ${beyond(walk)})`;
};

/** Keeps `ticket t` apart from what the reader is excluded from (`hidden`), without reading its row. */
export const UNHIDDEN = 't.id not in (select h.id from hidden h)';

/** A set of rows that is read whole and sorted: what it holds is few by its nature. */
export const wholeSet = (walk: Walk, from: string, conditions: string[], source: number): string =>
  `(select w.* from (select ${columnsOf(walk.order, 'true', `${source}::bigint`)} from ${from}
     where ${[...conditions, afterPlace(walk)].join(' and ')}) w order by ${orderBy(walk.order)} limit ${walk.most})`;

/**
 * A walk along `from`, which comes in the page's own order (`by`); rows that are not wanted are passed over. It ends with
 * the page, or after a stretch of `most` rows: then the last of those is the edge, where the next page goes on.
 */
export const walkAlong = (walk: Walk, from: string, where: string, wanted: string[], by = rowOrder(walk)): string => {
  const { order, most, query } = walk;
  const stretch = `select ${columnsOf(order, wanted.join(' and ') || 'true', '0')} from ${from}
     where ${where} order by ${by} limit ${most}`;
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
 * A walk by severity of what is open or closed. `seen` is asked of the index alone (the team and the id of `ticket t`), so
 * that only tickets in sight are read.
 */
export const walkSeverity = (walk: Walk, least: string, seen: string[], wanted: string[]): string => {
  const closed = walk.query.view === 'closed';
  const keys = closed ? ['severity', 'id'] : ['severity', 'next_event_at', 'id'];
  const where = [`t.status ${closed ? '=' : '<>'} 'closed'`, `t.severity >= ${least}`, afterPlace(walk), ...seen];
  const by = rowOrder(walk);
  const ids = `select ${keys.map((key) => `t.${key}`).join(', ')} from ticket t where ${where.join(' and ')} order by ${by}`;
  const from = `(${ids}) i cross join lateral (select n.* from ticket n where n.id = i.id offset 0) t`;
  return walkAlong(walk, from, 'true', wanted, by.replaceAll('t.', 'i.'));
};

/** Whether of what is open only what is in nobody's hands is asked for. */
export const isNobodys = ({ view, assignee }: PageQuery): boolean =>
  view === 'unassigned' || (['all', 'waiting'].includes(view) && assignee?.length === 1 && assignee[0] === 'none');

/** What of a team (and a status) a stretch of an index holds in the page's order. */
export type Lead = { eachStatus: boolean; is: (team: string, status: string) => string };

export const leadOf = ({ query, order, put }: Walk): Lead => {
  const within = `t.status = any(${put(statusesOf(query), 'text[]')})`;
  const whole = (what: string): Lead => ({ eachStatus: false, is: (team) => `t.team_id = ${team} and ${what}` });
  if (query.view === 'escalated') return whole(`t.escalated and ${within}`);
  if (order.key === null) return whole(`t.status ${query.view === 'closed' ? '=' : '<>'} 'closed'`);
  if (order.key === 't.next_event_at' && isNobodys(query))
    return whole(`t.assignee_id is null and t.status <> 'closed' and ${within}`);
  return { eachStatus: true, is: (team, status) => `t.team_id = ${team} and t.status = ${status}` };
};

/**
 * A walk for each team of `teams` (SQL for a set of `team_id`) and each status: a stretch of the index that leads by them.
 * With `wanted` each row is looked at and may be an edge; without it is null, and tickets are not read.
 */
export const walkTeams = (walk: Walk, teams: string, wanted: string | null): string => {
  const { query, order, put, most } = walk;
  const lead = leadOf(walk);
  const statuses = ` cross join unnest(${put(statusesOf(query), 'text[]')}) with ordinality as st(status, n)`;
  const each = `${teams} s${lead.eachStatus ? statuses : ''}`;
  const of = `(1000000 + s.team_id) * 10 + ${lead.eachStatus ? 'st.n' : '0'}`;
  const columns = wanted === null ? bareColumns(order, of) : columnsOf(order, wanted, of);
  const seen = wanted === null ? ` and ${UNHIDDEN}` : '';
  const arm = `select ${columns} from ticket t where ${lead.is('s.team_id', 'st.status')}${seen}`;
  const stretch = ` and ${beyond(walk)} order by ${rowOrder(walk)} limit ${most}`;
  const few = Math.ceil((SOUNDED * (query.limit + 1)) / walk.arms);
  if (few >= most) return `(select w.* from ${each} cross join lateral (${arm}${stretch}) w)`;
  const sounded = `${each} cross join lateral (select a.at, a.id from (${arm}${stretch}) a where a.ok limit ${few}) w`;
  return `(select w.* from ${bound(walk, sounded)} b cross join ${each}
    cross join lateral (${arm} and ${upTo(walk)}${stretch}) w)`;
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
