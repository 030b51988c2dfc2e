import { answerOffer, candidates } from '#contract/agent.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { askedOf } from './asked.ts';
import type { Perform } from './perform.ts';
import { readCandidates } from './read-candidates.ts';
import { ticketParams, type TicketDeps } from './routes.ts';

/** Answering an offer, and why (not) me. */
export const offerRoutes = (app: Http, { db, door, actorOf }: TicketDeps, perform: Perform): void => {
  app.put(
    '/api/tickets/:id/offer',
    {
      config: { may: 'ticket.answer_offer' },
      schema: { params: ticketParams, body: answerOffer, response: { 200: ticketDetail } },
    },
    (request) => {
      const { accepts } = request.body;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: accepts ? 'accept_offer' : 'decline_offer' }),
      });
    },
  );

  app.get(
    '/api/tickets/:id/candidates',
    { config: { may: 'ticket.read' }, schema: { params: ticketParams, response: { 200: candidates } } },
    async (request) => {
      const found = await readCandidates(db, door, actorOf(request), request.params.id);
      if (found === null) throw notFound();
      return found;
    },
  );
};
