import { handBack, returnEscalation, takeHandBack } from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { escalationParams, noteOf, type EscalationDeps } from './asking.ts';

/** Refusing what one was called for, and giving down what one holds. */
export const givingBackRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.put(
    '/api/tickets/:id/escalations/:escalationId/return',
    {
      config: { may: 'ticket.return' },
      schema: { params: escalationParams, body: returnEscalation, response: { 200: ticketDetail } },
    },
    (request) => {
      const { reason, words, commandId } = request.body;
      const { id: ticketId, escalationId } = request.params;
      return perform({
        ticketId,
        actor: actorOf(request),
        commandId,
        ...noteOf(words),
        command: ({ messageId }) => ({ type: 'return', escalationId, reason, messageId }),
      });
    },
  );

  app.put(
    '/api/tickets/:id/escalations/:escalationId/hand-back',
    {
      config: { may: 'ticket.hand_back' },
      schema: { params: escalationParams, body: handBack, response: { 200: ticketDetail } },
    },
    (request) => {
      const { reason, words, toPersonId, commandId } = request.body;
      const { id: ticketId, escalationId } = request.params;
      return perform({
        ticketId,
        actor: actorOf(request),
        commandId,
        ...noteOf(words),
        command: ({ messageId }) => ({ type: 'hand_back', escalationId, to: toPersonId ?? null, reason, messageId }),
      });
    },
  );

  app.put(
    '/api/tickets/:id/escalations/:escalationId/hand-back/acknowledgement',
    {
      config: { may: 'ticket.acknowledge' },
      schema: { params: escalationParams, body: takeHandBack, response: { 200: ticketDetail } },
    },
    (request) => {
      const { id: ticketId, escalationId } = request.params;
      return perform({
        ticketId,
        actor: actorOf(request),
        commandId: request.body.commandId,
        command: () => ({ type: 'acknowledge_hand_back', escalationId }),
      });
    },
  );
};
