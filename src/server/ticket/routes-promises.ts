import { escalationPreview, previewQuery, promiseWords, promiseWordsQuery } from '#contract/escalation-preview.ts';
import { can } from '#core/people/can.ts';
import type { TicketId } from '#core/ids.ts';
import { LANGUAGES, type Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { previewEscalation, type Said, type SayPromise } from './escalation-preview.ts';
import { readTicket, type ReadTicket } from './read-ticket.ts';
import { ticketParams, type TicketDeps } from './routes.ts';
import type { PersonActor } from './sight.ts';

type PromiseDeps = TicketDeps & {
  say: SayPromise;
  /** Says only by when somebody hears. */
  sayMoment: (at: Instant, language: Language, timeZone: string) => Said;
};

/** What the requester would be told, before it is said. */
export const promiseRoutes = (app: Http, { db, door, actorOf, say, sayMoment }: PromiseDeps): void => {
  app.get(
    '/api/tickets/:id/escalation-preview',
    {
      config: { may: 'ticket.read' },
      schema: { params: ticketParams, querystring: previewQuery, response: { 200: escalationPreview } },
    },
    (request) => {
      const actor = actorOf(request);
      const asked = { ...request.query, confirmed: request.query.confirmed ?? false };
      return db.withTransaction(
        async (tx) => {
          const read = await mustRead(tx, actor, request.params.id);
          return previewEscalation(tx, door, { actor, read, asked, language: languageOf(request) }, say);
        },
        { isolation: 'repeatable read' },
      );
    },
  );

  app.get(
    '/api/tickets/:id/promise-words',
    {
      config: { may: 'ticket.read' },
      schema: { params: ticketParams, querystring: promiseWordsQuery, response: { 200: promiseWords } },
    },
    (request) =>
      db.withTransaction(
        async (tx) => {
          const { ticket, row } = await mustRead(tx, actorOf(request), request.params.id);
          const said = (language: Language): Said => sayMoment(request.query.at, language, row.requester_time_zone);
          return { ...said(ticket.language), reading: said(languageOf(request)).text };
        },
        { isolation: 'repeatable read' },
      ),
  );
};

/** The ticket for somebody who sees it; what is out of sight is not there. */
const mustRead = async (tx: Tx, actor: PersonActor, id: TicketId): Promise<ReadTicket> => {
  const read = await readTicket(tx, id);
  if (read === null || !can(actor, 'ticket.read', read.access)) throw notFound();
  return read;
};

/** What the caller reads. */
const languageOf = ({ language }: { language: string | null }): Language =>
  LANGUAGES.find((each) => each === language) ?? 'en';
