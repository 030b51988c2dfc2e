import { explanation } from '#contract/explanation.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { explainTicket } from './explain.ts';
import { ticketParams, type TicketDeps } from './routes.ts';

/** `GET /api/tickets/:id/explanation`: why a ticket stands as it does. */
export const explainRoutes = (app: Http, { db, door, actorOf }: TicketDeps): void => {
  app.get(
    '/api/tickets/:id/explanation',
    { config: { may: 'ticket.read' }, schema: { params: ticketParams, response: { 200: explanation } } },
    async (request) => {
      const found = await explainTicket(db, door, actorOf(request), request.params.id);
      if (found === null) throw notFound();
      return found;
    },
  );
};
