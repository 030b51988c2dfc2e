import type { Severity } from '#core/ticket/ticket.ts';
import type { TeamName } from '#seed/company.ts';

/**
 * Something people write about again and again. `{order}`, `{product}`, `{days}` and `{amount}` stand for what differs
 * from one of them to the next.
 */
export interface Matter {
  team: TeamName;
  topic: string;
  severity: Severity;
  tags: string[];
  subject: string;
  text: string;
  /** What the desk answers. */
  reply: string;
  /** What the customer writes when that was not the end of it. */
  again: string;
  /** And the desk to that. */
  replyAgain: string;
  /** What colleagues say among themselves, in the language they share. */
  note: string;
}
