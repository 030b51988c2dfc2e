import type { ListQuery, TicketPage } from '#contract/list.ts';
import { VIEWS } from '#contract/list.ts';
import { NEVER, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { ConfigCache } from '#server/sla/config-store.ts';
import { LISTED, listed, versionsOf, type ListedRow } from './listed-row.ts';
import { ASKED, idsOf } from './page-ids.ts';
import { sightOf, type PersonActor } from './sight.ts';

/** Where a page begins: after this row. */
export type PagePlace = { at: Instant; id: number };

const BEFORE_ALL: PagePlace = { at: Number.NEGATIVE_INFINITY, id: 0 };
const NEWEST: PagePlace = { at: Number.NEGATIVE_INFINITY, id: Number.MAX_SAFE_INTEGER };
const COUNTED_UP_TO = 1_000;
/** What the desk asks for. */
const USUAL_LIMIT = 50;
const COUNTED = VIEWS.filter((view) => view !== 'closed');

/** One page of the tickets `actor` may see, in one statement; `now` is the moment its clocks are shown at. */
export const readPage = async (
  db: Tx,
  config: ConfigCache,
  actor: PersonActor,
  query: { view: ListQuery['view']; limit: number; team?: number | undefined; after: PagePlace | null },
  now: Instant,
): Promise<Pick<TicketPage, 'items' | 'nextCursor'>> => {
  const sight = sightOf(actor);
  const after = query.after ?? (query.view === 'closed' ? NEWEST : BEFORE_ALL);
  const { rows } = await db.query<ListedRow>({
    // planning costs more than reading; a statement of its own for each of a hundred limits would cost memory
    ...(query.limit === USUAL_LIMIT ? { name: `page_${query.view}_${sight.all ? 'all' : 'own'}` } : {}),
    text: `with ${ASKED}, page as materialized (${idsOf(query.view, sight, query.limit + 1)})
      select ${LISTED.columns} from page join ticket t on t.id = page.id ${LISTED.joins}
      order by ${query.view === 'closed' ? 't.id desc' : 'page.at, page.id'}`,
    values: parameters(actor, sight, query.team, after),
  });
  const items = rows.slice(0, query.limit);
  await config.ensure(db, items.flatMap(versionsOf));
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return {
    items: items.map((row) => listed(row, actor.personId, config, now)),
    nextCursor: last === undefined ? null : cursorOf({ at: last.next_event_at ?? 0, id: last.id }),
  };
};

/** How many tickets each view of the rail holds for `actor`, up to 1,000, in one statement. */
export const countViews = async (
  db: Tx,
  actor: PersonActor,
  team: number | undefined,
): Promise<NonNullable<TicketPage['counts']>> => {
  const sight = sightOf(actor);
  const counts = COUNTED.map((view) => `(select count(*) from (${idsOf(view, sight, COUNTED_UP_TO)}) c) as "${view}"`);
  const { rows } = await db.query({
    name: `page_counts_${sight.all ? 'all' : 'own'}`,
    text: `with ${ASKED} select ${counts.join(', ')}`,
    values: parameters(actor, sight, team, BEFORE_ALL),
  });
  return rows[0];
};

const parameters = (
  actor: PersonActor,
  sight: ReturnType<typeof sightOf>,
  team: number | undefined,
  after: PagePlace,
): unknown[] => [actor.personId, sight.all ? [] : sight.teamIds, team ?? null, toTimestamp(after.at), after.id];

/** A place as the opaque text a client hands back. */
export const cursorOf = (place: PagePlace): string => Buffer.from(`${place.at}.${place.id}`).toString('base64url');

/** The place a cursor names; null when it is not one of ours. */
export const placeOf = (cursor: string): PagePlace | null => {
  const found = /^(-?\d{1,16}|Infinity)\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (found === null) return null;
  const place = { at: Number(found[1]), id: Number(found[2]) };
  return (place.at === NEVER || Math.abs(place.at) <= 8.64e15) && Number.isSafeInteger(place.id) ? place : null;
};
