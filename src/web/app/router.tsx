import { QueryCache, QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { View } from '#contract/list.ts';
import { Refused } from '#web/app/api.ts';
import { setZone } from '#web/app/format.ts';
import { forgetCopies, keepCopies, orCopy } from '#web/app/offline/copies.ts';
import { parseSearch, stringifySearch } from '#web/app/search-params.ts';
import { NotFound } from '#web/app/NotFound.tsx';
import { Root } from '#web/app/Root.tsx';
import { Shell } from '#web/app/Shell.tsx';
import { Broken } from '#web/app/Broken.tsx';
import { readRolloutOf } from '#web/sla/rollout-of.ts';
import { meQuery } from '#web/people/queries.ts';
import { Inbox } from '#web/ticket/Inbox.tsx';
import { readFilter } from '#web/ticket/list-filter.ts';
import { NothingSelected } from '#web/ticket/NothingSelected.tsx';

const isSignedOut = (error: unknown): boolean => error instanceof Refused && error.status === 401;

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (!isSignedOut(error)) return;
      // Who is not signed in reads nothing here, not even without a line. What waits to go out stays theirs.
      void forgetCopies();
      if (router.state.location.pathname === '/sign-in') return;
      void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Whether there is a line, the server says; a browser's guess would hold back what could be had.
      networkMode: 'always',
      persister: orCopy,
      retry: (count, error) => count < 2 && !(error instanceof Refused && error.status >= 400 && error.status < 500),
    },
  },
});

keepCopies(queryClient);

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFound,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string | undefined } => {
    const to = search['to'];
    // Only a path of this desk: an address elsewhere would send a person who just signed in to a stranger.
    return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {};
  },
  component: lazyRouteComponent(() => import('#web/people/SignIn.tsx'), 'SignIn'),
});

const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queryClient.ensureQueryData(meQuery);
      setZone(me.timeZone);
    } catch (error) {
      if (isSignedOut(error)) throw redirect({ to: '/sign-in', search: { to: location.href } });
      throw error;
    }
  },
  component: Shell,
  errorComponent: Broken,
});

const homeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    const role = context.queryClient.getQueryData(meQuery.queryKey)?.role;
    const view = role === 'agent' || role === 'specialist' ? 'mine' : 'escalated';
    throw redirect({ to: '/inbox/$view', params: { view } });
  },
});

const VIEWS: readonly string[] = ['mine', 'unassigned', 'escalated', 'waiting', 'all', 'closed'] satisfies View[];
const isView = (name: string): name is View => VIEWS.includes(name);

const inboxRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/inbox/$view',
  params: {
    parse: ({ view }) => ({ view: isView(view) ? view : ('all' as const) }),
    stringify: ({ view }) => ({ view }),
  },
  validateSearch: readFilter,
  component: Inbox,
});

const inboxIndexRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '/',
  component: NothingSelected,
});

const TABS = ['thread', 'ladder', 'history', 'related'] as const;
interface TicketSearch {
  tab?: (typeof TABS)[number] | undefined;
  /** Only what this person said and did. */
  by?: number | undefined;
}
const ticketSearch = (search: Record<string, unknown>): TicketSearch => {
  const tab = TABS.find((one) => one === search['tab']);
  const by = Number(search['by']);
  return {
    ...(tab === undefined || tab === 'thread' ? {} : { tab }),
    ...(Number.isSafeInteger(by) && by > 0 ? { by } : {}),
  };
};
const ticketParams = {
  parse: ({ ticketId }: { ticketId: string }) => ({ ticketId: Number(ticketId) }),
  stringify: ({ ticketId }: { ticketId: number }) => ({ ticketId: String(ticketId) }),
};
const TicketPane = lazyRouteComponent(() => import('#web/ticket/TicketPane.tsx'), 'TicketPane');

const inboxTicketRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '$ticketId',
  params: ticketParams,
  validateSearch: ticketSearch,
  component: TicketPane,
});

const ticketRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/t/$ticketId',
  params: ticketParams,
  validateSearch: ticketSearch,
  component: TicketPane,
});

const caughtMailRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/mail/caught',
  validateSearch: (search: Record<string, unknown>): { mail?: number | undefined } => {
    const mail = Number(search['mail']);
    return Number.isSafeInteger(mail) && mail > 0 ? { mail } : {};
  },
  component: lazyRouteComponent(() => import('#web/intake/CaughtMailPage.tsx'), 'CaughtMailPage'),
});

const intakeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/mail/intake',
  component: lazyRouteComponent(() => import('#web/intake/IntakePage.tsx'), 'IntakePage'),
});

const searchRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/search',
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined } => {
    const { q } = search;
    return typeof q === 'string' && q.trim() !== '' ? { q: q.slice(0, 500) } : {};
  },
  component: lazyRouteComponent(() => import('#web/ticket/SearchPage.tsx'), 'SearchPage'),
});

const shortcutsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/me/shortcuts',
  component: lazyRouteComponent(() => import('#web/app/keys/ShortcutsPage.tsx'), 'ShortcutsPage'),
});

const breaksRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/me/breaks',
  component: lazyRouteComponent(() => import('#web/agent/BreaksPage.tsx'), 'BreaksPage'),
});

const rolloutsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/settings/rollouts',
  validateSearch: readRolloutOf,
  component: lazyRouteComponent(() => import('#web/sla/RolloutsPage.tsx'), 'RolloutsPage'),
});

const recentRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/me/recent',
  component: lazyRouteComponent(() => import('#web/app/RecentActs.tsx'), 'RecentActs'),
});

export const router = createRouter({
  parseSearch,
  stringifySearch,
  routeTree: rootRoute.addChildren([
    signInRoute,
    deskRoute.addChildren([
      homeRoute,
      inboxRoute.addChildren([inboxIndexRoute, inboxTicketRoute]),
      ticketRoute,
      caughtMailRoute,
      intakeRoute,
      searchRoute,
      shortcutsRoute,
      breaksRoute,
      recentRoute,
      rolloutsRoute,
    ]),
  ]),
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  // Where only the ticket in the address changes, whoever reads the filters in it is not drawn anew.
  defaultStructuralSharing: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
