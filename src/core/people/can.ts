import type { PersonId, TeamId } from '#core/ids.ts';
import type { Actor, Role } from '#core/people/roles.ts';

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

const STAFF: Role[] = ['agent', 'specialist', 'approver', 'lead', 'escalation_manager', 'executive', 'admin'];
const WORKERS: Role[] = ['agent', 'specialist', 'lead', 'escalation_manager', 'executive', 'admin'];
const OPERATORS: Role[] = ['escalation_manager', 'admin'];

/** Which roles may do a verb at all; a verb that is about one ticket also needs sight of it. */
const ALLOWED: Record<Verb, Role[]> = {
  'ticket.list': STAFF,
  'ticket.read': STAFF,
  'ticket.reply': WORKERS,
  'ticket.note': STAFF,
  'ticket.assign': ['agent', 'lead', 'escalation_manager', 'admin'],
  'ticket.set_status': ['agent', 'lead', 'escalation_manager', 'admin'],
  'ticket.escalate': WORKERS,
  'ticket.acknowledge': WORKERS,
  'person.list': STAFF,
  'notice.read': STAFF,
  'caught_mail.read': OPERATORS,
  'intake.read': OPERATORS,
};

/** Roles that see every ticket; all others see their teams' and those they are involved in. */
export const SEES_ALL: Role[] = ['escalation_manager', 'admin'];

/** Roles that see all tickets of their teams. */
export const SEES_TEAM: Role[] = ['agent', 'lead'];

/** Whether `actor` may do `verb`, on `subject` where the verb is about one ticket. Deny unless allowed. */
export function can(actor: Actor, verb: Verb, subject?: TicketAccess): boolean {
  if (actor.kind === 'system') return true;
  if (!ALLOWED[verb].includes(actor.role)) return false;
  return subject === undefined || sees(actor, subject);
}

function sees(actor: Extract<Actor, { kind: 'person' }>, ticket: TicketAccess): boolean {
  if (SEES_ALL.includes(actor.role)) return true;
  if (SEES_TEAM.includes(actor.role) && actor.teamIds.includes(ticket.teamId)) return true;
  return ticket.assigneeId === actor.personId || ticket.followerIds.includes(actor.personId);
}
