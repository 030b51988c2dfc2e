import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { sanitizeMail } from './sanitize.ts';
import { CARRIED_ID, nobodysBox, page, paragraphs, type Stationery } from './compose.ts';
import type { OutgoingMail } from './outgoing.ts';
import { LOOP_HEADER } from './parse.ts';
import type { Sender } from './read-outgoing.ts';
import { saidIn } from './words.ts';

/** A side thread as its mail needs it. Nothing of the requester's thread is in it. */
export interface SideThread {
  ticketId: number;
  questionId: number;
  subject: string;
  to: string[];
  mailbox: Sender | null;
  /** What whoever asks reads. */
  language: Language;
  timeZone: string;
  /** Message-IDs of the side thread before it, oldest first. */
  thread: string[];
}

/** What a person asks, as a person's mail looks: no sign of a machine but the loop mark. */
export const composeQuestion = (
  side: SideThread & { text: string; html: string | null; files: OutgoingMail['files'] },
  mailMessageId: string,
  stationery: Stationery,
): OutgoingMail => ({
  ...envelopeOf(side, stationery),
  text: side.text,
  html: page(side.language, side.html === null ? paragraphs(side.text) : sanitizeMail(side.html, () => null)),
  messageId: mailMessageId,
  headers: { [LOOP_HEADER]: stationery.tokens.loopMark },
  files: side.files,
});

/** Reminds who was asked. Marked as a machine's: nothing need answer it but they. */
export const composeReminder = (
  side: SideThread,
  { answerBy }: { answerBy: Instant },
  mailMessageId: string,
  stationery: Stationery,
): OutgoingMail => {
  const { words, tokens } = stationery;
  const { language, timeZone } = side;
  const at = new Intl.DateTimeFormat(saidIn(words, language), {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  }).format(answerBy);
  const text = words(language, 'mail.question.reminder', { at });
  return {
    ...envelopeOf(side, stationery),
    text: `${text}\n`,
    html: page(language, paragraphs(text)),
    messageId: mailMessageId,
    headers: { 'Auto-Submitted': 'auto-generated', [LOOP_HEADER]: tokens.loopMark },
    files: [],
  };
};

const envelopeOf = (side: SideThread, stationery: Stationery) => {
  const from = side.mailbox ?? nobodysBox(stationery);
  const answerTo = stationery.tokens.sideAddressFor(from.address, side);
  const references = side.thread.filter((id) => CARRIED_ID.test(id));
  const isFirst = references.length === 0;
  return {
    mailboxId: from.id,
    from: { name: from.name, address: from.address },
    to: side.to,
    cc: [],
    replyTo: answerTo,
    returnPath: answerTo,
    subject: isFirst || /^(?:re|aw|odg|sv|отв|r)\s?:/i.test(side.subject) ? side.subject : `Re: ${side.subject}`,
    inReplyTo: references.at(-1) ?? null,
    references,
  };
};
