import { z } from 'zod';
import { id } from '#contract/common.ts';
import { acknowledge, escalate } from '#contract/act.ts';
import { ticketDetail, type TicketDetail } from '#contract/ticket.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';

type PersonActor = Extract<Actor, { kind: 'person' }>;
type Asked = Extract<TicketCommand, { type: 'escalate' | 'acknowledge' | 'confirm' }>;

export type EscalationDeps = {
  actorOf: (request: { actor: PersonActor | null }) => PersonActor;
  /** Passes an act through the door and answers the ticket as it is then. */
  perform: (act: {
    ticketId: TicketId;
    actor: PersonActor;
    commandId: string;
    command: (about: { messageId: number | null }, tx: Tx) => Asked | Promise<Asked>;
    words?: { kind: 'note'; text: string };
  }) => Promise<TicketDetail>;
};

const params = z.object({ id });
const escalationParams = params.extend({ escalationId: id });

/** Raising a ticket, and taking what was raised. */
export const escalationRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.post(
    '/api/tickets/:id/escalations',
    { config: { may: 'ticket.escalate' }, schema: { params, body: escalate, response: { 200: ticketDetail } } },
    (request) => {
      const { firing, reason, words, commandId } = request.body;
      return perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId,
        ...(words === '' ? {} : { words: { kind: 'note', text: words } }),
        command: ({ messageId }) => ({ type: 'escalate', firing, reason, messageId }),
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
      return perform({
        ticketId,
        actor,
        commandId: request.body.commandId,
        command: async (_, tx) => ({
          type: (await holderOf(tx, ticketId, escalationId)) === actor.personId ? 'confirm' : 'acknowledge',
          escalationId,
        }),
      });
    },
  );
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
