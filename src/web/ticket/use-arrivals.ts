import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Message } from '#contract/ticket.ts';
import { messagesQuery } from '#web/ticket/queries.ts';

export interface Arrivals {
  /** What others wrote while this person was writing, oldest first. */
  unread: readonly Message[];
  /** The newest message that was on the screen when they began, or read since. */
  seen: number | null;
  /** They have read what arrived. */
  read: () => void;
}

/** What arrived while somebody was writing, so that an answer does not go out past a newer message unread. */
export function useArrivals(ticketId: number, meId: number, isWriting: boolean): Arrivals {
  const { data: newest = [] } = useInfiniteQuery({
    ...messagesQuery(ticketId),
    select: (data) => data.pages[0]?.items ?? [],
  });
  const [seen, setSeen] = useState<number | null>(null);
  const newestId = newest.at(-1)?.id ?? null;
  if (newestId !== null && (seen === null || !isWriting) && seen !== newestId) setSeen(newestId);
  const unread = seen === null ? [] : newest.filter((one) => one.id > seen && one.author?.id !== meId);
  return { unread: isWriting ? unread : [], seen, read: () => setSeen(newestId) };
}
