import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Channel } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { NewMessage } from './act.ts';
import { readCopies } from './merge-read-store.ts';

/** What a person says on a ticket. */
export type Words = {
  kind: 'reply' | 'note' | 'question';
  text: string;
  html?: string | undefined;
  cc?: string[] | undefined;
  /** Of a question: whom it goes to, and what it is about. */
  to?: string[];
  subject?: string;
  attachmentIds?: number[] | undefined;
};

/** Words as a message: a reply is addressed to the requester by the ticket's channel, a question by mail to others. */
export const messageOf = async (
  tx: Tx,
  about: { ticketId: TicketId; authorId: PersonId; id: MessageId; words: Words },
  cleanHtml: (html: string) => string,
): Promise<NewMessage> => {
  const { kind, text, html, cc = [], to = [], subject } = about.words;
  const { rows } = await tx.query<{ channel: Channel; email: string | null }>({
    name: 'ticket_addressee',
    text: 'select t.channel, r.email from ticket t join person r on r.id = t.requester_id where t.id = $1',
    values: [about.ticketId],
  });
  const { channel, email } = rows[0]!;
  const isReply = kind === 'reply';
  const copies = isReply ? [...cc, ...(await readCopies(tx, about.ticketId))] : [];
  return {
    id: about.id,
    authorId: about.authorId,
    kind,
    channel: kind === 'question' ? 'email' : channel,
    ...(subject === undefined ? {} : { subject }),
    bodyText: text,
    bodyHtml: html === undefined || html.trim() === '' ? null : cleanHtml(html),
    toAddresses: isReply && email !== null ? [email] : to,
    ccAddresses: [...new Set(copies)].filter((address) => address !== email),
  };
};

/** Whether anybody but this person has said something on the ticket after the message `after`. */
export const hasNewsFor = async (
  tx: Tx,
  { ticketId, personId, after }: { ticketId: TicketId; personId: PersonId; after: MessageId },
): Promise<boolean> => {
  const { rows } = await tx.query<{ news: boolean }>({
    name: 'message_news',
    text: `select exists (select from message where ticket_id = $1 and id > $3 and author_id is distinct from $2
             and kind in ('message', 'reply', 'note') and delivery is distinct from 'cancelled') as news`,
    values: [ticketId, personId, after],
  });
  return rows[0]!.news;
};
