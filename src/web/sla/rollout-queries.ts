import { queryOptions } from '@tanstack/react-query';
import type { PublishedConfig } from '#contract/config.ts';
import type { Rollout, RolloutOf, RolloutPreview } from '#contract/rollout.ts';
import { api } from '#web/app/api.ts';

type Published = Pick<PublishedConfig, 'name' | 'version' | 'publishedAt'>;
export interface RollableKind {
  kind: RolloutOf['kind'];
  items: readonly Published[];
}

const PLACES: Record<RolloutOf['kind'], string> = {
  matrix: '/api/matrices',
  policy: '/api/policies',
  calendar: '/api/calendars',
};

/** What is active of every kind that can be applied to open tickets. */
export const rollableQuery = queryOptions({
  queryKey: ['rollable'],
  queryFn: ({ signal }): Promise<RollableKind[]> =>
    Promise.all(
      (['matrix', 'policy', 'calendar'] as const).map(async (kind) => ({
        kind,
        items: (await api.get<{ items: Published[] }>(PLACES[kind], signal)).items,
      })),
    ),
});

/** What the active version would mean for open tickets; asked anew whenever somebody looks, for tickets move on. */
export const rolloutPreviewQuery = ({ kind, name }: RolloutOf) =>
  queryOptions({
    queryKey: ['rollout-preview', kind, name],
    queryFn: ({ signal }) =>
      api.get<RolloutPreview>(`/api/config/rollout-preview?${new URLSearchParams({ kind, name })}`, signal),
    staleTime: 0,
  });

/** What was and is applied, newest first; looked at each second while something is. */
export const rolloutsQuery = queryOptions({
  queryKey: ['rollouts'],
  queryFn: ({ signal }) => api.get<{ items: Rollout[] }>('/api/config/rollouts', signal),
  refetchInterval: ({ state }) => (state.data?.items.some(isRunning) === true ? 1_000 : 30_000),
});

export const isRunning = ({ state }: Rollout): boolean => state === 'running';

export const beginRollout = ({ kind, name, versionId }: RolloutPreview): Promise<Rollout> =>
  api.post<Rollout>('/api/config/rollouts', { kind, name, versionId });
export const endRollout = (id: number): Promise<Rollout> => api.delete<Rollout>(`/api/config/rollouts/${id}`);
