import { QueryCache, QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { VIEWS } from '#contract/list.ts';
import { Refused } from '#web/app/api.ts';
import { setZone } from '#web/app/format.ts';
import { NotFound } from '#web/app/NotFound.tsx';
import { Root } from '#web/app/Root.tsx';
import { Shell } from '#web/app/Shell.tsx';
import { Broken } from '#web/app/Broken.tsx';
import { meQuery } from '#web/people/queries.ts';
import { Inbox } from '#web/ticket/Inbox.tsx';
import { NothingSelected } from '#web/ticket/NothingSelected.tsx';

const isSignedOut = (error: unknown): boolean => error instanceof Refused && error.status === 401;

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (!isSignedOut(error) || router.state.location.pathname === '/sign-in') return;
      void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof Refused && error.status >= 400 && error.status < 500),
    },
  },
});

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

const isView = (name: string): name is (typeof VIEWS)[number] =>
  ['mine', 'unassigned', 'escalated', 'all', 'closed'].includes(name);

const inboxRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/inbox/$view',
  params: {
    parse: ({ view }) => ({ view: isView(view) ? view : ('all' as const) }),
    stringify: ({ view }) => ({ view }),
  },
  validateSearch: (search: Record<string, unknown>): { team?: number | undefined } => {
    const team = Number(search['team']);
    return Number.isSafeInteger(team) && team > 0 ? { team } : {};
  },
  component: Inbox,
});

const inboxIndexRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '/',
  component: NothingSelected,
});

const TABS = ['thread', 'ladder', 'history'] as const;
const ticketSearch = (search: Record<string, unknown>): { tab?: (typeof TABS)[number] | undefined } => {
  const tab = TABS.find((one) => one === search['tab']);
  return tab === undefined || tab === 'thread' ? {} : { tab };
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

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    deskRoute.addChildren([
      homeRoute,
      inboxRoute.addChildren([inboxIndexRoute, inboxTicketRoute]),
      ticketRoute,
      caughtMailRoute,
      intakeRoute,
    ]),
  ]),
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
