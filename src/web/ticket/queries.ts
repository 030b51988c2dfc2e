import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { EventPage, MessagePage, TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';

const query = (parts: Record<string, string | number | undefined>): string => {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
};

const paged = {
  initialPageParam: '',
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
};

export const ticketQuery = (id: number) =>
  queryOptions({
    queryKey: ['ticket', id],
    queryFn: ({ signal }) => api.get<TicketDetail>(`/api/tickets/${id}`, signal),
  });

/** A thread from its newest end: the first page is the newest, and within a page the oldest comes first. */
export const messagesQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['messages', id],
    queryFn: ({ pageParam, signal }) =>
      api.get<MessagePage>(`/api/tickets/${id}/messages${query({ order: 'newest', cursor: pageParam })}`, signal),
    ...paged,
  });

export const eventsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['events', id],
    queryFn: ({ pageParam, signal }) =>
      api.get<EventPage>(`/api/tickets/${id}/events${query({ cursor: pageParam })}`, signal),
    ...paged,
  });

/** What a message's formatting says, cleaned by the server, for the editor to take up again. */
export async function htmlOfMessage(messageId: number): Promise<string> {
  const answer = await fetch(`/api/messages/${messageId}/html`);
  if (!answer.ok) return '';
  return new DOMParser().parseFromString(await answer.text(), 'text/html').body.innerHTML;
}
