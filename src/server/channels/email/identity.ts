import { createHash } from 'node:crypto';
import type { InboundMessage } from '#core/intake/inbound.ts';
import type { HeaderLines } from './header.ts';

// written on the way, so they differ between two arrivals of one message
const TRACE =
  /^(?:received|x-received|return-path|delivered-to|x-original-to|envelope-to|dkim-|domainkey|arc-|authentication-results|x-google-|x-spam|x-virus|x-forwarded-|received-spf|x-ms-exchange-|x-gm-|status|x-uid|x-mozilla-)/;

/**
 * SHA-256 that is equal for one message whatever way it took: its Message-ID, From, Date and content; without a
 * Message-ID, all its header lines but those written on the way, and its content.
 */
export const identityOf = (message: Omit<InboundMessage, 'identity'>, lines: HeaderLines): Buffer => {
  const head =
    message.messageId === null
      ? lines.filter(({ key }) => !TRACE.test(key)).map(({ line }) => line)
      : [message.messageId, message.from?.address ?? '', message.dateText ?? ''];
  const parts = [
    message.messageId === null ? 'content' : 'id',
    ...head,
    message.subject,
    message.text,
    message.html ?? '',
    ...message.attachments.flatMap(({ name, hash }) => [name, Buffer.from(hash).toString('hex')]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
};
