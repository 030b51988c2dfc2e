import { cyclePage, cycleQuery } from '#contract/clock-cycle.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { listCycles } from './cycle-list-store.ts';
import type { TicketDeps } from './routes.ts';

/** `GET /api/clock-cycles`: what clocks measured, once it is over. */
export const cycleRoutes = (app: Http, { db, actorOf }: TicketDeps): void => {
  app.get(
    '/api/clock-cycles',
    { config: { may: 'ticket.list' }, schema: { querystring: cycleQuery, response: { 200: cyclePage } } },
    (request) => listCycles(db, actorOf(request), request.query),
  );
};
