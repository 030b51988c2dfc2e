import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import type { TicketPage, View } from '#contract/list.ts';
import { pagePath } from '#web/ticket/list-query.ts';
import type { ListFilter } from '#web/ticket/list-filter.ts';

/** Up to here a list is fetched anew as a whole; a longer one is mended where it changed. */
const WHOLE_PAGES = 3;
const MOST_MENDED = 20;

type Pages = InfiniteData<TicketPage, string>;

/**
 * Brings the lists up to date after tickets changed. Somebody who has scrolled through ten thousand rows must
 * not cause a hundred requests for each change: then the first page is fetched (it has what comes next, and the
 * counts) and the changed rows further down are replaced one by one.
 */
export async function refreshLists(client: QueryClient, changed: ReadonlySet<number>): Promise<void> {
  const lists = client.getQueryCache().findAll({ queryKey: ['tickets'] });
  await Promise.all(
    lists.map(async (list) => {
      const pages = (list.state.data as Pages | undefined)?.pages ?? [];
      const isLong = list.isActive() && pages.length > WHOLE_PAGES && changed.size <= MOST_MENDED;
      if (!isLong) return client.invalidateQueries({ queryKey: list.queryKey, exact: true });
      return mend(client, list.queryKey as ['tickets', View, ListFilter], pages, changed);
    }),
  );
}

async function mend(
  client: QueryClient,
  key: ['tickets', View, ListFilter],
  pages: readonly TicketPage[],
  changed: ReadonlySet<number>,
): Promise<void> {
  const below = new Set(
    pages
      .slice(1)
      .flatMap((page) => page.items.filter((row) => changed.has(row.id)))
      .map(({ id }) => id),
  );
  const [first, ...rows] = await Promise.all([
    api.get<TicketPage>(pagePath(key[1], key[2], '')),
    ...[...below].map((id) => api.get<TicketDetail>(`/api/tickets/${id}`).catch(() => null)),
  ]);
  const fresh = new Map(rows.flatMap((row) => (row === null ? [] : [[row.id, row] as const])));
  const onTop = new Set(first.items.map((row) => row.id));
  client.setQueryData<Pages>(key, (data) =>
    data === undefined
      ? data
      : {
          ...data,
          pages: [
            first,
            ...data.pages.slice(1).map((page) => ({
              ...page,
              items: page.items
                .filter((row) => !onTop.has(row.id) && (!below.has(row.id) || fresh.has(row.id)))
                .map((row) => fresh.get(row.id) ?? row),
            })),
          ],
        },
  );
}
