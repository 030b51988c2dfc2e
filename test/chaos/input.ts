import type { TicketId } from '#core/ids.ts';

/** One thing the driver asks for; the victim may be killed before, while or after it does it. */
export interface Input {
  commandId: string;
  what: 'open' | 'write' | 'reply' | 'note' | 'escalate' | 'acknowledge' | 'solve';
  /** null when opening. */
  ticketId: TicketId | null;
}

/** What came of it, as the victim said after its commit. */
export interface Outcome {
  ticketId: TicketId;
  refusal: string | null;
}

/** A line of the journal: asked, done and acknowledged. */
export type Acknowledged = Input & Outcome;

/** Inputs that bring words; the words are the command's id, so that each can be found again. */
export const WORDED: Input['what'][] = ['open', 'write', 'reply', 'note'];
