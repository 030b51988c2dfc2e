import type { ToldStage } from '#core/promise/promise.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { CARRIED_ID, nobodysBox, page, paragraphs, type Stationery } from './compose.ts';
import type { OutgoingMail } from './outgoing.ts';
import { LOOP_HEADER } from './parse.ts';
import type { ThreadToTell } from './read-outgoing.ts';
import { saidIn, type MailWords } from './words.ts';

/** What the requester is told: who looks at it now, as a role, and by when they hear. */
export interface ToldPromise {
  stage: ToldStage;
  dueAt: Instant;
  /** A promise before it was broken: that is said openly. */
  afterBroken: boolean;
}

/** What is promised, in the words of a language and the hours of a zone. */
export const promiseWords = (
  { stage, dueAt, afterBroken }: ToldPromise,
  words: MailWords,
  language: Language,
  timeZone: string,
): string =>
  [
    ...(afterBroken ? [words(language, 'mail.promise.late')] : []),
    words(language, `mail.promise.stage.${stage}`),
    words(language, 'mail.promise.by', { at: spokenMoment(dueAt, saidIn(words, language), timeZone) }),
  ].join('\n\n');

/** A day and an hour as one writes them to somebody. */
export const spokenMoment = (at: Instant, language: string, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at);

/** Says in the requester's language and time zone what is promised. Marked as a machine's: nothing need answer it. */
export const composePromise = (
  thread: ThreadToTell & { to: string },
  promise: ToldPromise,
  mailMessageId: string,
  stationery: Stationery,
): OutgoingMail => {
  const { words, tokens } = stationery;
  const { language, timeZone } = thread;
  const from = thread.mailbox ?? nobodysBox(stationery);
  const answerTo = tokens.addressFor(from.address, thread.ticketId);
  const references = thread.thread.filter((id) => CARRIED_ID.test(id));
  const said = promiseWords(promise, words, language, timeZone);
  const text = `${said}\n\n${words(language, 'mail.promise.footer')}`;
  return {
    mailboxId: from.id,
    from: { name: from.name, address: from.address },
    to: [thread.to],
    cc: thread.cc,
    replyTo: answerTo,
    returnPath: answerTo,
    subject: /^(?:re|aw|odg|sv|отв|r)\s?:/i.test(thread.subject) ? thread.subject : `Re: ${thread.subject}`,
    text: `${text}\n`,
    html: page(language, paragraphs(text)),
    messageId: mailMessageId,
    inReplyTo: references.at(-1) ?? null,
    references,
    headers: {
      'Auto-Submitted': 'auto-replied',
      'X-Auto-Response-Suppress': 'All',
      [LOOP_HEADER]: tokens.loopMark,
    },
    files: [],
  };
};
