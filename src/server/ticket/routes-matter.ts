import { endSnooze, setRequester, snoozeTicket, splitMessage } from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { askedOf } from './asked.ts';
import { requesterFor } from './creation-requester.ts';
import type { Door } from './handle.ts';
import type { Perform } from './perform.ts';
import { ticketParams, type TicketDeps } from './routes.ts';
import type { Splitting } from './split.ts';

/** Whose matter a ticket is, what of it is another matter, and when somebody looks at it again. */
export const matterRoutes = (
  app: Http,
  { door, perform, split }: { door: Door; perform: Perform; split: Splitting },
  actorOf: TicketDeps['actorOf'],
): void => {
  app.post(
    '/api/tickets/:id/splits',
    {
      config: { may: 'ticket.split' },
      schema: { params: ticketParams, body: splitMessage, response: { 200: ticketDetail } },
    },
    (request) => {
      const { messageId, subject = null } = request.body;
      return split({ ...askedOf(request, actorOf(request)), messageId, subject });
    },
  );
  snoozeRoutes(app, perform, actorOf);
  app.put(
    '/api/tickets/:id/requester',
    {
      config: { may: 'ticket.set_requester' },
      schema: { params: ticketParams, body: setRequester, response: { 200: ticketDetail } },
    },
    (request) => {
      const { requester: wanted } = request.body;
      const actor = actorOf(request);
      return perform({
        ...askedOf(request, actor),
        command: async (_, tx) => {
          const found = await requesterFor(tx, actor, { wanted, language: 'en' }, await door.clock.now(tx));
          if (found === null) throw unknownRequester();
          const { id: requesterId, organisationId } = found;
          await mustBeRequester(tx, requesterId);
          return { type: 'set_requester', requesterId, organisationId };
        },
      });
    },
  );
};

const snoozeRoutes = (app: Http, perform: Perform, actorOf: TicketDeps['actorOf']): void => {
  app.put(
    '/api/tickets/:id/snooze',
    {
      config: { may: 'ticket.snooze' },
      schema: { params: ticketParams, body: snoozeTicket, response: { 200: ticketDetail } },
    },
    (request) => {
      const { until } = request.body;
      return perform({ ...askedOf(request, actorOf(request)), command: () => ({ type: 'snooze', until }) });
    },
  );

  app.delete(
    '/api/tickets/:id/snooze',
    {
      config: { may: 'ticket.snooze' },
      schema: { params: ticketParams, body: endSnooze, response: { 200: ticketDetail } },
    },
    (request) => perform({ ...askedOf(request, actorOf(request)), command: () => ({ type: 'end_snooze' }) }),
  );
};

const unknownRequester = (): HttpProblem =>
  new HttpProblem(422, 'requester_unknown', { errors: [{ path: 'requester', code: 'unknown' }] });

/** A colleague asks for nothing: what they write would count as the customer's. */
const mustBeRequester = async (tx: Tx, personId: number): Promise<void> => {
  const { rows } = await tx.query<{ role: string }>('select role from person where id = $1', [personId]);
  if (rows[0]?.role !== 'customer') throw unknownRequester();
};
