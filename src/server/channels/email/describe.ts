import { createHash } from 'node:crypto';
import type { InboundAddress, InboundMessage } from '#core/intake/inbound.ts';
import { headerValues, headLines } from './header-lines.ts';
import { messageIdsOf } from './header.ts';

/** What a mail is, finer than the desk needs to know. */
export type MailKind = 'message' | 'bounce' | 'auto_reply' | 'feedback_report' | 'list';

/** A mail as `npm run eval:mail` writes it down. */
export interface DescribedMail {
  /** It says nothing at all: no subject, no words, no file. */
  empty: boolean;
  from: InboundAddress | null;
  to: InboundAddress[];
  subject: string;
  /** ISO 8601; null when there is none that can be read. */
  date: string | null;
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  text: string;
  /** What is visible without quote and signature. */
  reply: string;
  html: string | null;
  attachments: { name: string; type: string; size: number; sha256: string; md5: string }[];
  kind: MailKind;
}

/** A parsed mail in plain values; `raw` is what it was parsed from. */
export const describe = (message: InboundMessage, raw: Uint8Array): DescribedMail => {
  const lines = headLines(raw);
  const { text, html, subject, attachments, from, to, messageId } = message;
  return {
    empty: subject === '' && text === '' && html === null && attachments.length === 0,
    from,
    to,
    subject,
    date: message.date === null ? null : new Date(message.date).toISOString(),
    messageId,
    inReplyTo: messageIdsOf(headerValues(lines, 'in-reply-to')[0] ?? null),
    references: messageIdsOf(headerValues(lines, 'references')[0] ?? null),
    text,
    reply: message.visibleText,
    html,
    attachments: attachments.map(({ name, mediaType, size, bytes, hash }) => ({
      name,
      type: mediaType,
      size,
      sha256: Buffer.from(hash).toString('hex'),
      md5: createHash('md5').update(bytes).digest('hex'),
    })),
    kind: mailKind(message, lines),
  };
};

const mailKind = ({ kind, kindWhy }: InboundMessage, lines: readonly string[]): MailKind => {
  if (kind === 'bounce') return kindWhy === 'feedback-report' ? 'feedback_report' : 'bounce';
  if (kind === 'auto_reply') return 'auto_reply';
  return isOfList(lines) ? 'list' : 'message';
};

/** Passed on by a mailing list or a sender of newsletters (RFC 2919, RFC 2369, and what older ones write). */
const isOfList = (lines: readonly string[]): boolean =>
  ['list-id', 'list-post', 'list-unsubscribe', 'mailing-list', 'x-mailing-list'].some(
    (name) => headerValues(lines, name).length > 0,
  ) || headerValues(lines, 'precedence').some((value) => /^list\b/i.test(value));
