import { decideDispute, openDispute } from '#contract/leg.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { legParams, params, type EscalationDeps } from './asking.ts';
import { askedOf } from '#server/ticket/handle.ts';

/** Two who cannot agree ask somebody neutral. */
export const disputeRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.post(
    '/api/tickets/:id/disputes',
    { config: { may: 'ticket.escalate' }, schema: { params, body: openDispute, response: { 200: ticketDetail } } },
    (request) => {
      const { against, decideMs } = request.body;
      const length = decideMs === undefined ? {} : { decideMs };
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'open_dispute', against, messageId, ...length }),
      });
    },
  );

  app.put(
    '/api/tickets/:id/legs/:legId/decision',
    {
      config: { may: 'ticket.acknowledge' },
      schema: { params: legParams, body: decideDispute, response: { 200: ticketDetail } },
    },
    (request) => {
      const { decision } = request.body;
      const { legId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'decide_dispute', legId, decision, messageId }),
      });
    },
  );
};
