import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { recordAttempt, reportSignal, resumeAutomation, type SeenIn } from '#contract/signal.ts';
import { ticketDetail, type TicketDetail } from '#contract/ticket.ts';
import type { Span } from '#core/escalation/escalation.ts';
import type { TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { strangersTo } from './evidence-store.ts';
import { askedOf } from '#server/ticket/handle.ts';

type PersonActor = Extract<Actor, { kind: 'person' }>;
type Asked = Extract<TicketCommand, { type: 'signal' | 'record_attempt' | 'resume_automation' }>;

/** What the routes of signals need. */
export type SignalDeps = {
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

const params = z.object({ id: idInUrl });

/** Saying what one noticed, and writing down what one tried. */
export const signalRoutes = (app: Http, { actorOf, perform }: SignalDeps): void => {
  app.post(
    '/api/tickets/:id/signals',
    { config: { may: 'ticket.signal' }, schema: { params, body: reportSignal, response: { 200: ticketDetail } } },
    (request) => {
      const { kind, evidence, confidence } = request.body;
      const ticketId = request.params.id;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: async (_, tx) => {
          const messageIds = [...new Set(evidence.map(({ messageId }) => messageId))];
          const strangers = await strangersTo(tx, ticketId, messageIds);
          if (strangers.length > 0) throw new HttpProblem(422, 'message_unknown');
          return { type: 'signal', kind, evidence: messageIds, confidence, ...spansOf(evidence) };
        },
      });
    },
  );

  app.post(
    '/api/tickets/:id/attempts',
    {
      config: { may: 'ticket.record_attempt' },
      schema: { params, body: recordAttempt, response: { 200: ticketDetail } },
    },
    (request) => {
      const { kind } = request.body;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'record_attempt', kind, messageId }),
      });
    },
  );

  app.delete(
    '/api/tickets/:id/automation-stop',
    {
      config: { may: 'ticket.resume_automation' },
      schema: { params, body: resumeAutomation, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'resume_automation' }),
      }),
  );
};

const spansOf = (evidence: SeenIn[]): { spans?: Span[] } => {
  const spans = evidence.flatMap(({ messageId, from, to }) =>
    from === undefined || to === undefined ? [] : { messageId, from, to },
  );
  return spans.length === 0 ? {} : { spans };
};
