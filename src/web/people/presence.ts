import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Presence, PresenceList } from '#contract/presence.ts';
import { api } from '#web/app/api.ts';

/** Somebody who has a ticket open, and what they do with it. */
export type Present = Presence['people'][number];

const NOBODY: readonly Present[] = [];

/** Who is at a ticket, as the live stream last said; it is never fetched by itself. */
export const presenceQuery = (ticketId: number) =>
  queryOptions<readonly Present[]>({
    queryKey: ['presence', ticketId],
    queryFn: () => NOBODY,
    enabled: false,
    staleTime: Infinity,
  });

export const usePresent = (ticketId: number): readonly Present[] => useQuery(presenceQuery(ticketId)).data ?? NOBODY;

/** Takes over who is at a ticket. */
export const setPresent = (client: QueryClient, ticketId: number, people: readonly Present[]): void => {
  client.setQueryData(presenceQuery(ticketId).queryKey, people);
};

const MOST_ASKED = 100;

/** Asks once who is at the tickets that are shown; from then on the live stream tells. */
export function useAskPresence(ticketIds: readonly number[]): void {
  const client = useQueryClient();
  const key = ticketIds.slice(0, MOST_ASKED).join(',');
  useEffect(() => {
    if (key === '') return undefined;
    const leaving = new AbortController();
    const query = new URLSearchParams(key.split(',').map((id) => ['ticketIds', id]));
    api
      .get<PresenceList>(`/api/presence?${query}`, leaving.signal)
      .then(({ items }) => {
        for (const item of items) setPresent(client, item.ticketId, item.people);
      })
      // Not worth a word: the list is whole without it.
      .catch(() => undefined);
    return () => leaving.abort();
  }, [key, client]);
}
