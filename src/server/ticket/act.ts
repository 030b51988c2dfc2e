import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { RefusalCode, TicketCommand } from '#core/ticket/command.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Channel, Ticket } from '#core/ticket/ticket.ts';
import type { Duration, Instant } from '#core/time.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Carrier } from '#server/platform/outbox/carrier.ts';
import type { ConfigCache } from '#server/sla/config-store.ts';

/** What the door needs beside the transaction; made once a process. */
export interface Door {
  config: ConfigCache;
  clock: Clock;
  carrier: Carrier;
  /** Right-hand side of the Message-IDs of what is sent. */
  mailHost: string;
  /** How long a reply is held back so that it may be withdrawn; without it, not at all. */
  undoSendMs?: Duration;
  /** Told what was decided, for counting; a transaction that is run again tells it again. */
  observe?: (decided: { command: string; outcome: string }[]) => void;
}

/** One thing to be done to one ticket. */
export interface TicketAct {
  /** Of an `open`: an id drawn with `drawTicketId`. */
  ticketId: TicketId;
  command: TicketCommand;
  actor: Actor;
  /** The same id twice does the act once, and answers twice what came of it. */
  commandId?: string;
  /** The words, written together with the command that names them by id. */
  message?: NewMessage;
  /** Of an `open` only. */
  subject?: string;
  /** When it happened, of a past that is told afterwards; without it, now. A ticket's time never runs back. */
  at?: Instant;
  /** Told by the history of another desk: it is measured, but nobody is called, told or written to for it. */
  imported?: boolean;
}

/** The row of a message. Its id is drawn before, with `drawMessageId`. */
export interface NewMessage {
  id: MessageId;
  authorId: PersonId | null;
  kind: 'message' | 'reply' | 'note' | 'auto_reply' | 'bounce' | 'question' | 'answer';
  channel: Channel;
  /** When it reached us; without it, the moment of the decision. */
  at?: Instant;
  subject?: string | null;
  bodyText: string;
  /** What is visible without quote and signature; without it, all of it. */
  visibleText?: string;
  bodyHtml?: string | null;
  fromAddress?: string | null;
  toAddresses?: string[];
  ccAddresses?: string[];
  /** RFC 5322 Message-ID without angle brackets. Of a reply the door sets the one it is sent with. */
  messageId?: string | null;
  intakeId?: number | null;
  idReused?: boolean;
  attachments?: NewAttachment[];
}

/** Position is the place in the list; the bytes are a `blob` row that is there already. */
export interface NewAttachment {
  name: string;
  mediaType: string;
  size: number;
  contentId: string | null;
  inline: boolean;
  blobHash: Buffer;
}

/** What came of one act. */
export type HandledDecision =
  | {
      ok: true;
      /** Of a repeated `open`: the ticket that the first one opened. */
      ticketId: TicketId;
      /** The ticket's newest event afterwards; of a repeated act, as it was after the first. */
      seq: number;
      /** The command id was known: nothing was changed now. `ticket` and `events` are then absent. */
      repeated: boolean;
      ticket?: Ticket;
      events?: LoggedEvent[];
    }
  | {
      ok: false;
      ticketId: TicketId;
      refusal: RefusalCode;
      details?: Record<string, string | number>;
      repeated: boolean;
      /** What came of it all the same; without them, nothing. */
      ticket?: Ticket;
      events?: LoggedEvent[];
    };
