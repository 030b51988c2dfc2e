import { assign, setStatus, writeNote, writeReply } from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import type { Perform } from './perform.ts';
import { ticketParams, type TicketDeps } from './routes.ts';

/** What a person does to a ticket; each answers the ticket as it is then. */
export const ticketActRoutes = (app: Http, perform: Perform, actorOf: TicketDeps['actorOf']): void => {
  sayRoutes(app, perform, actorOf);
  changeRoutes(app, perform, actorOf);
};

const sayRoutes = (app: Http, perform: Perform, actorOf: TicketDeps['actorOf']): void => {
  app.post(
    '/api/tickets/:id/replies',
    {
      config: { may: 'ticket.reply' },
      schema: { params: ticketParams, body: writeReply, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId: request.body.commandId,
        words: { kind: 'reply', text: request.body.text },
        command: ({ messageId }) => ({ type: 'reply', messageId: messageId! }),
      }),
  );

  app.post(
    '/api/tickets/:id/notes',
    {
      config: { may: 'ticket.note' },
      schema: { params: ticketParams, body: writeNote, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId: request.body.commandId,
        words: { kind: 'note', text: request.body.text },
        command: ({ messageId }) => ({ type: 'note', messageId: messageId! }),
      }),
  );
};

const changeRoutes = (app: Http, perform: Perform, actorOf: TicketDeps['actorOf']): void => {
  app.put(
    '/api/tickets/:id/assignee',
    {
      config: { may: 'ticket.assign' },
      schema: { params: ticketParams, body: assign, response: { 200: ticketDetail } },
    },
    (request) => {
      const { assigneeId, teamId, commandId } = request.body;
      return perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId,
        command: async (_, tx) => {
          if (teamId !== undefined) await mustBeTeam(tx, teamId);
          return { type: 'assign', assigneeId, teamId: teamId ?? null };
        },
      });
    },
  );

  app.put(
    '/api/tickets/:id/status',
    {
      config: { may: 'ticket.set_status' },
      schema: { params: ticketParams, body: setStatus, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId: request.body.commandId,
        command: () => ({ type: 'set_status', to: request.body.status }),
      }),
  );
};

const mustBeTeam = async (tx: Tx, teamId: number): Promise<void> => {
  const { rows } = await tx.query('select from team where id = $1', [teamId]);
  if (rows.length > 0) return;
  throw new HttpProblem(400, 'invalid_request', {
    errors: [{ path: 'teamId', code: 'unknown', message: 'there is no such team' }],
  });
};
