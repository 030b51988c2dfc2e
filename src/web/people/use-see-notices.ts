import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { noticesQuery, seeNotices } from '#web/people/queries.ts';

/** Marks what was told about a ticket as seen while the ticket is open in a visible window. */
export function useSeeNotices(ticketId: number, seq: number | undefined): void {
  const client = useQueryClient();
  const { data } = useQuery(noticesQuery);
  const unseen = data?.items.filter((one) => one.ticketId === ticketId && one.unseen > 0) ?? [];
  const key = unseen.map((one) => one.id).join(' ');
  useEffect(() => {
    if (key === '' || seq === undefined || document.visibilityState !== 'visible') return;
    seeNotices(key.split(' ').map(Number)).then(
      () => client.invalidateQueries({ queryKey: ['notices'] }),
      // Not worth a word: they stay unseen and are marked the next time the ticket is opened.
      () => undefined,
    );
  }, [key, seq, client]);
}
