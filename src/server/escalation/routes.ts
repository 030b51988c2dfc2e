import { acknowledge, escalate } from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { escalationParams, params, type EscalationDeps } from './asking.ts';
import { givingBackRoutes } from './routes-giving-back.ts';
import { disputeRoutes } from './routes-disputes.ts';
import { legRoutes } from './routes-legs.ts';
import { holdingRoutes } from './routes-holding.ts';
import { askedOf } from '#server/ticket/handle.ts';

/** Raising a ticket, taking what was raised, and giving it back. */
export const escalationRoutes = (app: Http, deps: EscalationDeps): void => {
  const { actorOf, perform } = deps;
  app.post(
    '/api/tickets/:id/escalations',
    { config: { may: 'ticket.escalate' }, schema: { params, body: escalate, response: { 200: ticketDetail } } },
    (request) => {
      const { firing, reason, confirmed = false, amount, need, untold } = request.body;
      const asked = {
        ...(amount === undefined ? {} : { amount }),
        ...(need === undefined ? {} : { need }),
        ...(untold === true ? { untold } : {}),
      };
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'escalate', firing, reason, messageId, confirmed, ...asked }),
      });
    },
  );

  app.put(
    '/api/tickets/:id/escalations/:escalationId/acknowledgement',
    {
      config: { may: 'ticket.acknowledge' },
      schema: { params: escalationParams, body: acknowledge, response: { 200: ticketDetail } },
    },
    (request) => {
      const actor = actorOf(request);
      const { id: ticketId, escalationId } = request.params;
      const { commandId, insteadOf } = request.body;
      return perform({
        ticketId,
        actor,
        commandId,
        command: async (_, tx) =>
          (await holderOf(tx, ticketId, escalationId)) === actor.personId
            ? { type: 'confirm', escalationId }
            : { type: 'acknowledge', escalationId, ...(insteadOf === undefined ? {} : { instead: insteadOf }) },
      });
    },
  );

  givingBackRoutes(app, deps);
  holdingRoutes(app, deps);
  legRoutes(app, deps);
  disputeRoutes(app, deps);
};

/** Who holds the acknowledgement; null when nobody does. */
const holderOf = async (tx: Tx, ticketId: TicketId, escalationId: number): Promise<PersonId | null> => {
  const { rows } = await tx.query<{ holder: PersonId | null }>({
    name: 'escalation_holder',
    text: `select acknowledged_by as holder from escalation where ticket_id = $1 and id = $2 and status = 'acknowledged'`,
    values: [ticketId, escalationId],
  });
  return rows[0]?.holder ?? null;
};
