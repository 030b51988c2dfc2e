import { markSpam, mergeTicket, unmergeTicket } from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { askedOf } from './asked.ts';
import type { Merging } from './merge.ts';
import type { Perform } from './perform.ts';
import { ticketParams, type TicketDeps } from './routes.ts';

/** Two tickets that are one matter, a ticket that is nobody's, and how each is taken back. */
export const mergeRoutes = (
  app: Http,
  { merge, unmerge }: Merging,
  perform: Perform,
  actorOf: TicketDeps['actorOf'],
): void => {
  app.put(
    '/api/tickets/:id/merge',
    {
      config: { may: 'ticket.merge' },
      schema: { params: ticketParams, body: mergeTicket, response: { 200: ticketDetail } },
    },
    (request) => {
      const { intoTicketId: intoId } = request.body;
      return merge({ ...askedOf(request, actorOf(request)), intoId });
    },
  );

  app.delete(
    '/api/tickets/:id/merge',
    {
      config: { may: 'ticket.merge' },
      schema: { params: ticketParams, body: unmergeTicket, response: { 200: ticketDetail } },
    },
    (request) => unmerge(askedOf(request, actorOf(request))),
  );

  app.put(
    '/api/tickets/:id/spam',
    {
      config: { may: 'ticket.mark_spam' },
      schema: { params: ticketParams, body: markSpam, response: { 200: ticketDetail } },
    },
    (request) => perform({ ...askedOf(request, actorOf(request)), command: () => ({ type: 'close_as', as: 'spam' }) }),
  );

  app.delete(
    '/api/tickets/:id/spam',
    {
      config: { may: 'ticket.mark_spam' },
      schema: { params: ticketParams, body: markSpam, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({ ...askedOf(request, actorOf(request)), command: () => ({ type: 'restore', closedAs: 'spam' }) }),
  );
};
