import type { InboundAddress, InboundMessage } from '#core/intake/inbound.ts';
import type { TicketId } from '#core/ids.ts';
import type { Language } from '#core/ticket/ticket.ts';

/** What intake needs of the channel a message came by. */
export interface InboundChannel {
  parse(mail: {
    raw: Uint8Array;
    envelopeFrom: string;
  }): Promise<{ ok: true; message: InboundMessage } | { ok: false; why: string }>;
  /** Who sent it, as far as it can be seen without reading the rest. */
  senderOf(mail: { raw: Uint8Array; envelopeFrom: string }): InboundAddress | null;
  /** The ticket whose signed token an address holds; null for every other address. */
  ticketOf(address: string): TicketId | null;
  /** The side thread whose signed token an address holds; null for every other address. */
  sideThreadOf(address: string): { ticketId: TicketId; questionId: number } | null;
  /** The address without token or tag. */
  plainAddress(address: string): string;
  /** Words of `locales/`, for what has to be said in a ticket's own text. */
  words(language: Language, key: string, values?: Record<string, string>): string;
}
