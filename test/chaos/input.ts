import type { TicketId } from '#core/ids.ts';

/** One thing the driver asks for; the victim may be killed before, while or after it does it. */
export interface Input {
  commandId: string;
  /** `mail` and `answer` are messages by SMTP; the others are acts at the door. */
  what:
    | ('mail' | 'answer' | 'open' | 'write' | 'reply' | 'note' | 'escalate' | 'acknowledge' | 'solve')
    | ('withdraw' | 'severity' | 'tags' | 'return' | 'hand_back');
  /** null when opening, and of mail: Belay itself says where that belongs. */
  ticketId: TicketId | null;
}

/** What came of it, as the victim said after its commit; of mail, nothing more than that it took it. */
export interface Outcome {
  ticketId: TicketId | null;
  refusal: string | null;
}

/** A line of the journal: asked, done and acknowledged. */
export type Acknowledged = Input & Outcome;

export const isMail = ({ what }: Pick<Input, 'what'>): boolean => what === 'mail' || what === 'answer';

/** Inputs that bring words; the words are the command's id, so that each can be found again. */
export const isWorded = ({ what }: Pick<Input, 'what'>): boolean =>
  ['mail', 'answer', 'open', 'write', 'reply', 'note'].includes(what);

/** What a mail is called on its way. */
export const mailIdOf = (commandId: string): string => `${commandId}@kupac.example`;

export const ADDRESS = 'help@bura.example';
