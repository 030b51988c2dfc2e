import type { Verb } from '#core/people/can.ts';

/** What an API key may be limited to. A key never may more than the person it stands for. */
export const SCOPES = ['tickets:read', 'tickets:write', 'people:read', 'config:read', 'config:write'] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * The scope a key must have to do a verb: `any` is open to every key, null to none. Exhaustive, so that a new verb is
 * nothing for keys until somebody says so.
 */
export const SCOPE_OF: Record<Verb, Scope | 'any' | null> = {
  'me.read': 'any',
  'ticket.list': 'tickets:read',
  'ticket.read': 'tickets:read',
  'ticket.create': 'tickets:write',
  'ticket.reply': 'tickets:write',
  'ticket.note': 'tickets:write',
  'ticket.assign': 'tickets:write',
  'ticket.set_status': 'tickets:write',
  'ticket.escalate': 'tickets:write',
  'ticket.acknowledge': 'tickets:write',
  'ticket.signal': 'tickets:write',
  'ticket.record_attempt': 'tickets:write',
  'ticket.resume_automation': 'tickets:write',
  'ticket.set_severity': 'tickets:write',
  'ticket.set_topic': 'tickets:write',
  'ticket.set_tags': 'tickets:write',
  'ticket.return': 'tickets:write',
  'ticket.hand_back': 'tickets:write',
  'ticket.silence': 'tickets:write',
  'ticket.apply_path': 'tickets:write',
  'ticket.de_escalate': 'tickets:write',
  'ticket.maintain': 'tickets:write',
  'ticket.answer_offer': 'tickets:write',
  'ticket.exclude': 'tickets:write',
  'ticket.ask_question': 'tickets:write',
  'ticket.ask_approval': 'tickets:write',
  // a yes is a person's own: no program says it for them
  'ticket.decide_approval': null,
  'ticket.merge': 'tickets:write',
  'ticket.link': 'tickets:write',
  'ticket.split': 'tickets:write',
  'ticket.snooze': 'tickets:write',
  'ticket.set_requester': 'tickets:write',
  'ticket.mark_spam': 'tickets:write',
  'requester.read': 'people:read',
  // nobody is forgotten by a program
  'requester.erase': null,
  'person.list': 'people:read',
  'person.manage': 'config:write',
  'team.manage': 'config:write',
  'duty.manage': 'config:write',
  // a program is never there and never away
  'absence.own': null,
  'presence.own': null,
  'approval.list': 'tickets:read',
  'approval.manage': 'config:write',
  'queue.read': 'tickets:read',
  'config.read': 'config:read',
  'config.draft': 'config:write',
  'config.publish': 'config:write',
  'config.roll_out': 'config:write',
  'config.simulate': 'config:write',
  'mailbox.read': 'config:read',
  'mailbox.manage': 'config:write',
  // keys make no keys
  'api_key.own': null,
  'api_key.manage': null,
  'notice.read': 'tickets:read',
  'caught_mail.read': null,
  'intake.read': null,
};
