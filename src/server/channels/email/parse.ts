import { simpleParser, type ParsedMail, type SimpleParserOptions } from 'mailparser';
import type { InboundAddress, InboundMessage } from '#core/intake/inbound.ts';
import type { Duration } from '#core/time.ts';
import { addressesOf } from './address.ts';
import { attachmentsOf, mediaTypeOf, rawAttachment } from './attachments.ts';
import { readBounce, tellsOfFailure } from './bounce.ts';
import { withBareBoundaries, wordsWithoutParts } from './broken-parts.ts';
import { CharsetDecoder, withoutCharsets } from './charset.ts';
import {
  decodeRaw,
  decodeRawWords,
  headerOf,
  isRaw8Bit,
  messageIdsOf,
  oneLine,
  ownMessageId,
  storable,
} from './header.ts';
import { identityOf } from './identity.ts';
import { kindOf } from './kind.ts';
import { withinTime } from '#server/platform/clock.ts';
import { plainOf } from './plain-of-html.ts';
import { visibleText } from './visible-text.ts';

const MAX_TEXT_CHARS = 500_000;
const MAX_HTML_CHARS = 1_000_000;
// more, nested, would keep a browser and the sanitizer busy for seconds
const MAX_TAGS = 40_000;
const MAX_MS: Duration = 10_000;

const OPTIONS: SimpleParserOptions = {
  Iconv: CharsetDecoder as never,
  skipTextToHtml: true,
  keepCidLinks: true,
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  checksumAlgo: 'sha256',
  maxHeadSize: 512 * 1024,
  maxChildNodes: 500,
  maxHtmlLengthToParse: 500_000,
};

/** What the envelope and this installation add to the bytes. */
export type ParseContext = {
  /** MAIL FROM:<> */
  nullSender: boolean;
  /** Value of the loop header that this installation writes. */
  loopMark: string;
};

export type Parsed = { ok: true; message: InboundMessage } | { ok: false; why: string };

/**
 * A raw mail as a message, whatever it is: a wrong charset is guessed, what is missing is null, what is too long is cut
 * and the whole mail attached. `ok: false` says why it could not be read at all (too many parts, too long a header, too
 * long a time); it never throws.
 */
export const parseMail = async (raw: Uint8Array, context: ParseContext): Promise<Parsed> => {
  try {
    const legible = withBareBoundaries(withHead(withLineFeeds(raw)));
    const mail = withWords(await withinTime(read(legible), MAX_MS), legible);
    return { ok: true, message: toMessage(mail, raw, context) };
  } catch (error) {
    return { ok: false, why: oneLine(error instanceof Error ? error.message : String(error), 300) };
  }
};

/** `isBroken`: its parts could not be told apart. */
type Read = ParsedMail & { isBroken?: true };

/** Parsed; once more without its charsets when some bytes are not in the charset they claim. */
const read = async (raw: Buffer): Promise<ParsedMail> => {
  const mail = await simpleParser(raw, OPTIONS);
  const unread = undecoded(mail);
  if (unread === 0) return mail;
  const { text, html } = await simpleParser(withoutCharsets(raw), OPTIONS);
  const guessed = { ...mail, ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) };
  return undecoded(guessed) < unread ? guessed : mail;
};

/** A mail in parts of which the parser found none has its words all the same. */
const withWords = (mail: Read, legible: Buffer): Read => {
  const isParted = /^\s*multipart\//i.test(headerOf(mail.headerLines ?? [], 'content-type') ?? '');
  if (!isParted || mail.text !== undefined || mail.html || mail.attachments.length > 0) return mail;
  const text = wordsWithoutParts(legible, MAX_TEXT_CHARS);
  return text === '' ? mail : { ...mail, text, isBroken: true };
};

const undecoded = ({ text, html }: ParsedMail): number => `${text ?? ''}${html || ''}`.split('\uFFFD').length - 1;

/** Lines that end in a bare CR, as some old systems write them, would be one long header. */
const withLineFeeds = (raw: Uint8Array): Buffer => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return bytes.includes(0x0a) || !bytes.includes(0x0d)
    ? bytes
    : Buffer.from(bytes.toString('latin1').replaceAll('\r', '\n'), 'latin1');
};

const KNOWN_HEADER =
  /^(?:from|to|cc|bcc|subject|date|received|message-id|mime-version|content-[a-z-]+|return-path|reply-to|in-reply-to|references|sender|delivered-to|envelope-to|list-[a-z-]+|x-[a-z0-9-]+|[a-z-]+-signature|status)[ \t]*:/im;

/** Bytes that begin without any header of a mail are all words: none of them is taken for a header and lost. */
const withHead = (raw: Buffer): Buffer => {
  const text = raw.subarray(0, 65_536).toString('latin1').trimStart();
  const block = text.slice(0, /\r?\n[ \t]*\r?\n/.exec(text)?.index ?? text.length);
  return text === '' || KNOWN_HEADER.test(block) ? raw : Buffer.concat([Buffer.from('\r\n'), raw]);
};

const toMessage = (mail: Read, raw: Uint8Array, context: ParseContext): InboundMessage => {
  const lines = mail.headerLines ?? [];
  const subject = textHeader(mail.subject, headerOf(lines, 'subject'));
  const body = bodyOf(mail);
  const from = senderOf(mail);
  const answered = [
    ...messageIdsOf(headerOf(lines, 'in-reply-to')),
    ...messageIdsOf(headerOf(lines, 'references')).toReversed(),
  ];
  // a report so broken that no part of it can be told apart still says what it says
  const unparted = body.text === '' && mail.attachments.length === 0 ? rawText(raw) : '';
  const bounceText = `${body.text}\n${partText(mail, /^text\/plain$/)}${unparted}`;
  const { kind, why } = kindOf({
    headers: lines,
    subject,
    nullSender: context.nullSender || /^<\s*>$/.test(headerOf(lines, 'return-path') ?? ''),
    mediaTypes: mail.attachments.map(mediaTypeOf),
    tellsOfFailure: tellsOfFailure(bounceText),
  });
  const attachments = attachmentsOf(mail.attachments);
  if (body.cut || mail.isBroken) attachments.push(rawAttachment(raw));
  const dateText = headerOf(lines, 'date');
  const message = {
    kind,
    kindWhy: why,
    messageId: ownMessageId(lines),
    from,
    to: addressesOf(mail.to),
    cc: addressesOf(mail.cc),
    replyTo: addressesOf(mail.replyTo),
    subject,
    dateText: dateText === null ? null : oneLine(dateText, 200),
    date: instantOf(dateText),
    references: [...new Set(answered)],
    text: body.text,
    visibleText: visibleText(body.text),
    html: body.html,
    attachments,
    bounce: kind === 'bounce' ? bounceOf(mail, bounceText) : null,
    ours: headerOf(lines, LOOP_HEADER) === context.loopMark,
  };
  return { ...message, identity: identityOf(message, lines) };
};

/** Lower case, as header lines are keyed. Its value is a mark only this installation can make. */
export const LOOP_HEADER = 'x-belay-loop';

const textHeader = (decoded: string | undefined, rawValue: string | null): string =>
  oneLine(rawValue !== null && isRaw8Bit(rawValue) ? decodeRawWords(rawValue) : (decoded ?? ''), 500);

const senderOf = (mail: ParsedMail): InboundAddress | null => {
  const lines = mail.headerLines ?? [];
  const sender = addressesOf(mail.from)[0] ?? addressesOf(mail.headers?.get('sender') as never)[0] ?? null;
  const rawFrom = headerOf(lines, 'from');
  if (sender === null || rawFrom === null || !isRaw8Bit(rawFrom)) return sender;
  const name = /^"?([^"<]*)"?\s*</.exec(decodeRaw(rawFrom))?.[1] ?? sender.name;
  return { ...sender, name: oneLine(name, 200) };
};

const bodyOf = (mail: ParsedMail): { text: string; html: string | null; cut: boolean } => {
  const html = storable(mail.html || '');
  const text = storable(mail.text ?? '').trim() || (html === '' ? '' : plainOf(html.slice(0, MAX_TEXT_CHARS)));
  const tooMuch = html.length > MAX_HTML_CHARS || html.split('<', MAX_TAGS + 2).length > MAX_TAGS + 1;
  const cut = text.length > MAX_TEXT_CHARS || tooMuch;
  return {
    text: text.slice(0, MAX_TEXT_CHARS).toWellFormed(),
    html: html === '' || tooMuch ? null : html,
    cut,
  };
};

const bounceOf = (mail: ParsedMail, text: string) =>
  readBounce({
    status: partText(mail, /^message\/(?:global-)?delivery-status$/),
    original: partText(mail, /^(?:message\/rfc822|text\/rfc822-headers|message\/global)$/),
    text,
  });

const rawText = (raw: Uint8Array): string => Buffer.from(raw.subarray(0, 100_000)).toString('latin1');

const partText = (mail: ParsedMail, type: RegExp): string => {
  const part = mail.attachments.find((part) => type.test(mediaTypeOf(part)));
  return part === undefined ? '' : part.content.subarray(0, 100_000).toString('latin1');
};

const instantOf = (text: string | null): number | null => {
  const moment = Date.parse((text ?? '').replace(/\([^()]*\)/g, '').slice(0, 100));
  // what a timestamptz holds and a mail can mean
  return moment >= 0 && moment < 4_102_444_800_000 ? moment : null;
};
