import type { Tx } from '#server/platform/db/transaction.ts';
import type { Put, Reader } from './page-conditions.ts';
import type { Matching } from './page-ids.ts';
import { matcherOf, operatorConditions, teamLexeme, type Matcher } from './search-query.ts';
import { inSight } from './sight.ts';

/** Without words there is no index of what is asked: so many of the newest tickets are looked at. */
const LOOKED_AT = 5_000;
/** Where something else must be true of what matches by its words, so many of those are looked at, the newest. */
const LOOKED_AFTER = { most: 1_000, few: 400 };
/** The same where the document itself must be read, for the order of its words. */
const READ = { most: 500, few: 200 };
/** Of what somebody is involved in outside their teams so many are looked at, the newest. */
const INVOLVED = 1_000;
/** Stretches of ids are words of the documents (`search_stretches`); of two to the power of these, then all that is older. */
const LEVELS = '{11,13,15,17,19,null}';
/** Asked of documents it is true of each: no word is this, as it is none. */
const EVERY = `'!''~'''`;
/** The stretch that is read first; and where an agent asks for several things at once, of which fewer are in sight. */
const NEAR = 1;
const WIDER = 2;
/** The stretch that is read next when there was nothing in the first: the fourth; and that of all. */
const FAR = 4;
const WHOLE = 6;

/** So many tickets at most; once there are `few`, the walk stops where it is, as another can go on from there. */
type Wanted = { most: number; few: number };

/**
 * SQL for the newest tickets a reader may see that match, older than `before`: rows `(ticket_id, last_event_at, edge)`, the
 * edge being the id down to which everything was looked at, null when that is all there is. Always one row at least:
 * without a match its `ticket_id` is null.
 *
 * Candidates come by the index of documents alone, a stretch of ids at a time (`walk`). Those of an agent's teams come by
 * the team, which is a word of the document. Those they are involved in elsewhere are few among the newest, and are
 * looked at one by one as far as their teams' were. When that was to the end, the words are rare, and those elsewhere are
 * picked from all that match, unless those are many: then too they are looked at one by one.
 */
export const newestMatches = (matcher: Matcher, reader: Reader, put: Put, before: string, wanted: Wanted): string => {
  const { sight } = reader;
  const { tsquery, loose, several } = matcher;
  const me = put(reader.actor.personId, 'bigint');
  const teams = sight.all ? '' : put(sight.teamIds, 'bigint[]');
  const operators = operatorConditions(matcher, reader, put);
  const conditions = [inSight(sight, me, teams), ...operators];
  if (tsquery === null) return withoutWords(conditions.join(' and '), before, wanted.most);
  const sure = operators.length === 0 && loose === null;
  const walked = sure ? wanted : atLeast(wanted, loose === null ? LOOKED_AFTER : READ);
  const asked = put(loose ?? tsquery, 'tsquery');
  const phrase = loose === null ? null : put(tsquery, 'tsquery');
  const inTable = (name: string, also: string[] = []) =>
    `select c.ticket_id, t.last_event_at from ${name} c join ticket t on t.id = c.ticket_id where ${[...conditions, ...also].join(' and ')}`;
  const kept = (name: string) => (phrase === null ? inTable(name) : said(inTable(name), phrase));
  if (sight.all) {
    const walks = [stretches(before), walk('everywhere', [asked], walked, put(NEAR, 'int'))];
    return within(walks, [kept('everywhere')], edgeOf('everywhere'), wanted.most);
  }
  const keptInvolved = said(inTable('involved', [`t.team_id <> all(${teams})`]), phrase ?? asked);
  if (sight.teamIds.length === 0)
    return within([involvedIn(me, before, '0')], [keptInvolved], edgeOf('involved'), wanted.most);
  const ofTeams = put(sight.teamIds.map(teamLexeme).join(' | '), 'tsquery');
  const [own, anywhere, elsewhere] = [edgeOf('in_teams'), edgeOf('everywhere'), edgeOf('involved')];
  return within(
    [
      stretches(before),
      walk('in_teams', [asked, ofTeams], walked, put(several || operators.length > 0 ? WIDER : NEAR, 'int')),
      walk('everywhere', [asked], atLeast(wanted, LOOKED_AFTER), put(NEAR, 'int'), `${own} is null`),
      involvedIn(me, before, `coalesce(${own}, case when ${anywhere} is not null then 0 end)`),
    ],
    [kept('in_teams'), kept('everywhere'), keptInvolved],
    `case when ${own} is not null then greatest(${own}, ${elsewhere})
      when ${anywhere} is not null and ${elsewhere} is not null then least(${anywhere}, ${elsewhere}) end`,
    wanted.most,
  );
};

const atLeast = (wanted: Wanted, { most, few }: Wanted): Wanted => ({
  most: Math.max(wanted.most, most),
  few: Math.max(wanted.few, few),
});

/** Without words there is no index of what is asked. */
const withoutWords = (conditions: string, before: string, most: number): string =>
  within(
    [
      `looked as materialized (select id as ticket_id from ticket where id < ${before} order by id desc limit ${LOOKED_AT})`,
      `looked_edge as materialized (select min(ticket_id) as id from looked having count(*) >= ${LOOKED_AT})`,
    ],
    [`select c.ticket_id, t.last_event_at from looked c join ticket t on t.id = c.ticket_id where ${conditions}`],
    edgeOf('looked'),
    most,
  );

/** Down to which id a walk has been; null = to the end, or not at all. */
const edgeOf = (walk: string): string => `(select id from ${walk}_edge)`;

/**
 * Of the tickets that `kept` selects, those whose document says `words`: read last, as it is the dearest to look at, and by
 * a function, as of the operator the planner thinks that an index should answer it.
 */
const said = (kept: string, words: string): string =>
  `select k.ticket_id, k.last_event_at from (${kept} offset 0) k join ticket_search d on d.ticket_id = k.ticket_id
    where ts_match_vq(d.doc, ${words})`;

/** The newest stretches of ids older than `before`: where each begins (0 = it holds all there is), and its words. Two of a size, so that none is short. */
const stretches = (before: string): string =>
  `ends as materialized (select least(${before} - 1, (select coalesce(max(t.id), 0) from ticket t)) as high,
      (select coalesce(min(t.id), 0) from ticket t) as low),
    stretch as materialized (select s.n, s.size, s.high, case when s.low > s.lowest then s.low else 0 end as low, s.words from (
      select l.n, 1 << (l.level - 11) as size, ends.high + 1 as high, ends.low as lowest,
        coalesce(((ends.high >> l.level) - 1) << l.level, 0) as low,
        (case when l.level is null then ${EVERY} else format('%L | %L', 'id' || l.level || ':' || (ends.high >> l.level),
          'id' || l.level || ':' || ((ends.high >> l.level) - 1)) end)::tsquery as words
      from ends cross join unnest('${LEVELS}'::int[]) with ordinality l(level, n)) s)`;

/**
 * The newest ids that match all of `asked`, as CTEs `name` and `name_edge`: those of the stretch `first`; when those were too
 * few, those of as long a stretch as should have enough, going by them; and when those were still too few, all that is older.
 * Three looks at the index whatever is asked, as each may read all tickets that have an unfinished word.
 */
const walk = (name: string, asked: string[], { most, few }: Wanted, first: string, when = 'true'): string => {
  // one by one: so the index skips what lies between two that one of them allows, and looks at no ticket outside a stretch.
  // The ids are no condition of an index: the planner would walk them, where many are told to match
  const matches = [...asked, 's.words'].map((each) => `d.doc @@ ${each}`).join(' and ');
  const look = (high: string) => `cross join lateral (
      select d.ticket_id from ticket_search d
      where ${matches} and d.ticket_id + 0 < ${high} and d.ticket_id + 0 >= s.low order by d.ticket_id + 0 desc limit ${most}) c`;
  const count = (part: number) => `(select count(*) from ${name}_${part})`;
  return `${name}_1 as materialized (select c.ticket_id from stretch s ${look('s.high')} where s.n = ${first} and ${when}),
    ${name}_next as materialized (select f.low, case when f.low > 0 and f.found < ${few} then coalesce(
        (select min(s.n) from stretch s where f.found * s.size >= ${few} * 3 / 2 * f.size),
        case f.found when 0 then ${FAR} else ${WHOLE} end) end as n
      from (select s.low, s.size, ${count(1)} as found from stretch s where s.n = ${first} and ${when}) f),
    ${name}_2 as materialized (select c.ticket_id from ${name}_next next join stretch s on s.n = next.n ${look('next.low')}),
    ${name}_last as materialized (select r.low from ${name}_next next join stretch r on r.n = next.n
      where r.low > 0 and ${count(1)} + ${count(2)} < ${few}),
    ${name}_3 as materialized (select c.ticket_id from ${name}_last last join stretch s on s.n = ${WHOLE} ${look('last.low')}),
    ${name} as materialized (select ticket_id from (select * from ${name}_1 union all select * from ${name}_2
      union all select * from ${name}_3) w order by ticket_id desc limit ${most}),
    ${name}_edge as materialized (select coalesce((select min(ticket_id) from ${name} having count(*) >= ${most}),
        case when not exists (select from ${name}_last) then nullif(coalesce(s.low, next.low), 0) end) as id
      from ${name}_next next left join stretch s on s.n = next.n)`;
};

/** The newest that somebody follows or holds, down to `from`, as CTEs `involved` and `involved_edge`; none when that is null. */
const involvedIn = (me: string, before: string, from: string): string => {
  const follows = (live: string) => ['f.ticket_id', 'ticket_follower f', `f.person_id = ${me} and ${live} and f.aside`];
  // the holder's by the index that leads by them, which has no order of ids; who holds a ticket follows it not aside
  const sources = [follows('f.live'), follows('not f.live'), ['t.id + 0', 'ticket t', `t.assignee_id = ${me}`]].map(
    ([id, table, theirs]) =>
      `(select ${id} as ticket_id from ${table} where ${theirs} and ${id} >= ${from} and ${id} < ${before}
        order by ${id} desc limit ${INVOLVED})`,
  );
  return `involved as materialized (select i.ticket_id from (${sources.join(' union ')}) i
      order by i.ticket_id desc limit ${INVOLVED}),
    involved_edge as materialized (select min(ticket_id) as id from involved having count(*) >= ${INVOLVED})`;
};

/** The newest `most` of what was kept of the walks, as far as all of them have been. */
const within = (walks: string[], kept: string[], edge: string, most: number): string =>
  `with ${walks.join(', ')},
    edge as materialized (select ${edge} as id),
    kept as materialized (select k.ticket_id, k.last_event_at from (${kept.join(' union ')}) k
      where k.ticket_id >= coalesce((select id from edge), 0) order by k.ticket_id desc limit ${most})
    select kept.ticket_id, kept.last_event_at, coalesce((select min(ticket_id) from kept having count(*) >= ${most}), edge.id) as edge
    from edge left join kept on true`;

/** What a list asks of words: it keeps its own order, over the newest thousand tickets that match. */
export const matchingOf = async (db: Tx, typed: string, reader: Reader, put: Put): Promise<Matching> => {
  const matcher = await matcherOf(db, typed);
  if (matcher.empty) return { from: 'ticket t', conditions: ['false'] };
  const newest = newestMatches(matcher, reader, put, '9223372036854775807', { most: NEWEST, few: NEWEST });
  return {
    from: `(select ticket_id from (${newest}) f where ticket_id is not null) d join ticket t on t.id = d.ticket_id`,
    conditions: [],
  };
};

/** Of tickets that match by their words, a list has the newest so many. */
const NEWEST = 1_000;
