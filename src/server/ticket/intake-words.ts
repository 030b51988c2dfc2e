import type { InboundAddress, InboundAttachment, InboundMessage } from '#core/intake/inbound.ts';
import type { Requester } from '#server/people/requester-store.ts';
import type { FirstWords } from './opening-act.ts';

/** A message with what was found out about it. */
export interface Read {
  message: InboundMessage;
  from: InboundAddress | null;
  sender: Requester | null;
  idReused: boolean;
}

/** What a message says, as it is kept. */
export function wordsOf({ message, from, idReused }: Read): FirstWords {
  return {
    subject: message.subject,
    bodyText: message.text,
    visibleText: message.visibleText,
    bodyHtml: message.html,
    fromAddress: from?.address ?? null,
    toAddresses: message.to.map((to) => to.address),
    ccAddresses: message.cc.map((cc) => cc.address),
    messageId: message.messageId,
    idReused,
  };
}

/** A file of a message, as it is kept: its bytes are found by their hash. */
export const toAttachment = ({ name, mediaType, size, contentId, inline, hash }: InboundAttachment) => ({
  name,
  mediaType,
  size,
  contentId,
  inline,
  blobHash: Buffer.from(hash),
});
