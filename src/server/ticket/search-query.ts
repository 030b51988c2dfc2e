import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { clockIs, type Put, type Reader } from './page-conditions.ts';
import { asksNothing, parseSearch, type Search, type SearchFault } from './search-parse.ts';

/** A word as the database compares it: plain letters, its stems, and its part of a tsquery. */
export type Term = { plain: string; stems: string[]; without: boolean; unfinished: boolean; phrase: boolean };

/** What is asked of the database. */
export type Matcher = {
  search: Search;
  terms: Term[];
  /** Of documents, as a tsquery; null = no words are asked for. */
  tsquery: string | null;
  /** What `tsquery` asks without the order of words, which only a look at the document itself can tell; null = the same. */
  loose: string | null;
  /** Whether more than one thing is asked of a document. */
  several: boolean;
  /** The words alone, by which what is found is ranked. */
  ranked: string | null;
  /** Nothing can match: no words that are words, or a team that is not there. */
  empty: boolean;
};

const STEMMERS = ['english', 'russian', 'italian'] as const;

// as JSON: an array's length is known to the planner, which would plan it anew each time
const TERMS = `select * from (select w.n, p.plain,
    (case when w.unfinished and not w.phrase then to_tsquery('simple', '''' || p.plain || ''':*')
      else phraseto_tsquery('simple', p.plain) end)::text as exact,
    array_remove(array[${STEMMERS.map((each) => `nullif(plainto_tsquery('${each}', p.plain)::text, '')`).join(', ')}], null) as stems
  from rows from (json_to_recordset($1) as (text text, unfinished boolean, phrase boolean)) with ordinality as w(text, unfinished, phrase, n)
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
    values: [JSON.stringify(texts)],
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
    const any = [unfinishedLast(exact), ...terms[index]!.stems.map((stem) => lexeme(stem))]
      .map((each) => `(${each})`)
      .join(' | ');
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
  if (teams !== null && teams.length > 0) marks.push(`(${teams.map(teamLexeme).join(' | ')})`);
  const all = [...parts.map(({ text }) => text), ...marks];
  const phrases = parts.some((part) => loosened(part) !== part.text);
  const ranked = parts.filter(({ without }) => !without).map(({ text }) => text);
  return {
    search,
    terms,
    tsquery: all.length === 0 ? null : all.join(' & '),
    loose: phrases ? [...parts.map(loosened), ...marks].join(' & ') : null,
    several: all.length > 1,
    ranked: ranked.length === 0 ? null : ranked.join(' & '),
    empty: asksNothing(search) || (search.words.length > 0 && said.length === 0) || teams?.length === 0,
  };
};

/** Of what was typed in one piece only the last word may be unfinished: an address is not every word that begins like its parts. */
const unfinishedLast = (exact: string): string => exact.replaceAll("':* <->", "' <->");

/** The words of a phrase, wherever they stand. What is ruled out stays as it is. */
const loosened = ({ without, text }: { without: boolean; text: string }): string =>
  without ? text : text.replaceAll(BETWEEN, '&');
const BETWEEN = /<(?:-|\d+)>/g;

/** A lexeme as tsquery's text has it. */
const lexeme = (text: string): string =>
  `'${text.replaceAll('\0', '').toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** How a document says which team its ticket is with. */
export const teamLexeme = (id: number): string => lexeme(`team:${id}`);

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
  const { status, severity, clock, step, tier } = search;
  return [
    ...(status.length > 0 ? [`t.status = any(${put(status, 'text[]')})`] : []),
    ...(severity.length > 0 ? [`t.severity = any(${put(severity, 'text[]')})`] : []),
    ...(clock === null
      ? []
      : [
          `t.status <> 'closed' and exists (select from sla_clock c where c.ticket_id = t.id and c.nearest and ${clockIs(clock, reader, put)})`,
        ]),
    ...(step === null
      ? []
      : [
          `exists (select from escalation e where e.ticket_id = t.id and e.status <> 'ended' and e.step_index + 1 ${step.sign} ${put(step.with, 'int')})`,
        ]),
    ...(tier === null ? [] : [`t.tier ${tier.sign} ${put(tier.with, 'int')}`]),
  ];
};
