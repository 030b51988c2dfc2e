import { COUNTED_UP_TO, VIEWS, type Pressure, type TicketPage } from '#contract/list.ts';
import { ask, type Asked } from './page-ask.ts';
import { clockIs, conditionsOf, type Reader } from './page-conditions.ts';
import { countOf, statementValues } from './page-ids.ts';
import { isUsual, statusesOf, type PageQuery } from './page-query.ts';
import { inSight } from './sight.ts';

const COUNTED = VIEWS.filter((view) => view !== 'closed');
/** How many clocks the numbers of the pressure look at, the nearest first. */
const LOOKED_AT = 3_000;

/** How many tickets each view of the rail holds for a reader, up to 1,000, in one statement. */
export const countViews = async (
  db: Asked,
  reader: Reader,
  team: PageQuery['team'],
): Promise<NonNullable<TicketPage['counts']>> => {
  const { put, values, asked } = statementValues();
  const counts = COUNTED.map((view) => {
    const query: PageQuery = { view, team, sort: 'next_event', limit: COUNTED_UP_TO };
    return `${countOf({ query, reader, put }, COUNTED_UP_TO)} as "${view}"`;
  });
  const rows = await ask<NonNullable<TicketPage['counts']>>(db, {
    text: `with ${asked()} select ${counts.join(', ')}`,
    values,
    kept: team === undefined,
  });
  return rows[0]!;
};

/**
 * How near the clocks of a view's tickets are to running out. Looks at the 3,000 that ran out last, that run out next and
 * that were paused first, until there are 1,000.
 */
export const countPressure = async (db: Asked, reader: Reader, asks: PageQuery): Promise<Pressure> => {
  const query = { ...asks, clock: undefined, cursor: undefined };
  if (statusesOf(query).length === 0) return { over: 0, in15m: 0, in1h: 0, today: 0, paused: 0 };
  const { put, values, asked } = statementValues();
  const me = put(reader.actor.personId, 'bigint');
  const teams = reader.sight.all ? '' : put(reader.sight.teamIds, 'bigint[]');
  const wanted = [...conditionsOf(query, reader, me, put), inSight(reader.sight, me, teams)].join(' and ');
  const walk = (state: 'over' | 'today' | 'paused', order: string) =>
    `(select c.due_at, c.ticket_id from sla_clock c where c.nearest and ${clockIs(state, reader, put)}
      order by ${order} limit ${LOOKED_AT})`;
  const within = (state: '15m' | '1h') =>
    `count(*) filter (where ${clockIs(state, reader, put).replace(`c.state = 'running' and `, '')})::int`;
  const among = (walked: string, columns: string, order = '') =>
    `(select ${columns} from (select c.due_at from ${walked} c join ticket t on t.id = c.ticket_id where ${wanted}
      ${order} limit ${COUNTED_UP_TO}) c)`;
  const ahead = among(
    walk('today', 'c.due_at, c.ticket_id'),
    `count(*)::int as today, ${within('15m')} as in15m, ${within('1h')} as in1h`,
    // the first thousand are those that the shorter spans hold, too
    'order by c.due_at, c.ticket_id',
  );
  const over = among(walk('over', 'c.due_at desc, c.ticket_id desc'), 'count(*)::int as n');
  const paused = among(walk('paused', 'c.paused_at, c.ticket_id'), 'count(*)::int as n');
  const rows = await ask<Pressure>(db, {
    text: `with ${asked()} select ahead.*, late.n as over, still.n as paused from ${ahead} ahead, ${over} late, ${paused} still`,
    values,
    kept: isUsual(query),
  });
  return rows[0]!;
};
