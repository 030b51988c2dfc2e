import type { Tx } from '#server/platform/db/transaction.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { OutgoingMail } from './outgoing.ts';
import { LOOP_HEADER } from './parse.ts';
import { sanitizeMail } from './sanitize.ts';
import type { ReplyToSend, Sender, Told } from './read-outgoing.ts';
import type { ReplyTokens } from './reply-token.ts';
import { saidIn, type MailWords } from './words.ts';

/** What every mail of this installation is made with. */
export interface Stationery {
  words: MailWords;
  tokens: ReplyTokens;
  /** The address people open in a browser, without a slash at its end. */
  publicUrl: string;
  /** Right-hand side of an address of ours when there is no mailbox at all. */
  mailHost: string;
  /** Where somebody decides what a notice asks of them, without signing in; null when it asks nothing. */
  decisionLink?: (tx: Tx, told: ToldOf & { outboxId: number; personId: number }) => Promise<string | null>;
}

const QUOTE_CHARS = 5_000;
// what another program's header will carry without folding trouble
export const CARRIED_ID = /^[^\s<>]{1,200}@[^\s<>]{1,200}$/;

/** An answer to the requester, as a person's mail looks: no sign of a machine but the loop mark. */
export const composeReply = (
  reply: ReplyToSend & { to: string },
  mailMessageId: string,
  stationery: Stationery,
): OutgoingMail => {
  const { words, tokens } = stationery;
  const from = reply.mailbox ?? nobodysBox(stationery);
  const answerTo = tokens.addressFor(from.address, reply.ticketId);
  const thread = reply.thread.filter((id) => CARRIED_ID.test(id));
  const answered = reply.quoted?.messageId ?? null;
  const inReplyTo = answered !== null && CARRIED_ID.test(answered) ? answered : (thread.at(-1) ?? null);
  const quote = quoteOf(reply, words);
  // a browser made it, or something that says it is one: what leaves in our name is as safe as what comes in
  const body = reply.html === null ? paragraphs(reply.text) : sanitizeMail(reply.html, () => null);
  return {
    mailboxId: from.id,
    from: { name: from.name, address: from.address },
    to: [reply.to],
    cc: reply.cc.filter((address) => address !== reply.to),
    replyTo: answerTo,
    returnPath: answerTo,
    subject: /^(?:re|aw|odg|sv|отв|r)\s?:/i.test(reply.subject) ? reply.subject : `Re: ${reply.subject}`,
    text:
      quote === null
        ? reply.text
        : `${reply.text}\n\n${quote.head}\n${quote.lines.map((line) => `> ${line}`).join('\n')}\n`,
    html: page(
      reply.language,
      quote === null
        ? body
        : `${body}<p>${escaped(quote.head)}</p><blockquote>${paragraphs(quote.lines.join('\n'))}</blockquote>`,
    ),
    messageId: mailMessageId,
    inReplyTo,
    references: inReplyTo === null ? thread : [...thread.filter((id) => id !== inReplyTo), inReplyTo],
    headers: { [LOOP_HEADER]: tokens.loopMark },
    files: reply.files,
  };
};

const quoteOf = ({ quoted, language, timeZone }: ReplyToSend, words: MailWords) => {
  if (quoted === null || quoted.text.trim() === '') return null;
  const at = new Intl.DateTimeFormat(saidIn(words, language), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  }).format(quoted.at);
  return {
    head: words(language, 'mail.reply.wrote', { at, name: quoted.name }),
    lines: quoted.text.slice(0, QUOTE_CHARS).toWellFormed().split('\n'),
  };
};

/** One thing a colleague is told. */
export interface ToldOf {
  ticketId: number;
  number: number;
  subject: string;
  /** The event's type, and its place in the ticket's log. */
  kind: string;
  eventSeq: number;
  /** Where the colleague decides what it asks of them; without it, it asks nothing. */
  decideAt?: string | null;
}

/** What happened, to a colleague: marked as a machine's, so that nothing answers it. */
export const composeNotice = (
  told: Told,
  notices: { total: number; listed: readonly ToldOf[] },
  mailMessageId: string,
  stationery: Stationery,
): OutgoingMail => {
  const { words, tokens, publicUrl } = stationery;
  const { language } = told;
  const from = told.mailbox ?? nobodysBox(stationery);
  const items = notices.listed.map((notice) => ({
    title: `[#${notice.number}] ${notice.subject}`,
    what: whatHappened(words, language, notice.kind),
    url: `${publicUrl}/t/${notice.ticketId}`,
    decideAt: notice.decideAt ?? null,
  }));
  const rest = notices.total - items.length;
  const more = rest > 0 ? words(language, 'mail.notice.more', { count: rest, url: publicUrl }) : null;
  const footer = words(language, 'mail.notice.footer');
  const [only] = notices.listed;
  const subject =
    notices.total === 1 && only !== undefined
      ? words(language, 'mail.notice.one', {
          number: String(only.number),
          what: whatHappened(words, language, only.kind),
          subject: only.subject,
        })
      : words(language, 'mail.notice.many', { count: notices.total });
  const list = items.map(({ title, what, url, decideAt }) =>
    [
      title,
      `${what}.`,
      url,
      ...(decideAt === null ? [] : [words(language, 'mail.notice.decide', { url: decideAt })]),
    ].join('\n'),
  );
  return {
    mailboxId: from.id,
    from: { name: from.name, address: from.address },
    to: [told.email],
    cc: [],
    replyTo: null,
    returnPath: from.address,
    subject,
    text: `${[...list, ...(more === null ? [] : [more])].join('\n\n')}\n\n-- \n${footer}\n`,
    html: page(
      language,
      `${items.map((item) => htmlOf(item, words(language, 'mail.notice.decide_here'))).join('')}${more === null ? '' : `<p>${escaped(more)}</p>`}<hr><p><small>${escaped(footer)}</small></p>`,
    ),
    messageId: mailMessageId,
    inReplyTo: null,
    references: [],
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      [LOOP_HEADER]: tokens.loopMark,
    },
    files: [],
  };
};

interface Item {
  title: string;
  what: string;
  url: string;
  decideAt: string | null;
}

const htmlOf = ({ title, what, url, decideAt }: Item, decideHere: string): string => {
  const decide = decideAt === null ? '' : `<br><a href="${escaped(decideAt)}">${escaped(decideHere)}</a>`;
  return `<p><a href="${escaped(url)}">${escaped(title)}</a><br>${escaped(what)}.${decide}</p>`;
};

const KNOWN = new Set([
  'acknowledgement_lapsed',
  'acknowledgement_reminded',
  'acknowledgement_taken_back',
  'approval_asked',
  'approval_carried_over',
  'approval_delegated',
  'approval_ended',
  'approval_passed_on',
  'answer_received',
  'assigned',
  'automation_parked',
  'reason_noticed',
  'break_given',
  'escalation_acknowledged',
  'escalation_ended',
  'escalation_left',
  'escalation_reason_added',
  'escalation_returned',
  'escalation_silenced',
  'hand_back_acknowledged',
  'hand_back_offered',
  'hand_back_returned',
  'hand_back_withdrawn',
  'last_resort_reached',
  'leg_acknowledged',
  'leg_carried_over',
  'leg_ended',
  'leg_hand_back_offered',
  'leg_hand_back_returned',
  'leg_hand_back_withdrawn',
  'leg_offered',
  'leg_passed_on',
  'leg_reminded',
  'leg_returned',
  'merged_in',
  'requester_changed',
  'snooze_ended',
  'message_received',
  'note_added',
  'offered',
  'promise_broken',
  'promise_move_retracted',
  'question_overdue',
  'question_undelivered',
  'queue_overloaded',
  'queue_stood_still',
  'queue_warned',
  'reply_failed',
  'reply_withdrawn',
  'severity_changed',
  'shift_changed',
  'step_decided',
  'step_reached',
  'target_at_risk',
  'target_breached',
  'told_again',
]);

const whatHappened = (words: MailWords, language: Language, kind: string): string =>
  words(language, `mail.event.${KNOWN.has(kind) ? kind : 'other'}`);

export const nobodysBox = ({ mailHost }: Stationery): Sender => ({
  id: null,
  address: `belay@${mailHost}`,
  name: 'Belay',
});

export const page = (language: Language, body: string): string =>
  `<!doctype html><html lang="${language}"><body>${body}</body></html>`;

export const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((part) => `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`)
    .join('');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
