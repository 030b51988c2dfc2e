import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Escalate, SetStatus } from '#contract/act.ts';
import type { EventPage, MessagePage, TicketDetail, TicketPage, VIEWS } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';

export type View = (typeof VIEWS)[number];

const query = (parts: Record<string, string | number | undefined>): string => {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
};

const paged = {
  initialPageParam: '',
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
};

export const ticketsQuery = (view: View, team?: number) =>
  infiniteQueryOptions({
    queryKey: ['tickets', view, team ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.get<TicketPage>(`/api/tickets${query({ view, team, cursor: pageParam })}`, signal),
    ...paged,
    // Closed hours end and steps fire without this desk being told of each: a slow second source of truth.
    refetchInterval: 120_000,
  });

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

/** One act on a ticket, as the server is asked for it. */
export type Act =
  | { type: 'reply' | 'note'; text: string }
  | { type: 'assign'; assigneeId: number | null; teamId?: number }
  | { type: 'status'; status: SetStatus['status'] }
  | { type: 'escalate'; firing: number | null; reason: Escalate['reason']; words: string }
  | { type: 'acknowledge'; escalationId: number };

/** Does one act once, however often it is sent with the same `commandId`; gives back the ticket as it is then. */
export function perform(ticketId: number, act: Act, commandId: string): Promise<TicketDetail> {
  const base = `/api/tickets/${ticketId}`;
  switch (act.type) {
    case 'reply':
      return api.post(`${base}/replies`, { text: act.text, commandId });
    case 'note':
      return api.post(`${base}/notes`, { text: act.text, commandId });
    case 'assign':
      return api.put(`${base}/assignee`, {
        assigneeId: act.assigneeId,
        ...(act.teamId === undefined ? {} : { teamId: act.teamId }),
        commandId,
      });
    case 'status':
      return api.put(`${base}/status`, { status: act.status, commandId });
    case 'escalate':
      return api.post(`${base}/escalations`, {
        firing: act.firing,
        reason: act.reason,
        words: act.words,
        commandId,
      });
    case 'acknowledge':
      return api.put(`${base}/escalations/${act.escalationId}/acknowledgement`, { commandId });
  }
}
