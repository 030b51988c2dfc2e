import { handBack, returnEscalation, takeHandBack } from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { escalationParams, type EscalationDeps } from './asking.ts';
import { askedOf } from '#server/ticket/handle.ts';

/** Refusing what one was called for, and giving down what one holds. */
export const givingBackRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.put(
    '/api/tickets/:id/escalations/:escalationId/return',
    {
      config: { may: 'ticket.return' },
      schema: { params: escalationParams, body: returnEscalation, response: { 200: ticketDetail } },
    },
    (request) => {
      const { reason } = request.body;
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
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
      const { reason, toPersonId } = request.body;
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
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
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'acknowledge_hand_back', escalationId }),
      });
    },
  );
};
