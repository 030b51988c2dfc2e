import { useInfiniteQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import type { TicketPage } from '#contract/list.ts';
import { ticketsQuery } from '#web/ticket/queries.ts';

/** Open tickets by view; they come with the list that is shown, so that the two never disagree. */
export function useCounts(): TicketPage['counts'] {
  const { view } = useParams({ strict: false });
  const { team } = useSearch({ strict: false });
  const { data } = useInfiniteQuery(ticketsQuery(view ?? 'mine', team));
  return data?.pages[0]?.counts;
}
