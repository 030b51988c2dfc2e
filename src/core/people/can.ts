import type { PersonId, TeamId } from '#core/ids.ts';
import { ROLES, type Actor, type Role } from '#core/people/roles.ts';

/** What a person may want to do; every route declares one. */
export type Verb =
  | 'me.read'
  | 'ticket.list'
  | 'ticket.read'
  | 'ticket.create'
  | 'ticket.reply'
  | 'ticket.note'
  | 'ticket.assign'
  | 'ticket.set_status'
  | 'ticket.escalate'
  | 'ticket.signal'
  | 'ticket.record_attempt'
  | 'ticket.resume_automation'
  | 'ticket.set_severity'
  | 'ticket.set_topic'
  | 'ticket.set_tags'
  | 'ticket.acknowledge'
  | 'ticket.return'
  | 'ticket.hand_back'
  | 'ticket.silence'
  | 'ticket.apply_path'
  | 'ticket.de_escalate'
  | 'ticket.maintain'
  | 'ticket.answer_offer'
  | 'ticket.exclude'
  | 'ticket.ask_question'
  | 'ticket.ask_approval'
  | 'ticket.decide_approval'
  | 'ticket.merge'
  | 'ticket.link'
  | 'ticket.split'
  | 'ticket.snooze'
  | 'ticket.set_requester'
  | 'ticket.mark_spam'
  | 'requester.read'
  | 'requester.erase'
  | 'person.list'
  | 'person.manage'
  | 'team.manage'
  | 'duty.manage'
  | 'absence.own'
  | 'presence.own'
  | 'approval.list'
  | 'approval.manage'
  | 'queue.read'
  | 'config.read'
  | 'config.draft'
  | 'config.publish'
  | 'config.simulate'
  | 'config.roll_out'
  | 'mailbox.read'
  | 'mailbox.manage'
  | 'api_key.own'
  | 'api_key.manage'
  | 'notice.read'
  | 'caught_mail.read'
  | 'intake.read';

/** What of a ticket decides who may see it. */
export interface TicketAccess {
  teamId: TeamId;
  assigneeId: PersonId | null;
  /** Told by a step, assigned once, acknowledged: people who stay involved. */
  followerIds: PersonId[];
  /** Kept away from this one, whatever their role. */
  excludedIds: PersonId[];
}

const STAFF: Role[] = ['agent', 'specialist', 'approver', 'lead', 'escalation_manager', 'executive', 'admin'];
const WORKERS: Role[] = ['agent', 'specialist', 'lead', 'escalation_manager', 'executive', 'admin'];
const OPERATORS: Role[] = ['escalation_manager', 'admin'];
/** Who hands work out; a bot does so for whoever made its key. */
const GIVERS: Role[] = ['agent', 'lead', 'escalation_manager', 'admin', 'bot'];
const OVERSEERS: Role[] = ['lead', 'executive', ...OPERATORS];

/** Which roles may do a verb at all; a verb that is about one ticket also needs sight of it. */
const ALLOWED: Record<Verb, Role[]> = {
  'me.read': [...ROLES],
  'ticket.list': [...STAFF, 'bot'],
  'ticket.read': [...STAFF, 'bot'],
  'ticket.create': [...WORKERS, 'bot'],
  'ticket.reply': WORKERS,
  'ticket.note': [...STAFF, 'bot'],
  'ticket.assign': GIVERS,
  'ticket.set_status': GIVERS,
  'ticket.escalate': [...WORKERS, 'bot'],
  'ticket.signal': [...WORKERS, 'bot'],
  'ticket.record_attempt': WORKERS,
  'ticket.resume_automation': ['lead', ...OPERATORS],
  'ticket.set_severity': GIVERS,
  'ticket.set_topic': GIVERS,
  'ticket.set_tags': [...WORKERS, 'bot'],
  'ticket.acknowledge': WORKERS,
  'ticket.return': WORKERS,
  'ticket.hand_back': WORKERS,
  'ticket.silence': ['lead', ...OPERATORS],
  'ticket.apply_path': ['lead', ...OPERATORS],
  'ticket.de_escalate': ['lead', ...OPERATORS],
  'ticket.maintain': ['lead', ...OPERATORS],
  'ticket.answer_offer': WORKERS,
  'ticket.exclude': OPERATORS,
  'ticket.ask_question': WORKERS,
  'ticket.ask_approval': [...WORKERS, 'bot'],
  'ticket.decide_approval': STAFF,
  'ticket.merge': GIVERS,
  'ticket.link': [...WORKERS, 'bot'],
  'ticket.split': GIVERS,
  'ticket.snooze': WORKERS,
  'ticket.set_requester': GIVERS,
  'ticket.mark_spam': GIVERS,
  'requester.read': [...WORKERS, 'bot'],
  'requester.erase': ['admin'],
  'person.list': [...STAFF, 'bot'],
  'person.manage': ['admin'],
  'team.manage': ['admin'],
  'duty.manage': ['lead', ...OPERATORS],
  'absence.own': STAFF,
  'presence.own': STAFF,
  'approval.list': STAFF,
  'approval.manage': ['admin'],
  'queue.read': OVERSEERS,
  'config.read': [...OVERSEERS, 'bot'],
  'config.draft': ['lead', ...OPERATORS],
  'config.publish': OPERATORS,
  'config.roll_out': OPERATORS,
  // shows tickets of every team
  'config.simulate': OPERATORS,
  'mailbox.read': OVERSEERS,
  'mailbox.manage': ['admin'],
  'api_key.own': STAFF,
  'api_key.manage': ['admin'],
  'notice.read': STAFF,
  'caught_mail.read': OPERATORS,
  'intake.read': OPERATORS,
};

/** Roles that see every ticket they are not excluded from; all others see their teams' and those they are involved in. */
export const SEES_ALL: Role[] = ['escalation_manager', 'admin'];

/** Roles that see the tickets of their teams, but for those they are excluded from. */
export const SEES_TEAM: Role[] = ['agent', 'lead', 'bot'];

/** The roles that may do a verb at all. */
export function rolesFor(verb: Verb): readonly Role[] {
  return ALLOWED[verb];
}

/** Whether `actor` may do `verb`, on `subject` where the verb is about one ticket. Deny unless allowed. */
export function can(actor: Actor, verb: Verb, subject?: TicketAccess): boolean {
  if (actor.kind === 'system') return true;
  if (!ALLOWED[verb].includes(actor.role)) return false;
  return subject === undefined || sees(actor, subject);
}

function sees(actor: Extract<Actor, { kind: 'person' }>, ticket: TicketAccess): boolean {
  if (ticket.excludedIds.includes(actor.personId)) return false;
  if (SEES_ALL.includes(actor.role)) return true;
  if (SEES_TEAM.includes(actor.role) && actor.teamIds.includes(ticket.teamId)) return true;
  return ticket.assigneeId === actor.personId || ticket.followerIds.includes(actor.personId);
}
