import { COUNTED_UP_TO, VIEWS, type Pressure, type TicketPage, type View } from '#contract/list.ts';
import { ask, type Asked } from './page-ask.ts';
import { clockInSight, clockIs, conditionsOf, type Put, type Reader } from './page-conditions.ts';
import { statementValues } from './page-ids.ts';
import { isFiltered, isUsual, statusesOf, type PageQuery } from './page-query.ts';
import { idsInView, setsOf } from './view-ids.ts';

/** The views that hold a part of what is open: where one of them is full, so is "all". */
const PARTS = VIEWS.filter((view) => view !== 'closed' && view !== 'all');
/** How many clocks the numbers of the pressure look at, the nearest first. */
const LOOKED_AT = 3_000;

/** How many tickets each view of the rail holds for a reader, up to 1,000, in one statement that reads indexes alone. */
export const countViews = async (
  db: Asked,
  reader: Reader,
  team: PageQuery['team'],
): Promise<NonNullable<TicketPage['counts']>> => {
  const { put, values, asked } = statementValues();
  const count = (view: View) => {
    const query: PageQuery = { view, team, sort: 'next_event', limit: COUNTED_UP_TO };
    return `(select count(*)::int from (select from (${idsInView({ query, reader, put }, COUNTED_UP_TO)}) i
      where ${UNHIDDEN} limit ${COUNTED_UP_TO}) c)`;
  };
  const parts = PARTS.map((view) => `${count(view)} as "${view}"`);
  const all = count('all');
  const me = put(reader.actor.personId, 'bigint');
  const rows = await ask<NonNullable<TicketPage['counts']>>(db, {
    text: `with ${asked()}, ${setsOf(reader.sight, me, put)}, parts as materialized (select ${parts.join(', ')})
      select parts.*, case when greatest(${PARTS.join(', ')}) = ${COUNTED_UP_TO} then ${COUNTED_UP_TO} else ${all} end as "all"
      from parts`,
    values,
    kept: team === undefined,
  });
  return rows[0]!;
};

/**
 * How near the clocks of a view's tickets are to running out. Looks at the 3,000 that ran out last, that run out next and
 * that were paused first, until there are 1,000. Tickets are read only where a filter asks for more than view and team.
 */
export const countPressure = async (db: Asked, reader: Reader, asks: PageQuery): Promise<Pressure> => {
  const query = { ...asks, clock: undefined, cursor: undefined };
  if (query.view === 'closed' || statusesOf(query).length === 0)
    return { over: 0, in15m: 0, in1h: 0, today: 0, paused: 0 };
  const { put, values, asked } = statementValues();
  const { parts, from, where } = amongOf(query, reader, put);
  const walk = (state: 'over' | 'today' | 'paused', order: string) =>
    `(select c.due_at, c.ticket_id as id, c.team_id from sla_clock c where c.nearest and ${clockIs(state, reader, put)}
      order by ${order} limit ${LOOKED_AT})`;
  const within = (state: '15m' | '1h') =>
    `count(*) filter (where ${clockIs(state, reader, put).replace(`c.state = 'running' and `, '')})::int`;
  const among = (walked: string, columns: string, order = '') =>
    `(select ${columns} from (select i.due_at from ${walked} i ${from} where ${where}
      ${order} limit ${COUNTED_UP_TO}) c)`;
  const ahead = among(
    walk('today', 'c.due_at, c.ticket_id'),
    `count(*)::int as today, ${within('15m')} as in15m, ${within('1h')} as in1h`,
    // the first thousand are those that the shorter spans hold, too
    'order by i.due_at, i.id',
  );
  const over = among(walk('over', 'c.due_at desc, c.ticket_id desc'), 'count(*)::int as n');
  const paused = among(walk('paused', 'c.paused_at, c.ticket_id'), 'count(*)::int as n');
  const rows = await ask<Pressure>(db, {
    text: `with ${asked()}, ${parts} select ahead.*, late.n as over, still.n as paused from ${ahead} ahead, ${over} late, ${paused} still`,
    values,
    kept: isUsual(query),
  });
  return rows[0]!;
};

/** Among which tickets clocks are counted. Only open tickets have clocks that run or are paused. */
const amongOf = (query: PageQuery, reader: Reader, put: Put): { parts: string; from: string; where: string } => {
  const me = put(reader.actor.personId, 'bigint');
  const filtered = isFiltered(query);
  // a clock knows its team: all that is open is counted without looking at tickets
  const byTeam = query.view === 'all' && query.status === undefined;
  // who sees all and asks for a filter is served by the tickets themselves
  const isSet = !byTeam && !(reader.sight.all && filtered);
  const seen = isSet ? [`seen as materialized (${idsInView({ query, reader, put }, null)})`] : [];
  return {
    parts: [setsOf(reader.sight, me, put), ...seen].join(', '),
    from: filtered ? 'join ticket t on t.id = i.id' : '',
    where: [
      ...(isSet ? ['i.id in (select s.id from seen s)'] : []),
      ...(byTeam ? clockInSight('i.id', 'i.team_id', query, reader, put) : []),
      ...(filtered ? conditionsOf(query, reader, me, put) : [UNHIDDEN]),
    ].join(' and '),
  };
};

const UNHIDDEN = 'i.id not in (select h.id from hidden h)';
