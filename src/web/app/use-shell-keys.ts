import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { View } from '#contract/list.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { meQuery, operates } from '#web/people/queries.ts';

/** The keys that lead somewhere: `/` and what follows a `G`. */
export function useShellKeys(): void {
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const to = (view: View) => (): void => void navigate({ to: '/inbox/$view', params: { view } });
  const search = (): void => void navigate({ to: '/search' });
  useKeys([
    { id: 'search', title: 'web.key.search', keys: ['/'], scope: 'everywhere', run: search },
    { id: 'go.inbox', title: 'web.key.go.inbox', keys: ['g i'], scope: 'go', run: to('mine') },
    { id: 'go.unassigned', title: 'web.key.go.unassigned', keys: ['g u'], scope: 'go', run: to('unassigned') },
    { id: 'go.escalated', title: 'web.key.go.escalated', keys: ['g e'], scope: 'go', run: to('escalated') },
    { id: 'go.waiting', title: 'web.key.go.waiting', keys: ['g w'], scope: 'go', run: to('waiting') },
    { id: 'go.all', title: 'web.key.go.all', keys: ['g a'], scope: 'go', run: to('all') },
    { id: 'go.closed', title: 'web.key.go.closed', keys: ['g c'], scope: 'go', run: to('closed') },
    { id: 'go.search', title: 'web.key.go.search', keys: ['g s'], scope: 'go', run: search },
    {
      id: 'go.breaks',
      title: 'web.breaks.title',
      keys: [],
      scope: 'go',
      run: () => void navigate({ to: '/me/breaks' }),
    },
    {
      id: 'go.rollouts',
      title: 'web.rollouts.title',
      keys: [],
      scope: 'go',
      when: () => operates(me),
      run: () => void navigate({ to: '/settings/rollouts' }),
    },
    {
      id: 'go.shortcuts',
      title: 'web.key.go.shortcuts',
      keys: ['g k'],
      scope: 'go',
      run: () => void navigate({ to: '/me/shortcuts' }),
    },
  ]);
}
