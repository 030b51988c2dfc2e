import { queryOptions } from '@tanstack/react-query';
import type { Health, Me, People } from '#contract/me.ts';
import type { NoticePage } from '#contract/notice.ts';
import { api } from '#web/app/api.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/api/me', signal),
  staleTime: 5 * 60_000,
});

/** Whether this person looks after the desk itself: its mail and its rules. */
export const operates = (me: Me | undefined): boolean => me?.role === 'admin' || me?.role === 'escalation_manager';

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => api.get<People>('/api/people', signal),
  staleTime: 5 * 60_000,
});

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => api.get<NoticePage>('/api/notices', signal),
});

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => api.get<Health>('/api/health', signal),
  refetchInterval: 30_000,
});

export const seeNotices = (ids: number[]): Promise<unknown> => api.put('/api/notices/seen', { ids });
export const signIn = (email: string, password: string): Promise<unknown> =>
  api.post('/api/auth/sign-in/email', { email, password });
export const signOut = (): Promise<unknown> => api.post('/api/auth/sign-out', {});
/** The language Belay writes to this person in. */
export const saveLanguage = (language: string): Promise<Me> => api.patch('/api/me', { language });
