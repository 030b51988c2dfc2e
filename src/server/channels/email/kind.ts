import type { InboundKind } from '#core/ticket/event.ts';
import { headerOf, type HeaderLines } from './header.ts';

/** What decides whether a person or a machine speaks. */
export type KindSigns = {
  headers: HeaderLines;
  subject: string;
  /** MAIL FROM:<> in the envelope or in Return-Path. */
  nullSender: boolean;
  /** Media types of its parts, the whole first. */
  mediaTypes: string[];
  /** Its text says that a message could not be delivered. */
  tellsOfFailure: boolean;
};

const MAILER =
  /(?:^|[<"\s(])(?:mailer-daemon|mail-daemon|mailerdaemon|post_master|mail delivery (?:sub)?system|double-bounce|mdaemon|bounces?)(?:[+=-][^\s@]{0,100})?(?:[@>")\s]|$)/i;
/** An address of people as well: it takes a bounce's subject, not only words of its text. */
const POSTMASTER = /(?:^|[<"\s(])postmaster(?:[@>")\s]|$)/i;
const BOUNCE_SUBJECT =
  /\b(?:undeliver(?:able|ed)|delivery (?:status )?(?:notification|failure|failed|error|problem)|failure notice|mail delivery (?:failed|failure|problem|system)|returned mail|mail fail(?:ed|ure)|returning (?:message )?to sender|delivery has failed|undelivered mail|could not be delivered|message not delivered|non[- ]?delivery|nondeliverable|mail system error|delivery to .{0,80} failed|warning: could not send|warning: message .{1,100} delayed)\b|^(?:недоставленн|не удалось доставить|mancata consegna|non recapitabile|unzustellbar|nije (?:moguće )?isporučen|không gửi được|hindi naihatid|メールエラー通知|メッセージを配信できません)/i;
/** Nobody writes from such an address. */
const NO_REPLY = /(?:^|[<"\s(])(?:no|do-?not)[-_.]?reply@/i;
const AUTO_SUBJECT =
  /^(?:automatic reply|auto[- ]?reply|autoreply|auto[- ]?response|out of (?:the )?office|automatski odgovor|automatski odaziv|odsutan|awtomatikong (?:tugon|sagot)|trả lời tự động|thư trả lời tự động|автоответ|автоматический ответ|risposta automatica|fuori sede|abwesenheit(?:snotiz)?|automatische antwort|réponse automatique|respuesta automática|resposta automática)\s*(?:[:–—-]|$)/iu;

/** Whether a message is somebody's, a machine's answer, or a bounce, and which sign said so. */
export const kindOf = (signs: KindSigns): { kind: InboundKind; why: string | null } => {
  const bounce = bounceSign(signs);
  if (bounce !== null) return { kind: 'bounce', why: bounce };
  const automatic = autoReplySign(signs);
  return automatic === null ? { kind: 'message', why: null } : { kind: 'auto_reply', why: automatic };
};

const bounceSign = ({ headers, subject, nullSender, mediaTypes, tellsOfFailure }: KindSigns) => {
  const report = /report-type="?([a-z-]+)/i.exec(headerOf(headers, 'content-type') ?? '')?.[1]?.toLowerCase();
  const from = (headerOf(headers, 'from') ?? '').slice(0, 500);
  const ofMailer = MAILER.test(from);
  const isNobody = /^<\s*>$/.test(from.trim());
  const automatic =
    nullSender || isNobody || ofMailer || POSTMASTER.test(from) || headerOf(headers, 'auto-submitted') !== null;
  // a person may attach the report they were sent: that is a question, not a bounce
  const holds = (type: string) => report === type || (automatic && mediaTypes.includes(`message/${type}`));
  if (holds('delivery-status')) return 'delivery-status';
  if (holds('feedback-report')) return 'feedback-report';
  if (headerOf(headers, 'x-failed-recipients') !== null) return 'x-failed-recipients';
  const saysSo = BOUNCE_SUBJECT.test(subject) || tellsOfFailure;
  if (ofMailer && saysSo) return 'mailer';
  if ((POSTMASTER.test(from) || NO_REPLY.test(from)) && BOUNCE_SUBJECT.test(subject)) return 'mailer';
  return nullSender && saysSo ? 'null-sender' : null;
};

const MARKS = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-autoresponse',
  'x-auto-reply',
  'x-auto-reply-from',
  'x-autoreply-from',
  'x-mail-autoreply',
  'x-vacation',
];

const autoReplySign = ({ headers, subject, nullSender, mediaTypes }: KindSigns): string | null => {
  const submitted = headerOf(headers, 'auto-submitted')?.toLowerCase();
  if (submitted !== undefined && !/^no\b/.test(submitted)) return 'auto-submitted';
  const mark = MARKS.find((name) => !/^(?:no|false|0)?$/i.test(headerOf(headers, name) ?? ''));
  if (mark !== undefined) return mark;
  if (/^yes|^true/i.test(headerOf(headers, 'x-fc-machinegenerated') ?? '')) return 'x-fc-machinegenerated';
  if (mediaTypes.includes('message/disposition-notification')) return 'disposition-notification';
  if (nullSender) return 'null-sender';
  const precedence = headerOf(headers, 'precedence')?.toLowerCase() ?? '';
  if (/^auto[_-]?reply/.test(precedence)) return 'precedence';
  // a mailing list passes on what people write
  const ofList = headerOf(headers, 'list-id') !== null || headerOf(headers, 'list-unsubscribe') !== null;
  if (/^(?:bulk|junk)/.test(precedence) && !ofList) return 'precedence';
  return AUTO_SUBJECT.test(subject) ? 'subject' : null;
};
