import { queryOptions, useQuery } from '@tanstack/react-query';
import type { TicketPage } from '#contract/list.ts';
import { api } from '#web/app/api.ts';

/** How many tickets there are by view, and those of one's own that come next. */
export const nearestQuery = queryOptions({
  // Under the lists' key: what makes a list old makes these old, so that the two never disagree for long.
  queryKey: ['tickets', 'counts'],
  queryFn: ({ signal }) => api.get<TicketPage>('/api/tickets?view=mine&limit=20&counts=1', signal),
  refetchInterval: 120_000,
});

/** Open tickets by view, for the rail; whatever the list is narrowed by. */
export const useCounts = (): TicketPage['counts'] => useQuery(nearestQuery).data?.counts;
