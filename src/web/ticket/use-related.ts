import { useQuery } from '@tanstack/react-query';
import type { TicketPage } from '#contract/list.ts';
import type { TicketDetail, TicketRow } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';

const MOST = 50;

export interface Related {
  open: readonly TicketRow[];
  /** Solved or closed. */
  over: readonly TicketRow[];
  /** Whether there are more than are here. */
  isMore: boolean;
  isPending: boolean;
  error: unknown;
  refetch: () => void;
}

/** What else the requester of a ticket wrote about, as far as the reader may see it. */
export function useRelated(ticket: TicketDetail): Related {
  const ask = (view: 'all' | 'closed', signal: AbortSignal): Promise<TicketPage> =>
    api.get(`/api/tickets?view=${view}&requester=${ticket.requester.id}&sort=newest&limit=${MOST}`, signal);
  const query = useQuery({
    // Below `tickets`, so that whatever changes a list has this fetched anew as well.
    queryKey: ['tickets', 'related', ticket.requester.id],
    queryFn: async ({ signal }) => Promise.all([ask('all', signal), ask('closed', signal)]),
  });
  const [open, closed] = query.data ?? [];
  const others = [open, closed].flatMap((page) => page?.items ?? []).filter((one) => one.id !== ticket.id);
  const isOver = ({ status }: TicketRow): boolean => status === 'solved' || status === 'closed';
  return {
    open: others.filter((one) => !isOver(one)),
    over: others.filter(isOver),
    isMore: (open?.nextCursor ?? closed?.nextCursor ?? null) !== null,
    isPending: query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
  };
}
