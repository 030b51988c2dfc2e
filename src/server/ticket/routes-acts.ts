import { idInUrl } from '#contract/common.ts';
import { withdraw, writeNote, writeReply } from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import type { Perform } from './perform.ts';
import { changeRoutes } from './routes-change.ts';
import { ticketParams, type TicketDeps } from './routes.ts';
import { releaseUploads } from './upload-store.ts';

/** What a person does to a ticket; each answers the ticket as it is then. */
export const ticketActRoutes = (app: Http, perform: Perform, actorOf: TicketDeps['actorOf']): void => {
  replyRoutes(app, perform, actorOf);
  noteRoute(app, perform, actorOf);
  changeRoutes(app, perform, actorOf);
};

const replyRoutes = (app: Http, perform: Perform, actorOf: TicketDeps['actorOf']): void => {
  app.post(
    '/api/tickets/:id/replies',
    {
      config: { may: 'ticket.reply' },
      schema: { params: ticketParams, body: writeReply, response: { 200: ticketDetail } },
    },
    (request) => {
      const {
        text,
        html,
        cc,
        attachmentIds,
        seenMessageId,
        anyway = false,
        hearsBy,
        then: becomes = null,
        commandId,
      } = request.body;
      return perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId,
        words: { kind: 'reply', text, html, cc, attachmentIds },
        ...(anyway || seenMessageId === undefined ? {} : { seen: { messageId: seenMessageId } }),
        becomes,
        command: ({ messageId }) => ({
          type: 'reply',
          messageId: messageId!,
          ...(hearsBy === undefined ? {} : { hearsBy }),
        }),
      });
    },
  );

  app.delete(
    '/api/tickets/:id/replies/:messageId',
    {
      config: { may: 'ticket.reply' },
      schema: { params: ticketParams.extend({ messageId: idInUrl }), body: withdraw, response: { 200: ticketDetail } },
    },
    (request) => {
      const { id: ticketId, messageId } = request.params;
      return perform({
        ticketId,
        actor: actorOf(request),
        // a reply is withdrawn once, whoever asks how often
        commandId: `message:${messageId}`,
        command: async (_, tx) => ({
          type: 'withdraw_reply',
          messageId,
          authorId: await authorOfReply(tx, ticketId, messageId),
        }),
        also: (tx) => releaseUploads(tx, messageId),
      });
    },
  );
};

const noteRoute = (app: Http, perform: Perform, actorOf: TicketDeps['actorOf']): void => {
  app.post(
    '/api/tickets/:id/notes',
    {
      config: { may: 'ticket.note' },
      schema: { params: ticketParams, body: writeNote, response: { 200: ticketDetail } },
    },
    (request) => {
      const { text, html, attachmentIds, commandId } = request.body;
      return perform({
        ticketId: request.params.id,
        actor: actorOf(request),
        commandId,
        words: { kind: 'note', text, html, attachmentIds },
        command: ({ messageId }) => ({ type: 'note', messageId: messageId! }),
      });
    },
  );
};

/** Who wrote the reply; one that is not of this ticket is not there. */
const authorOfReply = async (tx: Tx, ticketId: TicketId, messageId: MessageId): Promise<PersonId> => {
  const { rows } = await tx.query<{ author: PersonId }>({
    name: 'reply_author',
    text: `select author_id as author from message
           where id = $1 and ticket_id = $2 and kind = 'reply' and author_id is not null`,
    values: [messageId, ticketId],
  });
  if (rows[0] === undefined) throw notFound();
  return rows[0].author;
};
