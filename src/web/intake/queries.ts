import { infiniteQueryOptions } from '@tanstack/react-query';
import type { CaughtMailPage, IntakePage } from '#contract/mail.ts';
import { api } from '#web/app/api.ts';

const paged = {
  initialPageParam: '',
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  refetchInterval: 15_000,
};
const after = (cursor: string): string => (cursor === '' ? '' : `?${new URLSearchParams({ cursor })}`);

export const caughtMailQuery = infiniteQueryOptions({
  queryKey: ['caught-mail'],
  queryFn: ({ pageParam, signal }) => api.get<CaughtMailPage>(`/api/caught-mail${after(pageParam)}`, signal),
  ...paged,
});

export const intakeQuery = infiniteQueryOptions({
  queryKey: ['intake'],
  queryFn: ({ pageParam, signal }) => api.get<IntakePage>(`/api/intake${after(pageParam)}`, signal),
  ...paged,
});
