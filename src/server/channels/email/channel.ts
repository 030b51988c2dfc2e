import type { InboundAddress, InboundMessage } from '#core/intake/inbound.ts';
import type { Language } from '#core/ticket/ticket.ts';
import { envelopeAddress, isAnswerable } from './address.ts';
import { parseMail } from './parse.ts';
import { untagged, type ReplyTokens } from './reply-token.ts';
import type { MailWords } from './words.ts';

/** A mail as the ledger holds it. */
type KeptMail = { raw: Uint8Array; envelopeFrom: string };

const FROM = /^from:[^\n]{0,1000}?<?([^\s<>@",;:]{1,64}@[^\s<>@",;:]{1,189})>?\s*$/im;
const HEAD_BYTES = 65_536;

/** E-mail as intake knows it: mail in, messages out. */
export const emailChannel = (tokens: ReplyTokens, words: MailWords) => ({
  parse: ({
    raw,
    envelopeFrom,
  }: KeptMail): Promise<{ ok: true; message: InboundMessage } | { ok: false; why: string }> =>
    parseMail(raw, { nullSender: envelopeFrom === '', loopMark: tokens.loopMark }),

  /** The From line read by itself, else the sender of the envelope. */
  senderOf({ raw, envelopeFrom }: KeptMail): InboundAddress | null {
    const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, HEAD_BYTES)).toString('latin1');
    const found = FROM.exec(head)?.[1]?.toLowerCase();
    const address = found !== undefined && isAnswerable(found) ? found : envelopeAddress(envelopeFrom);
    return address === null ? null : { name: '', address };
  },

  ticketOf: tokens.ticketOf,
  sideThreadOf: tokens.sideThreadOf,
  plainAddress: untagged,
  words: (language: Language, key: string, values: Record<string, string> = {}): string => words(language, key, values),
});
