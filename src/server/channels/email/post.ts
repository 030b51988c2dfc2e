import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { keepCaught } from './caught-store.ts';
import { composeNotice, composeReply, type Stationery, type ToldOf } from './compose.ts';
import { composeQuestion, composeReminder } from './compose-question.ts';
import { composePromise, type ToldPromise } from './compose-promise.ts';
import type { OutgoingMail } from './outgoing.ts';
import type { OwnMailers } from './own-mailers.ts';
import { readQuestion, readReply, readSideThread, readThread, readTold } from './read-outgoing.ts';
import type { SmtpMailer } from './smtp-mailer.ts';

/** What one outbox row says is to be sent. */
type MailParcel = { outboxId: number; mailMessageId: string } & (
  | { kind: 'reply'; ticketId: TicketId; messageId: MessageId }
  | { kind: 'question'; ticketId: TicketId; messageId: MessageId }
  | { kind: 'question_reminder'; ticketId: TicketId; questionId: number; answerBy: Instant }
  | { kind: 'promise_mail'; ticketId: TicketId; promise: ToldPromise }
  | { kind: 'notice_mail'; personId: PersonId; total: number; listed: ToldOf[] }
);

/**
 * How an outbox row becomes a mail and leaves: by its mailbox's own server when it has one, else by `smtp`, or into the
 * built-in catcher when that is null.
 */
export const emailPost = (stationery: Stationery, smtp: SmtpMailer | null, own: OwnMailers | null = null) => ({
  /** Builds the mail; null when there is nobody to send it to. */
  async compose(tx: Tx, parcel: MailParcel): Promise<OutgoingMail | null> {
    if (parcel.kind === 'reply') {
      const reply = await readReply(tx, parcel.messageId);
      if (reply === null || reply.to === null) return null;
      return composeReply({ ...reply, to: reply.to }, parcel.mailMessageId, stationery);
    }
    if (parcel.kind === 'question') {
      const question = await readQuestion(tx, parcel.messageId);
      if (question === null || question.to.length === 0) return null;
      return composeQuestion(question, parcel.mailMessageId, stationery);
    }
    if (parcel.kind === 'question_reminder') {
      const side = await readSideThread(tx, { ...parcel, before: null });
      return side === null ? null : composeReminder(side, parcel, parcel.mailMessageId, stationery);
    }
    if (parcel.kind === 'promise_mail') {
      const thread = await readThread(tx, parcel.ticketId);
      if (thread === null || thread.to === null) return null;
      return composePromise({ ...thread, to: thread.to }, parcel.promise, parcel.mailMessageId, stationery);
    }
    const [first] = parcel.listed;
    const told = first === undefined ? null : await readTold(tx, parcel.personId, first.ticketId);
    if (told === null) return null;
    const listed = await withDecisions(tx, stationery, parcel);
    return composeNotice(told, { ...parcel, listed }, parcel.mailMessageId, stationery);
  },
  mailerOf: async (tx: Tx, mail: OutgoingMail): Promise<SmtpMailer | null> =>
    own === null || mail.mailboxId === null ? null : own.of(tx, mail.mailboxId),
  mailer:
    smtp ??
    ({
      kind: 'catcher',
      keep: (tx: Tx, parcel: { outboxId: number }, mail: OutgoingMail, now: Instant) =>
        keepCaught(tx, parcel.outboxId, mail, now),
    } as const),
});

/** What is told, with the address where what is asked can be decided at once. */
const withDecisions = async (
  tx: Tx,
  { decisionLink }: Stationery,
  { outboxId, personId, listed }: Extract<MailParcel, { kind: 'notice_mail' }>,
): Promise<ToldOf[]> => {
  if (decisionLink === undefined) return listed;
  const told: ToldOf[] = [];
  for (const each of listed) told.push({ ...each, decideAt: await decisionLink(tx, { ...each, outboxId, personId }) });
  return told;
};
