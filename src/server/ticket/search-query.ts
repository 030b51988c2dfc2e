import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { clockIs, type Put, type Reader } from './page-conditions.ts';
import type { Matching } from './page-ids.ts';
import { asksNothing, parseSearch, type Search, type SearchFault } from './search-parse.ts';
import { inSight } from './sight.ts';

/** A word as the database compares it: plain letters, its stems, and its part of a tsquery. */
export type Term = { plain: string; stems: string[]; without: boolean; unfinished: boolean; phrase: boolean };

/** What is asked of the database. */
export type Matcher = {
  search: Search;
  terms: Term[];
  /** Of documents, as a tsquery; null = no words are asked for. */
  tsquery: string | null;
  /** The words alone, by which what is found is ranked. */
  ranked: string | null;
  /** Nothing can match: no words that are words, or a team that is not there. */
  empty: boolean;
};

const STEMMERS = ['english', 'russian', 'italian'] as const;

const TERMS = `select * from (select w.n, p.plain,
    (case when w.unfinished and not w.phrase then to_tsquery('simple', '''' || p.plain || ''':*')
      else phraseto_tsquery('simple', p.plain) end)::text as exact,
    array_remove(array[${STEMMERS.map((each) => `nullif(plainto_tsquery('${each}', p.plain)::text, '')`).join(', ')}], null) as stems
  from unnest($1::text[], $2::boolean[], $3::boolean[]) with ordinality as w(text, unfinished, phrase, n)
  cross join lateral (select btrim(search_plain(w.text)) as plain) p where p.plain <> '') terms
  where exact <> '' order by n`;

/** Reads what was typed into what the database is asked. Throws the problem `search_operator` for a value that cannot be. */
export const matcherOf = async (db: Tx, typed: string): Promise<Matcher> => {
  const { search, faults } = parseSearch(typed);
  if (faults.length > 0) throw unknownValue(faults);
  const texts = [
    ...search.words,
    ...[...search.from, ...search.to].map((text) => ({ text, unfinished: true, phrase: false, without: false })),
  ];
  const { rows } = await db.query<{ n: number; plain: string; exact: string; stems: string[] }>({
    name: 'search_terms',
    text: TERMS,
    values: [texts.map((w) => w.text), texts.map((w) => w.unfinished), texts.map((w) => w.phrase)],
  });
  const said = rows.filter(({ n }) => n <= search.words.length);
  const terms: Term[] = said.map(({ n, plain, stems }) => {
    const word = search.words[n - 1]!;
    const bare = word.phrase ? [] : stems.flatMap((stem) => /^'([^']+)'$/.exec(stem)?.[1] ?? []);
    return {
      plain,
      stems: [...new Set(bare)],
      without: word.without,
      unfinished: word.unfinished,
      phrase: word.phrase,
    };
  });
  const parts = said.map(({ n, exact }, index) => {
    const { without } = search.words[n - 1]!;
    const any = [exact, ...terms[index]!.stems.map((stem) => lexeme(stem))].map((each) => `(${each})`).join(' | ');
    return { without, text: `${without ? '!' : ''}(${any})` };
  });
  const addressed = rows.filter(({ n }) => n > search.words.length);
  const marks = [
    ...addressed.flatMap(({ n, plain }) => {
      const mark = n - search.words.length <= search.from.length ? 'from' : 'to';
      return plain.split(/\s+/).map((word) => `${lexeme(`${mark}:${word}`)}:*`);
    }),
    ...search.tag.map((tag) => lexeme(`tag:${tag.toLowerCase()}`)),
    ...search.topic.map((topic) => lexeme(`topic:${topic.toLowerCase()}`)),
    ...(search.hasAttachment ? [lexeme('has:attachment')] : []),
    ...(search.lang.length > 0 ? [`(${search.lang.map((each) => lexeme(`lang:${each}`)).join(' | ')})`] : []),
  ];
  const teams = await teamsNamed(db, search.team);
  if (teams !== null && teams.length > 0) marks.push(`(${teams.map((id) => lexeme(`team:${id}`)).join(' | ')})`);
  const all = [...parts.map(({ text }) => text), ...marks];
  const ranked = parts.filter(({ without }) => !without).map(({ text }) => text);
  return {
    search,
    terms,
    tsquery: all.length === 0 ? null : all.join(' & '),
    ranked: ranked.length === 0 ? null : ranked.join(' & '),
    empty: asksNothing(search) || (search.words.length > 0 && said.length === 0) || teams?.length === 0,
  };
};

/** A lexeme as tsquery's text has it. */
const lexeme = (text: string): string =>
  `'${text.replaceAll('\0', '').toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** The teams whose names begin so; null when none is named. */
const teamsNamed = async (db: Tx, names: string[]): Promise<number[] | null> => {
  if (names.length === 0) return null;
  const { rows } = await db.query<{ id: number }>({
    name: 'search_teams',
    text: `select t.id from team t where exists (select from unnest($1::text[]) n
             where starts_with(search_plain(t.name), btrim(search_plain(n))) and btrim(search_plain(n)) <> '') limit 100`,
    values: [names],
  });
  return rows.map(({ id }) => id);
};

const unknownValue = (faults: SearchFault[]): HttpProblem =>
  new HttpProblem(400, 'search_operator', {
    errors: faults.map(({ operator, value, allowed }) => ({
      path: `q.${operator}`,
      code: 'unknown_value',
      message: `${operator}: knows ${allowed.join(', ')}; not ${value.slice(0, 40)}`,
    })),
  });

/** What the operators ask of `ticket t` that its document does not say. */
export const operatorConditions = ({ search }: Matcher, reader: Reader, put: Put): string[] => {
  const { status, severity, clock, step } = search;
  return [
    ...(status.length > 0 ? [`t.status = any(${put(status, 'text[]')})`] : []),
    ...(severity.length > 0 ? [`t.severity = any(${put(severity, 'text[]')})`] : []),
    ...(clock === null
      ? []
      : [
          `t.status <> 'closed' and exists (select from sla_clock c where c.ticket_id = t.id and c.kind = 'first_reply' and ${clockIs(clock, reader, put)})`,
        ]),
    ...(step === null
      ? []
      : [
          `exists (select from escalation e where e.ticket_id = t.id and e.status <> 'ended' and e.step_index + 1 ${step.sign} ${put(step.step, 'int')})`,
        ]),
  ];
};

/** Of tickets that match by their words: the newest so many. */
const NEWEST = 1_000;
/** Without words there is no index of what is asked: so many of the newest tickets are looked at. */
export const LOOKED_AT = 5_000;

/**
 * SQL for the newest tickets a reader may see that match, older than `before`: one column `ticket_id`. Those of the
 * reader's teams come by the index of the documents, in which the team is a word; those they are involved in one by one.
 */
export const newestMatches = (matcher: Matcher, reader: Reader, put: Put, before: string, most: number): string => {
  const me = put(reader.actor.personId, 'bigint');
  const teams = reader.sight.all ? '' : put(reader.sight.teamIds, 'bigint[]');
  const conditions = [inSight(reader.sight, me, teams), ...operatorConditions(matcher, reader, put)].join(' and ');
  const { tsquery } = matcher;
  if (tsquery === null) {
    return `select t.id as ticket_id from (select * from ticket where id < ${before} order by id desc limit ${LOOKED_AT}) t
      where ${conditions} order by t.id desc limit ${most}`;
  }
  const found = (from: string, query: string) =>
    `(select d.ticket_id from ${from} join ticket t on t.id = d.ticket_id
      where d.doc @@ ${put(query, 'tsquery')} and d.ticket_id < ${before} and ${conditions}
      order by d.ticket_id desc limit ${most})`;
  if (reader.sight.all) return found('ticket_search d', tsquery);
  const mine = `(select f.ticket_id from ticket_follower f where f.person_id = ${me}
    union select a.id from ticket a where a.assignee_id = ${me}) i join ticket_search d on d.ticket_id = i.ticket_id`;
  const ofTeams = reader.sight.teamIds.map((id) => lexeme(`team:${id}`)).join(' | ');
  const arms = [
    ...(ofTeams === '' ? [] : [found('ticket_search d', `(${tsquery}) & (${ofTeams})`)]),
    found(mine, tsquery),
  ];
  return `select ticket_id from (${arms.join(' union ')}) c order by ticket_id desc limit ${most}`;
};

/** What a list asks of words: it keeps its own order, over the newest thousand tickets that match. */
export const matchingOf = async (db: Tx, typed: string, reader: Reader, put: Put): Promise<Matching> => {
  const matcher = await matcherOf(db, typed);
  if (matcher.empty) return { from: 'ticket t', conditions: ['false'] };
  const newest = newestMatches(matcher, reader, put, '9223372036854775807', NEWEST);
  return { from: `(${newest}) d join ticket t on t.id = d.ticket_id`, conditions: [] };
};
