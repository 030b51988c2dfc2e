import type { PersonId, TeamId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';

/** What a person may want to do; every route declares one. */
export type Verb =
  | 'ticket.list'
  | 'ticket.read'
  | 'ticket.reply'
  | 'ticket.note'
  | 'ticket.assign'
  | 'ticket.set_status'
  | 'ticket.escalate'
  | 'ticket.acknowledge'
  | 'person.list'
  | 'notice.read'
  | 'caught_mail.read'
  | 'intake.read';

/** What of a ticket decides who may see it. */
export interface TicketAccess {
  teamId: TeamId;
  assigneeId: PersonId | null;
  /** Told by a step, assigned once, acknowledged: people who stay involved. */
  followerIds: PersonId[];
}

/** Whether `actor` may do `verb`, on `subject` where the verb is about one ticket. Deny unless allowed. */
export function can(_actor: Actor, _verb: Verb, _subject?: TicketAccess): boolean {
  return false;
}
