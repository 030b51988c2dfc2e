import { answerLeg, openLeg, returnLeg } from '#contract/leg.ts';
import { id } from '#contract/common.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Verb } from '#core/people/can.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { noteOf, params, type EscalationDeps } from './asking.ts';

const legParams = params.extend({ legId: id });

/** What a leg is told without words: the part of the address, the verb it needs, the command. */
const ANSWERS: [string, Verb, 'acknowledge_leg' | 'finish_leg' | 'withdraw_leg'][] = [
  ['acknowledgement', 'ticket.acknowledge', 'acknowledge_leg'],
  ['completion', 'ticket.acknowledge', 'finish_leg'],
  ['withdrawal', 'ticket.escalate', 'withdraw_leg'],
];

/** Handing a part of the work to others, or a decision to somebody above. */
export const legRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.post(
    '/api/tickets/:id/legs',
    { config: { may: 'ticket.escalate' }, schema: { params, body: openLeg, response: { 200: ticketDetail } } },
    (request) => {
      const { direction, to: target, reason, words, acceptMs, doMs, commandId } = request.body;
      const lengths = { ...(acceptMs === undefined ? {} : { acceptMs }), ...(doMs === undefined ? {} : { doMs }) };
      return perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId,
        ...noteOf(words),
        command: ({ messageId }) => ({ type: 'open_leg', direction, target, reason, messageId, ...lengths }),
      });
    },
  );

  app.put(
    '/api/tickets/:id/legs/:legId/return',
    {
      config: { may: 'ticket.return' },
      schema: { params: legParams, body: returnLeg, response: { 200: ticketDetail } },
    },
    (request) => {
      const { reason, words, commandId } = request.body;
      const { id: ticketId, legId } = request.params;
      return perform({
        ticketId,
        actor: actorOf(request),
        commandId,
        ...noteOf(words),
        command: ({ messageId }) => ({ type: 'return_leg', legId, reason, messageId }),
      });
    },
  );

  for (const [part, may, type] of ANSWERS) {
    app.put(
      `/api/tickets/:id/legs/:legId/${part}`,
      { config: { may }, schema: { params: legParams, body: answerLeg, response: { 200: ticketDetail } } },
      (request) => {
        const { id: ticketId, legId } = request.params;
        return perform({
          ticketId,
          actor: actorOf(request),
          commandId: request.body.commandId,
          command: () => ({ type, legId }),
        });
      },
    );
  }
};
