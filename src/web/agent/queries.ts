import { queryOptions } from '@tanstack/react-query';
import type { AgentList, AgentPresence, PlanBreak, SetPresence } from '#contract/agent.ts';
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

/** How everybody is there, and when they plan to be away. */
export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: ({ signal }) => api.get<AgentList>('/api/agents', signal),
  refetchInterval: AGAIN_MS,
});

export const planBreak = (planned: PlanBreak): Promise<AgentPresence> => api.post('/api/me/breaks', planned);
export const cancelBreak = (id: number): Promise<AgentPresence> => api.delete(`/api/me/breaks/${id}`);
