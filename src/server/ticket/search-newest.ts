import type { Tx } from '#server/platform/db/transaction.ts';
import type { Put, Reader } from './page-conditions.ts';
import type { Matching } from './page-ids.ts';
import { matcherOf, operatorConditions, teamLexeme, type Matcher } from './search-query.ts';
import { inSight } from './sight.ts';

/** Without words there is no index of what is asked: so many of the newest tickets are looked at. */
const LOOKED_AT = 5_000;
/** Of what matches by its words so many are looked at, the newest, where something else must be true of them as well. */
const CANDIDATES = 1_000;
/** Stretches of ids are words of the documents (`search_stretches`), of two to the power of these. */
const LEVELS = [9, 11, 13, 15, 17, 19];

/**
 * SQL for the newest tickets a reader may see that match, older than `before`: rows `(ticket_id, edge)`, the edge being
 * the id down to which everything was looked at, null when that is all there is. Always one row at least: without a
 * match its `ticket_id` is null.
 *
 * Candidates come by the index of documents alone: the newest stretch of ids first, then four times as much, and so on,
 * until there are enough. Those of the reader's teams come by the team, which is a word of the document; those they are
 * involved in elsewhere are picked from all that match.
 */
export const newestMatches = (matcher: Matcher, reader: Reader, put: Put, before: string, most: number): string => {
  const me = put(reader.actor.personId, 'bigint');
  const { sight } = reader;
  const teams = sight.all ? '' : put(sight.teamIds, 'bigint[]');
  const operators = operatorConditions(matcher, reader, put);
  const conditions = [inSight(sight, me, teams), ...operators];
  const { tsquery, loose } = matcher;
  if (tsquery === null) {
    return withEdge(
      [
        `looked as materialized (select id as ticket_id from ticket where id < ${before} order by id desc limit ${LOOKED_AT})`,
      ],
      `select l.ticket_id from looked l join ticket t on t.id = l.ticket_id where ${conditions.join(' and ')}`,
      [{ name: 'looked', most: LOOKED_AT }],
      most,
    );
  }
  const isSure = operators.length === 0 && loose === null;
  const enough = isSure ? most : Math.max(most, CANDIDATES);
  const asked = put(loose ?? tsquery, 'tsquery');
  const phrase = loose === null ? '' : put(tsquery, 'tsquery');
  const kept = (from: string, also: string[]) =>
    `select c.ticket_id from ${from} c join ticket t on t.id = c.ticket_id
      ${phrase === '' ? '' : 'join ticket_search d on d.ticket_id = c.ticket_id'}
      where ${[...conditions, ...also, ...(phrase === '' ? [] : [`d.doc @@ ${phrase}`])].join(' and ')}`;
  const top = topOf(before);
  const all = { name: 'everywhere', most: sight.all ? enough : Math.max(most, CANDIDATES) };
  if (sight.all) return withEdge([top, candidates(all, asked)], kept(all.name, []), [all], most);
  const own = { name: 'in_teams', most: enough };
  const ofTeams = put(sight.teamIds.map(teamLexeme).join(' | '), 'tsquery');
  const walks = sight.teamIds.length === 0 ? [all] : [own, all];
  return withEdge(
    [top, ...(walks.includes(own) ? [candidates(own, `(${asked} && ${ofTeams})`)] : []), candidates(all, asked)],
    walks.map(({ name }) => kept(name, [])).join(' union '),
    walks,
    most,
  );
};

type Candidates = { name: string; most: number };

/** What is there above each stretch, and the words that name the stretch: two of its size, so that it is never short. */
const topOf = (before: string): string => {
  const near = LEVELS.map(
    (level) => `((top.id >> ${level}) - 1) << ${level} as from_${level},
      format('%L | %L', 'id${level}:' || (top.id >> ${level}), 'id${level}:' || ((top.id >> ${level}) - 1))::tsquery as near_${level}`,
  );
  // looked up once: pulled up into each of the words, it would be a plan of its own in every one
  return `highest as materialized (select least(${before} - 1, (select coalesce(max(t.id), 0) from ticket t)) as id),
    top as materialized (select top.id, ${near.join(', ')} from highest top)`;
};

/** The newest ids that match, in the order of their stretches: a later one is read only when those before were too few. */
const candidates = ({ name, most }: Candidates, asked: string): string => {
  const arms = [...LEVELS, null].map((level, index) => {
    // as a value of a statement the planner would weigh the words, and walk all documents where many match
    const query = level === null ? `(select ${asked})` : `(select ${asked} && top.near_${level} from top)`;
    const until = index === 0 ? 'id + 1' : `from_${LEVELS[index - 1]}`;
    const from = level === null ? '' : ` and d.ticket_id + 0 >= (select from_${level} from top)`;
    return `(select d.ticket_id from ticket_search d where d.doc @@ ${query}
      and d.ticket_id + 0 < (select ${until} from top)${from} order by d.ticket_id + 0 desc limit ${most})`;
  });
  return `${name} as materialized (select a.ticket_id from (${arms.join(' union all ')}) a limit ${most})`;
};

/** The newest `most` of what was kept of the candidates, down to where every walk has been. */
const withEdge = (walked: string[], kept: string, walks: Candidates[], most: number): string => {
  const edges = walks.map(({ name, most }) => `(select min(ticket_id) from ${name} having count(*) >= ${most})`);
  return `with ${walked.join(', ')},
    edge as materialized (select greatest(${edges.join(', ')}, null) as id),
    kept as materialized (select k.ticket_id from (${kept}) k where k.ticket_id >= coalesce((select id from edge), 0)
      order by k.ticket_id desc limit ${most})
    select kept.ticket_id, coalesce((select min(ticket_id) from kept having count(*) >= ${most}), edge.id) as edge
    from edge left join kept on true`;
};

/** What a list asks of words: it keeps its own order, over the newest thousand tickets that match. */
export const matchingOf = async (db: Tx, typed: string, reader: Reader, put: Put): Promise<Matching> => {
  const matcher = await matcherOf(db, typed);
  if (matcher.empty) return { from: 'ticket t', conditions: ['false'] };
  const newest = newestMatches(matcher, reader, put, '9223372036854775807', NEWEST);
  return {
    from: `(select ticket_id from (${newest}) f where ticket_id is not null) d join ticket t on t.id = d.ticket_id`,
    conditions: [],
  };
};

/** Of tickets that match by their words, a list has the newest so many. */
const NEWEST = 1_000;
