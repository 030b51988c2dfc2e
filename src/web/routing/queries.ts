import { queryOptions } from '@tanstack/react-query';
import type { Candidates } from '#contract/agent.ts';
import { api } from '#web/app/api.ts';

const AGAIN_MS = 30_000;

/** Who could be given a ticket, and why not. */
export const candidatesQuery = (ticketId: number) =>
  queryOptions({
    queryKey: ['candidates', ticketId],
    queryFn: ({ signal }) => api.get<Candidates>(`/api/tickets/${ticketId}/candidates`, signal),
    // people come and go
    refetchInterval: AGAIN_MS,
  });
