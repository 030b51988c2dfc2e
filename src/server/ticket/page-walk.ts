import { severitiesOf, statusesOf, type PageOrder, type PagePlace, type PageQuery } from './page-query.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { Put } from './page-conditions.ts';

/** How rows are walked: in which order, from where, at most how many of one source. */
export type Walk = { query: PageQuery; order: PageOrder; after: PagePlace | undefined; most: number; put: Put };

/** The columns every source gives: where it stands in the order, whether it is wanted, and which source it is of. */
const columnsOf = ({ key }: PageOrder, wanted: string, source: string): string =>
  `t.severity, ${key ?? 'null::timestamptz'} as at, t.id, t.next_event_at as nk, (${wanted}) as ok, ${source} as src`;

const direction = ({ down }: PageOrder): string => (down ? 'desc' : 'asc');

/** The order of a page over the columns of its sources. */
export const orderBy = (order: PageOrder): string =>
  `${order.bySeverity ? 'w.severity, ' : ''}w.at ${direction(order)}, w.id ${direction(order)}`;

// a closed ticket has no next event, so the index that leads by it holds them by id
const isClosedById = ({ query, order }: Walk): boolean => order.key === null && query.view === 'closed';

// ordered and bounded in each arm: the planner then merges the arms instead of reading and sorting them
const armOrder = (walk: Walk): string => {
  const to = direction(walk.order);
  if (isClosedById(walk)) return `t.next_event_at ${to}, t.id ${to}`;
  return walk.order.key === null ? `t.id ${to}` : `${walk.order.key} ${to}, t.id ${to}`;
};

const innerOrder = (walk: Walk): string => {
  const to = direction(walk.order);
  if (isClosedById(walk)) return `w.nk ${to}, w.id ${to}`;
  return walk.order.key === null ? `w.id ${to}` : `w.at ${to}, w.id ${to}`;
};

const beyond = ({ order, after, put }: Walk): string => {
  if (after === undefined) return 'true';
  const sign = order.down ? '<' : '>';
  const id = put(after.id, 'bigint');
  if (order.key === null) return `t.id ${sign} ${id}`;
  return `(${order.key}, ${order.key.startsWith('c.') ? 'c.ticket_id' : 't.id'}) ${sign} (${put(toTimestamp(after.at ?? 0), 'timestamptz')}, ${id})`;
};

/** What keeps `ticket t` after the place the page begins at. */
const afterPlace = (walk: Walk): string => {
  const { order, after, put } = walk;
  if (!order.bySeverity || after === undefined) return beyond(walk);
  const severity = put(after.severity, 'text');
  return `(t.severity > ${severity} or (t.severity = ${severity} and ${beyond(walk)}))`;
};

/** A set of rows that is read whole and sorted: what it holds is few by its nature. */
export const wholeSet = (walk: Walk, from: string, conditions: string[], source: number): string =>
  `(select w.* from (select ${columnsOf(walk.order, 'true', `${source}::bigint`)} from ${from}
     where ${[...conditions, afterPlace(walk)].join(' and ')}) w order by ${orderBy(walk.order)} limit ${walk.most})`;

/** A walk along `from`, which comes in the page's own order; rows that are not wanted are passed over. */
export const walkOf = (walk: Walk, from: string, where: string, wanted: string[], source: number): string =>
  `(select w.* from (select ${columnsOf(walk.order, wanted.join(' and ') || 'true', `${source}::bigint`)} from ${from}
     where ${where} and ${beyond(walk)}) w order by ${innerOrder(walk)} limit ${walk.most})`;

/**
 * One walk for each team of `teams` (SQL for a set of `team_id`), merged from a stretch of the index for every status and
 * severity, so that the first rows in order are the first rows read.
 */
export const walkTeams = (walk: Walk, teams: string, scope: string, wanted: string[], source: number): string => {
  const { query, order, after } = walk;
  const ok = wanted.join(' and ') || 'true';
  const severities = severitiesOf(query);
  const arm = (where: string, from: string, place: string) =>
    `(select ${columnsOf(order, ok, place)} from ticket t
      where t.team_id = s.team_id and ${scope} and ${where}${isClosedById(walk) ? ' and t.next_event_at is null' : ''} and ${from}
      order by ${armOrder(walk)} limit ${walk.most})`;
  const merged = (arms: string[]) =>
    `(select w.* from (${arms.join('\nunion all ')}) w order by ${innerOrder(walk)} limit ${walk.most})`;
  const place = (severity: number) => `(${source} * 1000000 + s.team_id) * 10 + ${severity}`;
  const named = (severity: string) => `t.severity = '${severity}'`;
  const statuses = statusesOf(query).map((status) => `t.status = '${status}'`);
  const from = beyond(walk);
  const perTeam = (): string => {
    if (order.bySeverity) {
      const left = severities.filter((severity) => after === undefined || severity >= after.severity);
      return left
        .map((severity, index) =>
          merged(
            statuses.map((status) =>
              arm(`${status} and ${named(severity)}`, severity === after?.severity ? from : 'true', place(index)),
            ),
          ),
        )
        .join('\nunion all ');
    }
    const some = `t.severity in (${severities.map((each) => `'${each}'`).join(', ')})`;
    if (query.sort === 'updated') return merged(statuses.map((status) => arm(`${status} and ${some}`, from, place(0))));
    return merged(
      statuses.flatMap((status) =>
        severities.map((severity) => arm(`${status} and ${named(severity)}`, from, place(0))),
      ),
    );
  };
  return `(select w.* from ${teams} s cross join lateral (${perTeam()}) w)`;
};
