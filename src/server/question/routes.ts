import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { askAgain, askQuestion, withdrawQuestion } from '#contract/question.ts';
import { ticketDetail, type TicketDetail } from '#contract/ticket.ts';
import type { MessageId, TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { QuestionCommand } from '#core/question/question-command.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { addresseesOf, whoseAddress } from '#server/ticket/question-store.ts';
import { askedOf } from '#server/ticket/handle.ts';

type PersonActor = Extract<Actor, { kind: 'person' }>;

export type QuestionDeps = {
  db: Database;
  actorOf: (request: { actor: PersonActor | null }) => PersonActor;
  /** Passes an act through the door and answers the ticket as it is then. */
  perform: (act: {
    ticketId: TicketId;
    actor: PersonActor;
    commandId: string;
    command: (about: { messageId: MessageId | null }) => QuestionCommand;
    words?: { kind: 'question'; text: string; to: string[]; subject?: string; attachmentIds?: number[] | undefined };
  }) => Promise<TicketDetail>;
};

const AT = '/api/tickets/:id/questions';
const params = z.object({ id: idInUrl });
const questionParams = params.extend({ questionId: idInUrl });
const response = { 200: ticketDetail };

/** Asking suppliers and other departments by mail. */
export const questionRoutes = (app: Http, deps: QuestionDeps): void => {
  askRoute(app, deps);
  sideThreadRoutes(app, deps);
};

const askRoute = (app: Http, { db, actorOf, perform }: QuestionDeps): void => {
  app.post(
    AT,
    { config: { may: 'ticket.ask_question' }, schema: { params, body: askQuestion, response } },
    async (request) => {
      const { to, subject, text, attachmentIds, answerMs, holds } = request.body;
      const ticketId = request.params.id;
      // what is asked of ourselves comes back as our own mail, and what the requester says is never a side thread's
      const whose = await whoseAddress(db, ticketId, to);
      if (whose !== 'other') {
        throw new HttpProblem(422, 'invalid_request', { errors: [{ path: 'to', code: `is_${whose}` }] });
      }
      return perform({
        ...askedOf(request, actorOf(request)),
        words: { kind: 'question', text, to: [to], attachmentIds, ...(subject === undefined ? {} : { subject }) },
        command: ({ messageId }) => ({
          type: 'ask_question',
          messageId: messageId!,
          holds,
          ...(answerMs === undefined ? {} : { answerMs }),
        }),
      });
    },
  );
};

/** Writing on in a side thread, and no longer waiting for its answer. */
const sideThreadRoutes = (app: Http, { db, actorOf, perform }: QuestionDeps): void => {
  app.post(
    `${AT}/:questionId/messages`,
    { config: { may: 'ticket.ask_question' }, schema: { params: questionParams, body: askAgain, response } },
    async (request) => {
      const { text, attachmentIds, answerMs, holds } = request.body;
      const { id: ticketId, questionId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        words: { kind: 'question', text, to: await addresseesOf(db, ticketId, questionId), attachmentIds },
        command: ({ messageId }) => ({
          type: 'ask_question',
          messageId: messageId!,
          questionId,
          holds,
          ...(answerMs === undefined ? {} : { answerMs }),
        }),
      });
    },
  );

  app.put(
    `${AT}/:questionId/withdrawal`,
    { config: { may: 'ticket.ask_question' }, schema: { params: questionParams, body: withdrawQuestion, response } },
    (request) => {
      const { id: ticketId, questionId } = request.params;
      return perform({
        ticketId,
        actor: actorOf(request),
        commandId: request.body.commandId,
        command: () => ({ type: 'withdraw_question', questionId }),
      });
    },
  );
};
