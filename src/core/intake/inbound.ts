import type { InboundKind } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/** A person as a message names them. The address is lower case and fit to be answered. */
export interface InboundAddress {
  name: string;
  address: string;
}

export interface InboundAttachment {
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** Without angle brackets; what `cid:` in the HTML names. */
  contentId: string | null;
  /** Meant to be seen inside the text. */
  inline: boolean;
  bytes: Uint8Array;
  /** SHA-256 of the bytes. */
  hash: Uint8Array;
}

/** What a mail system says about a message it could not deliver. */
export interface Bounce {
  finalRecipient: string | null;
  /** Enhanced status, such as 5.1.1. */
  status: string | null;
  diagnostic: string | null;
  /** Message-ID of the message that came back, without angle brackets. */
  originalMessageId: string | null;
  /** False while the sending system still tries. */
  final: boolean;
}

/** A message from outside, parsed and bounded: safe to store, its HTML still hostile. */
export interface InboundMessage {
  kind: InboundKind;
  /** What made it a machine's: a header's or a rule's name; null for `message`. */
  kindWhy: string | null;
  /** Without angle brackets; null when there is none. */
  messageId: string | null;
  /** SHA-256 that is equal for the same message arriving again, whatever way it took. */
  identity: Uint8Array;
  from: InboundAddress | null;
  to: InboundAddress[];
  cc: InboundAddress[];
  replyTo: InboundAddress[];
  subject: string;
  /** The sender's claim: shown, never trusted. */
  dateText: string | null;
  date: Instant | null;
  /** Message-IDs it answers, nearest first, without angle brackets. */
  references: string[];
  text: string;
  /** The text without quote and signature. */
  visibleText: string;
  /** As it came; only `sanitizeMail` makes it fit to show. */
  html: string | null;
  attachments: InboundAttachment[];
  bounce: Bounce | null;
  /** True when it carries this installation's own loop mark. */
  ours: boolean;
}
