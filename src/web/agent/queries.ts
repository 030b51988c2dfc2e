import { queryOptions } from '@tanstack/react-query';
import type { AgentPresence, SetPresence } from '#contract/agent.ts';
import { api } from '#web/app/api.ts';

/** A break begins and ends by itself, also when somebody else's offers decide it. */
const AGAIN_MS = 30_000;

/** How the reader is there to be given work. */
export const ownPresenceQuery = queryOptions({
  queryKey: ['me', 'presence'],
  queryFn: ({ signal }) => api.get<AgentPresence>('/api/me/presence', signal),
  refetchInterval: AGAIN_MS,
});

export const savePresence = (to: SetPresence): Promise<AgentPresence> => api.put<AgentPresence>('/api/me/presence', to);
