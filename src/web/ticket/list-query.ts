import { infiniteQueryOptions } from '@tanstack/react-query';
import type { TicketPage, View } from '#contract/list.ts';
import type { TicketRow } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { stringifySearch } from '#web/app/search-params.ts';
import type { ListFilter } from '#web/ticket/list-filter.ts';

const PAGE_ROWS = 100;

/** The address of one page. */
export const pagePath = (view: View, filter: ListFilter, cursor: string): string =>
  `/api/tickets${stringifySearch({ view, ...filter, limit: PAGE_ROWS, counts: cursor === '' ? 1 : undefined, cursor })}`;

/** The tickets of a view, page by page. */
export const ticketsQuery = (view: View, filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: ['tickets', view, filter],
    queryFn: ({ pageParam, signal }) => api.get<TicketPage>(pagePath(view, filter, pageParam), signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    // Closed hours end and steps fire without this desk being told of each: a slow second source of truth.
    refetchInterval: 120_000,
  });

/** All pages' rows as one list; a row that moved to the next page while paging is there once. */
export const rowsOf = (pages: readonly { items: TicketRow[] }[] | undefined): readonly TicketRow[] => [
  ...new Map(pages?.flatMap((page) => page.items).map((row) => [row.id, row])).values(),
];
