import type { TicketId } from '#core/ids.ts';
import type { TicketCommand } from '#core/ticket/command.ts';

/**
 * `mail`, `answer` and `bounce` are messages by SMTP, `presence` says how a colleague is there, `import` opens a ticket
 * of another desk's history; `merge`, `unmerge` and `split` change two tickets, each by a command at the door; the others
 * are one command at the door.
 */
export type What = TicketCommand['type'] | 'mail' | 'answer' | 'bounce' | 'import' | 'presence' | OfTwo;
export type OfTwo = (typeof OF_TWO)[number];

/** One thing the driver asks for; the victim may be killed before, while or after it does it. */
export interface Input {
  commandId: string;
  what: What;
  /** null when opening, and of what is about no ticket or finds its own: mail, presence. */
  ticketId: TicketId | null;
  /** Of a merge: the ticket that takes the other in. */
  otherId?: TicketId;
}

/** What came of it, as the victim said after its commit; of mail, nothing more than that it took it. */
export interface Outcome {
  ticketId: TicketId | null;
  refusal: string | null;
}

/** A line of the journal: asked, done and acknowledged. */
export type Acknowledged = Input & Outcome;

/** How the victim stands: mail that still waits for its verdict, and the types of all events so far. */
export interface Standing {
  undecided: number;
  seen: string[];
}

/** Acts that change two tickets in one transaction. */
const OF_TWO = ['merge', 'unmerge', 'split'] as const;
export const isOfTwo = (what: What): what is OfTwo => OF_TWO.some((each) => each === what);

const MAILS = ['mail', 'answer', 'bounce'] as const;
export const isMail = ({ what }: Pick<Input, 'what'>): boolean => MAILS.some((each) => each === what);

/** Inputs that bring words; the words are the command's id, so that each can be found again. */
export const isWorded = ({ what }: Pick<Input, 'what'>): boolean =>
  ['mail', 'answer', 'open', 'import', 'receive', 'reply', 'note', 'ask_question', 'receive_answer'].includes(what);

/** What a mail is called on its way. */
export const mailIdOf = (commandId: string): string => `${commandId}@kupac.example`;

export const ADDRESS = 'help@bura.example';
