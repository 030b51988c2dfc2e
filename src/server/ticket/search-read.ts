import { createHash } from 'node:crypto';
import type { Highlight, SearchPage, SearchQuery } from '#contract/search.ts';
import { can } from '#core/people/can.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { ConfigCache } from '#server/sla/config-store.ts';
import { LISTED, listed, versionsOf, type ListedRow } from './listed-row.ts';
import { newestMatches } from './search-newest.ts';
import { excerptOf } from './search-highlight.ts';
import { operatorConditions, matcherOf, type Matcher } from './search-query.ts';
import { ask, type Asked } from './page-ask.ts';
import { nameOf, statementValues } from './page-ids.ts';
import type { Put, Reader } from './page-conditions.ts';
import { highlightsOf, TEXTS, type Texts } from './search-texts.ts';
import { inSight } from './sight.ts';

/** So many tickets are ranked against each other, the newest first. */
const WINDOW = 100;
/** With so many in hand a window may end early. */
const FEW = 50;
const MOST_PEOPLE = 5;
/** Of those who are named so, so many are looked at; and so many words of what was typed. */
const NAMED = 100;
const MOST_NAMES = 6;
const VERSION = 1;
const ALL = Number.MAX_SAFE_INTEGER;

/** Where a page of what was found begins: in the window older than `before`, after the ticket with this score. */
type Place = { before: number; score: number; id: number; now: Instant };

type Found = ListedRow & Texts & { score: number; window_end: number | null };

/**
 * What a reader may see of what was typed: tickets ranked by where the words stand and how recently something happened,
 * with the places of the words, and people. The reader may still be on the way: what was typed is read meanwhile. Null when
 * the cursor is none of ours or was for other words.
 */
export const search = async (
  db: Asked,
  config: ConfigCache,
  coming: Reader | Promise<Reader>,
  query: SearchQuery,
): Promise<SearchPage | null> => {
  const [reader, matcher] = await Promise.all([coming, matcherOf(db, query.q)]);
  const from = placeOf(query, reader.now);
  if (from === null) return null;
  const isFirst = query.cursor === undefined;
  let place = from;
  const [people, newest] = await Promise.all([
    isFirst ? findPeople(db, reader, matcher) : [],
    matcher.empty ? NOTHING : readWindow(db, reader, matcher, place, query.limit),
  ]);
  let rows = newest;
  // what was left of a window may be nothing: the next one begins the page
  if (rows.found.length === 0 && rows.end !== null) {
    place = { ...place, before: rows.end, score: ALL, id: ALL };
    rows = await readWindow(db, reader, matcher, place, query.limit);
  }
  const shown = rows.found.slice(0, query.limit);
  await config.ensure(db, shown.flatMap(versionsOf));
  const excerpt = excerptOf(matcher.terms);
  const last = shown.at(-1);
  const hasMore = rows.found.length > query.limit;
  return {
    tickets: shown.map((row) => ({
      row: listed(row, reader.actor.personId, config, reader.now),
      highlights: highlightsOf(row, matcher, excerpt) satisfies Highlight[],
    })),
    people,
    nextCursor:
      hasMore && last !== undefined
        ? cursorOf(query, { ...place, score: last.score, id: last.id })
        : rows.end === null
          ? null
          : cursorOf(query, { ...place, before: rows.end, score: ALL, id: ALL }),
    now: reader.now,
  };
};

// in floating point: of numerics the power alone costs more than reading the document
const RANK = (ranked: string, now: string) => `
  (ts_rank('{0.15, 0.35, 0.7, 1.0}', d.doc, ${ranked}, 1)
    * (0.5 + 0.5 * exp(-greatest(0, extract(epoch from ${now} - f.last_event_at)::float8) / 7776000)) * 1000000000)::bigint`;

type Window = { found: Found[]; end: number | null };
const NOTHING: Window = { found: [], end: null };

/** The page after `place` of its window; `end` is where the next window begins, null when there is none. */
const readWindow = async (
  db: Asked,
  reader: Reader,
  matcher: Matcher,
  place: Place,
  limit: number,
): Promise<Window> => {
  const { put, values, asked } = statementValues();
  const before = put(place.before, 'bigint');
  const now = put(toTimestamp(place.now), 'timestamptz');
  const named = namedTicket(matcher, reader, put, place);
  const score = matcher.ranked === null ? '0::bigint' : RANK(put(matcher.ranked, 'tsquery'), now);
  const after = `(${put(place.score, 'bigint')}, ${put(place.id, 'bigint')})`;
  const newest = newestMatches(matcher, reader, put, before, { most: WINDOW, few: FEW });
  // named when all are known: whoever is in no team leaves some out
  const text = `with ${asked()},
      found as materialized (${newest}),
      ranked as (
        select f.ticket_id as id, ${score} as score from found f
          join ticket_search d on d.ticket_id = f.ticket_id${named}
      ),
      page as materialized (
        select r.id, max(r.score) as score from ranked r group by r.id
        having (max(r.score), r.id) < ${after}
        order by score desc, r.id desc limit ${limit + 1}
      )
      select shown.*, (select min(edge) from found) as window_end
      from (select) one left join lateral (
        select ${LISTED.columns}, ${TEXTS.columns}, page.score
        from page join ticket t on t.id = page.id ${LISTED.joins} ${TEXTS.joins}
      ) shown on true
      order by shown.score desc, shown.id desc`;
  const rows = await ask<Found>(db, { text, values, kept: isUsual(matcher) });
  return { found: rows.filter(({ id }) => id !== null), end: rows[0]!.window_end };
};

// planning costs as much as finding; a plan for each mix of operators would cost memory
const isUsual = ({ search: { status, severity, clock, step, tier } }: Matcher): boolean =>
  (status.length === 0 || severity.length === 0) && [clock, step, tier].every((each) => each === null);

/** The ticket whose number was typed comes first, however old it is. */
const namedTicket = (matcher: Matcher, reader: Reader, put: Put, place: Place): string => {
  const { number } = matcher.search;
  if (number === null || place.before !== ALL || matcher.search.words.length !== 1) return '';
  const me = put(reader.actor.personId, 'bigint');
  const teams = reader.sight.all ? '' : put(reader.sight.teamIds, 'bigint[]');
  const conditions = [inSight(reader.sight, me, teams), ...operatorConditions(matcher, reader, put)].join(' and ');
  return `
        union all select t.id, ${ALL - 1}::bigint from ticket t where t.number = ${put(number, 'bigint')} and ${conditions}`;
};

/** People by the words alone; of customers only those of whom the reader may see a ticket. */
const findPeople = async (db: Tx, reader: Reader, matcher: Matcher): Promise<SearchPage['people']> => {
  const words = matcher.terms.filter(({ without }) => !without).flatMap(({ plain }) => plain.split(/\s+/));
  // two letters have no trigram: everybody would be looked at
  if (words.length === 0 || !words.some((word) => word.length > 2) || !can(reader.actor, 'person.list')) return [];
  const { put, values, asked } = statementValues();
  const me = put(reader.actor.personId, 'bigint');
  const teams = reader.sight.all ? '' : put(reader.sight.teamIds, 'bigint[]');
  // each by itself: of a list of patterns the index knows nothing
  const named = words
    .slice(0, MOST_NAMES)
    .map((word) => `search_plain(p.name || ' ' || coalesce(p.email, '')) like ${put(`%${word}%`, 'text')}`);
  const seen = `exists (select from ticket_search d join ticket t on t.id = d.ticket_id
      where d.requester_id = p.id and ${inSight(reader.sight, me, teams)})`;
  const staff = `p.role <> 'customer'`;
  // in order first: whether they may be seen is then asked of few
  const text = `with ${asked()},
      named as materialized (select p.* from person p where ${named.join(' and ')} and p.active limit ${NAMED})
      select p.id, p.name, p.role, p.email
      from (select * from named order by role = 'customer', name, id offset 0) p
      where ${can(reader.actor, 'requester.read') ? `${staff} or ${seen}` : staff} limit ${MOST_PEOPLE}`;
  const { rows } = await db.query({ name: nameOf(text), text, values });
  return rows;
};

const markOf = ({ q }: SearchQuery): string => createHash('sha256').update(q).digest('base64url').slice(0, 8);

const cursorOf = (query: SearchQuery, { before, score, id, now }: Place): string =>
  Buffer.from([VERSION, markOf(query), before, score, id, now].join('.')).toString('base64url');

const placeOf = (query: SearchQuery, now: Instant): Place | null => {
  if (query.cursor === undefined) return { before: ALL, score: ALL, id: ALL, now };
  const text = Buffer.from(query.cursor, 'base64url').toString();
  const found = /^(\d+)\.([\w-]{8})\.(\d{1,16})\.(\d{1,16})\.(\d{1,16})\.(\d{1,15})$/.exec(text);
  if (found === null || Number(found[1]) !== VERSION || found[2] !== markOf(query)) return null;
  const [before, score, id, at] = found.slice(3).map(Number) as [number, number, number, number];
  return [before, score, id].every(Number.isSafeInteger) && at <= 8.64e15 ? { before, score, id, now: at } : null;
};
