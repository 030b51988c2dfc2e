import type { TicketPage } from '#contract/list.ts';
import type { Instant } from '#core/time.ts';
import type { ConfigCache } from '#server/sla/config-store.ts';
import { AWAITED, withAwaited, type AwaitedRow } from './awaited.ts';
import { LISTED, listed, versionsOf, type ListedRow } from './listed-row.ts';
import { ask, type Asked } from './page-ask.ts';
import type { Reader } from './page-conditions.ts';
import { idsOf, statementValues } from './page-ids.ts';
import { cursorOf, isUsual, placeOf, type PageQuery } from './page-query.ts';
import { setsOf } from './view-ids.ts';
import { matchingOf } from './search-newest.ts';

type PageRow = ListedRow & AwaitedRow & { n: number; at: Instant | null; ok: boolean; edge: boolean };

/**
 * One page of the tickets a reader may see, in one statement; `now` of the reader is the moment its clocks are shown at.
 * Null when the cursor is none of ours or belongs to another query.
 */
export const readPage = async (
  db: Asked,
  config: ConfigCache,
  reader: Reader,
  query: PageQuery,
): Promise<Pick<TicketPage, 'items' | 'nextCursor'> | null> => {
  const after = placeOf(query);
  if (after === null) return null;
  const { put, values, asked } = statementValues();
  const matching = query.q === undefined || query.q.trim() === '' ? null : await matchingOf(db, query.q, reader, put);
  const ids = idsOf({ query, reader, after, put, matching });
  const isMine = query.view === 'mine';
  const text = `with ${asked()}, ${setsOf(reader.sight, put(reader.actor.personId, 'bigint'), put)}, page as materialized (${ids})
    select ${LISTED.columns}, page.n, page.at, page.ok, page.edge${isMine ? `, ${AWAITED.columns}` : ''}
    from page join ticket t on t.id = page.id ${LISTED.joins} ${isMine ? AWAITED.joins : ''}`;
  const read = await ask<PageRow>(db, { text, values, kept: isUsual(query) });
  // whole rows are dearer to sort there than here
  const rows = read.toSorted((one, other) => one.n - other.n);
  const wanted = rows.filter(({ ok }) => ok);
  const items = wanted.slice(0, query.limit);
  const me = reader.actor.personId;
  await config.ensure(db, items.flatMap(versionsOf));
  const last = wanted.length > query.limit ? items.at(-1) : rows.find(({ edge }) => edge);
  return {
    items: items.map((row) => {
      const shown = listed(row, me, config, reader.now);
      return isMine ? withAwaited(shown, row, me) : shown;
    }),
    nextCursor: last === undefined ? null : cursorOf(query, last),
  };
};
