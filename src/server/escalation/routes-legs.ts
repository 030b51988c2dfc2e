import { answerLeg, handBackLeg, openLeg, returnLeg } from '#contract/leg.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Verb } from '#core/people/can.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { legParams, params, type EscalationDeps } from './asking.ts';
import { askedOf } from '#server/ticket/handle.ts';

/** What a leg is told without words: the part of the address, the verb it needs, the command. */
type Wordless = 'acknowledge_leg' | 'finish_leg' | 'withdraw_leg' | 'acknowledge_leg_hand_back';
const ANSWERS: [string, Verb, Wordless][] = [
  ['acknowledgement', 'ticket.acknowledge', 'acknowledge_leg'],
  ['completion', 'ticket.acknowledge', 'finish_leg'],
  ['withdrawal', 'ticket.escalate', 'withdraw_leg'],
  ['hand-back/acknowledgement', 'ticket.acknowledge', 'acknowledge_leg_hand_back'],
];

/** Handing a part of the work to others, or a decision to somebody above. */
export const legRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.post(
    '/api/tickets/:id/legs',
    { config: { may: 'ticket.escalate' }, schema: { params, body: openLeg, response: { 200: ticketDetail } } },
    (request) => {
      const { direction, to: target, reason, acceptMs, doMs } = request.body;
      const lengths = { ...(acceptMs === undefined ? {} : { acceptMs }), ...(doMs === undefined ? {} : { doMs }) };
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'open_leg', direction, target, reason, messageId, ...lengths }),
      });
    },
  );

  givingBackLegs(app, { actorOf, perform });
  for (const [part, may, type] of ANSWERS) {
    app.put(
      `/api/tickets/:id/legs/:legId/${part}`,
      { config: { may }, schema: { params: legParams, body: answerLeg, response: { 200: ticketDetail } } },
      (request) => {
        const { legId } = request.params;
        return perform({
          ...askedOf(request, actorOf(request)),
          command: () => ({ type, legId }),
        });
      },
    );
  }
};

/** Refusing a leg, and giving it down. */
const givingBackLegs = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.put(
    '/api/tickets/:id/legs/:legId/return',
    {
      config: { may: 'ticket.return' },
      schema: { params: legParams, body: returnLeg, response: { 200: ticketDetail } },
    },
    (request) => {
      const { reason } = request.body;
      const { legId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'return_leg', legId, reason, messageId }),
      });
    },
  );

  app.put(
    '/api/tickets/:id/legs/:legId/hand-back',
    {
      config: { may: 'ticket.hand_back' },
      schema: { params: legParams, body: handBackLeg, response: { 200: ticketDetail } },
    },
    (request) => {
      const { reason, toPersonId } = request.body;
      const { legId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'hand_back_leg', legId, to: toPersonId ?? null, reason, messageId }),
      });
    },
  );
};
