import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messagesQuery } from '#web/ticket/queries.ts';

/** Who wrote while this person was typing, so that an answer does not go out past a newer message. */
export function useArrivals(
  ticketId: number,
  meId: number,
  isWriting: boolean,
): { name: string | null; forget: () => void } {
  const { data: newest } = useInfiniteQuery({
    ...messagesQuery(ticketId),
    select: (data) => data.pages[0]?.items.at(-1),
  });
  const [seen, setSeen] = useState<number | null>(null);
  const newestId = newest?.id ?? null;
  if (newestId !== null && (seen === null || !isWriting) && seen !== newestId) setSeen(newestId);
  const isOther = newest !== undefined && seen !== null && newest.id > seen && newest.author?.id !== meId;
  return {
    name: isWriting && isOther ? (newest.author?.name ?? newest.fromAddress) : null,
    forget: () => setSeen(newestId),
  };
}
