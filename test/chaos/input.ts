import type { TicketId } from '#core/ids.ts';
import type { TicketCommand } from '#core/ticket/command.ts';

/**
 * `mail`, `answer` and `bounce` are messages by SMTP, `presence` says how a colleague is there, `import` opens a ticket
 * of another desk's history; `roll_out` puts a policy in force for open tickets too and `cancel_rollout` ends that; `merge`,
 * `unmerge`, `split`, `link` and `unlink` change two tickets, each by a command at the door; the others are one command at
 * the door.
 */
export type What = TicketCommand['type'] | 'mail' | 'answer' | 'bounce' | 'import' | Apart | OfTwo;
export type Apart = (typeof APART)[number];
export type OfTwo = (typeof OF_TWO)[number];

/** One thing the driver asks for; the victim may be killed before, while or after it does it. */
export interface Input {
  commandId: string;
  what: What;
  /** null when opening, and of what is about no ticket or finds its own: mail, presence, a rollout. */
  ticketId: TicketId | null;
  /** Of a merge: the ticket that takes the other in; of a link, the other one. */
  otherId?: TicketId;
}

/** What came of it, as the victim said after its commit; of mail, nothing more than that it took it. */
export interface Outcome {
  ticketId: TicketId | null;
  refusal: string | null;
}

/** A line of the journal: asked, done and acknowledged. */
export type Acknowledged = Input & Outcome;

/** How the victim stands: mail that still waits for its verdict, a rollout, and the types of all events so far. */
export interface Standing {
  undecided: number;
  /** Whether rules are being applied to open tickets, and to some they have been. */
  amidRollout: boolean;
  rollingOut: boolean;
  seen: string[];
}

/** Acts that change two tickets in one transaction. */
export const OF_TWO = ['merge', 'unmerge', 'split', 'link', 'unlink'] as const;
export const isOfTwo = (what: What): what is OfTwo => OF_TWO.some((each) => each === what);

/** What is about no ticket: nothing at the door is called by its id. */
const APART = ['presence', 'roll_out', 'cancel_rollout'] as const;
export const isApart = (what: What): what is Apart => APART.some((each) => each === what);

const MAILS = ['mail', 'answer', 'bounce'] as const;
export const isMail = ({ what }: Pick<Input, 'what'>): boolean => MAILS.some((each) => each === what);

/** Inputs that bring words; the words are the command's id, so that each can be found again. */
export const isWorded = ({ what }: Pick<Input, 'what'>): boolean =>
  ['mail', 'answer', 'open', 'import', 'receive', 'reply', 'note', 'ask_question', 'receive_answer'].includes(what);

/** What a mail is called on its way. */
export const mailIdOf = (commandId: string): string => `${commandId}@kupac.example`;

export const ADDRESS = 'help@bura.example';
