import type { LoggedEventView } from '#contract/ticket.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { list, moment, spokenDuration } from '#web/app/format.ts';
import { t, type MessageId } from '#web/app/i18n.ts';

/** How the names behind the ids of an event's body are found. */
export interface Names {
  person: (id: number | null) => string;
  team: (id: number) => string;
  /** "Step 2, Team lead" for a step of an escalation of this ticket. */
  step: (escalationId: number, stepIndex: number) => string;
}

export type Tone = 'plain' | 'late' | 'climb' | 'held';
type Of<Type extends TicketEvent['type']> = Extract<TicketEvent, { type: Type }>;
type Words<Event> = (event: Event, names: Names, at: number) => string;

const told = (ids: readonly number[], names: Names): string => list(ids.map(names.person));
const bothOf = ({ added, removed }: Of<'tags_changed'>): string =>
  added.length === 0 ? 'removed' : removed.length === 0 ? 'added' : 'both';
const because = (trigger: Of<'escalation_started'>['trigger'], names: Names, at: number): string => {
  switch (trigger.type) {
    case 'breach':
      return t('web.event.because.breach', { at: moment(trigger.breachedAt, at) });
    case 'signal':
      return t('web.event.because.signal', { kind: t(`web.signal.${trigger.kind}`) });
    case 'request':
      return t('web.event.because.request', {
        name: names.person(trigger.by),
        reason: t(`web.reason.${trigger.reason}`),
      });
  }
};

const WORDS: { [Type in TicketEvent['type']]: Words<Of<Type>> } = {
  ticket_opened: (e, n) => t('web.event.ticket_opened', { name: n.person(e.requesterId), team: n.team(e.teamId) }),
  message_received: (e, n) =>
    t(e.kind === 'message' ? 'web.event.message_received' : `web.event.received_${e.kind}`, {
      name: n.person(e.authorId),
    }),
  reply_written: (e, n) => t('web.event.reply_written', { name: n.person(e.authorId) }),
  reply_accepted: () => t('web.event.reply_accepted'),
  reply_failed: (e) => t('web.event.reply_failed', { code: e.code }),
  reply_withdrawn: (e, n) => t('web.event.reply_withdrawn', { name: n.person(e.authorId) }),
  note_added: (e, n) => t('web.event.note_added', { name: n.person(e.authorId) }),
  assigned: (e, n) =>
    e.assigneeId === null
      ? t('web.event.unassigned', { team: n.team(e.teamId) })
      : t(`web.event.assigned.${e.why.code}`, {
          name: n.person(e.assigneeId),
          by: n.person(e.by),
          team: n.team(e.teamId),
          count: e.why.openTickets ?? 0,
        }),
  queued: () => t('web.event.queued'),
  unqueued: () => t('web.event.unqueued'),
  offered: (e, n, at) => t('web.event.offered', { name: n.person(e.personId), at: moment(e.expiresAt, at) }),
  offer_accepted: (e, n) => t('web.event.offer_accepted', { name: n.person(e.personId) }),
  offer_declined: (e, n) => t('web.event.offer_declined', { name: n.person(e.personId) }),
  offer_missed: (e, n) => t('web.event.offer_missed', { name: n.person(e.personId) }),
  offer_withdrawn: (e, n) => t('web.event.offer_withdrawn', { name: n.person(e.personId) }),
  nobody_eligible: (e) => t(`web.event.nobody_eligible.${e.why}`),
  status_changed: (e) => t('web.event.status_changed', { to: t(`web.status.${e.to}`) }),
  severity_changed: (e) => t('web.event.severity_changed', { from: e.from, to: e.to }),
  topic_changed: (e) => t('web.event.topic_changed', { from: e.from, to: e.to }),
  plan_changed: (e) =>
    e.matched.rowId === null
      ? t('web.event.plan_changed_otherwise')
      : t('web.event.plan_changed', { row: e.matched.rowId }),
  tags_changed: (e) => t('web.event.tags_changed', { added: list(e.added), removed: list(e.removed), both: bothOf(e) }),
  person_excluded: (e, n) => t('web.event.person_excluded', { name: n.person(e.personId) }),
  person_readmitted: (e, n) => t('web.event.person_readmitted', { name: n.person(e.personId) }),
  ticket_solved: () => t('web.event.ticket_solved'),
  ticket_reopened: () => t('web.event.ticket_reopened'),
  ticket_closed: (e) => t(`web.event.closed.${e.closedAs}`),
  looked_again: (e, _n, at) => t('web.event.looked_again', { at: moment(e.lookAgainAt, at) }),
  clock_started: (e, _n, at) =>
    e.clock.state === 'running' && e.clock.dueAt !== null
      ? t('web.event.clock_started', { at: moment(e.clock.dueAt, at) })
      : t('web.event.clock_started_paused'),
  clock_paused: () => t('web.event.clock_paused'),
  clock_resumed: (e, _n, at) =>
    e.dueAt === null ? t('web.event.clock_resumed') : t('web.event.clock_resumed_due', { at: moment(e.dueAt, at) }),
  clock_retargeted: (e, _n, at) =>
    e.outlook?.dueAt == null
      ? t('web.event.clock_retargeted', { length: spokenDuration(e.targetMs) })
      : t('web.event.clock_retargeted_due', { length: spokenDuration(e.targetMs), at: moment(e.outlook.dueAt, at) }),
  clock_stopped: (e) => t(`web.event.clock_stopped.${e.outcome}`),
  target_at_risk: (e) => t('web.event.target_at_risk', { percent: e.percent }),
  target_breached: (e, _n, at) =>
    t(e.cause === 'policy_change' ? 'web.event.target_breached_policy' : 'web.event.target_breached', {
      at: moment(e.breachedAt, at),
    }),
  escalation_started: (e, n, at) => t('web.event.escalation_started', { because: because(e.trigger, n, at) }),
  escalation_reason_added: (e, n, at) => t('web.event.escalation_reason_added', { because: because(e.trigger, n, at) }),
  step_reached: (e, n) =>
    t('web.event.step_reached', { step: n.step(e.escalationId, e.stepIndex), names: told(e.told, n) }),
  step_skipped: (e, n) =>
    t(e.why === 'guarded' ? 'web.event.step_guarded' : 'web.event.step_skipped', {
      step: n.step(e.escalationId, e.stepIndex),
    }),
  step_held: (e, n, at) =>
    t('web.event.step_held', { step: n.step(e.escalationId, e.stepIndex), at: moment(e.until, at) }),
  last_resort_reached: (e, n) => t('web.event.last_resort_reached', { names: told(e.told, n) }),
  shift_changed: (e, n) =>
    e.told.length === 0
      ? t('web.event.shift_changed_nobody')
      : t('web.event.shift_changed', { names: told(e.told, n) }),
  told_again: (e, n) => t('web.event.told_again', { names: told(e.told, n) }),
  escalation_acknowledged: (e, n, at) =>
    e.confirmBy === null
      ? t('web.event.escalation_acknowledged_program', { name: n.person(e.by) })
      : t('web.event.escalation_acknowledged', { name: n.person(e.by), at: moment(e.confirmBy, at) }),
  acknowledgement_reminded: (e, n) => t('web.event.acknowledgement_reminded', { name: n.person(e.by) }),
  acknowledgement_confirmed: (e, n, at) =>
    e.confirmBy === null
      ? t('web.event.escalation_acknowledged_program', { name: n.person(e.by) })
      : t('web.event.acknowledgement_confirmed', { name: n.person(e.by), at: moment(e.confirmBy, at) }),
  acknowledgement_lapsed: (e, n) => t('web.event.acknowledgement_lapsed', { name: n.person(e.by) }),
  acknowledgement_taken_back: (e, n) => t('web.event.acknowledgement_taken_back', { name: n.person(e.by) }),
  escalation_silenced: (e, n, at) =>
    e.until === null
      ? t('web.event.escalation_silenced_open', { name: n.person(e.by) })
      : t('web.event.escalation_silenced', { name: n.person(e.by), at: moment(e.until, at) }),
  silence_ended: () => t('web.event.silence_ended'),
  path_applied: (e, n) => t('web.event.path_applied', { name: n.person(e.by) }),
  maintenance_began: (e, n, at) => t('web.event.maintenance_began', { name: n.person(e.by), at: moment(e.until, at) }),
  maintenance_ended: (e, n) => t('web.event.maintenance_ended', { name: n.person(e.by) }),
  acknowledgement_taken: (e, n) => t('web.event.acknowledgement_taken', { name: n.person(e.by) }),
  escalation_returned: (e, n) =>
    t('web.event.escalation_returned', { name: n.person(e.by), reason: t(`web.return.reason.${e.reason}`) }),
  hand_back_offered: (e, n) =>
    t('web.event.hand_back_offered', {
      name: n.person(e.by),
      to: n.person(e.to),
      reason: t(`web.hand_back.reason.${e.reason}`),
    }),
  hand_back_acknowledged: (e, n) =>
    t('web.event.hand_back_acknowledged', { name: n.person(e.by), from: n.person(e.from) }),
  hand_back_returned: (e, n) =>
    t('web.event.hand_back_returned', { name: n.person(e.by), reason: t(`web.return.reason.${e.reason}`) }),
  hand_back_withdrawn: (e, n) => t('web.event.hand_back_withdrawn', { name: n.person(e.to) }),
  escalation_ended: (e, n) =>
    e.because === undefined
      ? t(`web.event.escalation_ended.${e.why}`)
      : t('web.event.de_escalated', {
          name: n.person(e.because.by),
          reason: t(`web.de_escalate.reason.${e.because.reason}`),
        }),
};

const TONES: Partial<Record<TicketEvent['type'], Tone>> = {
  target_breached: 'late',
  reply_failed: 'late',
  acknowledgement_lapsed: 'late',
  step_reached: 'climb',
  shift_changed: 'climb',
  told_again: 'climb',
  path_applied: 'climb',
  acknowledgement_taken_back: 'late',
  escalation_started: 'climb',
  last_resort_reached: 'climb',
  escalation_acknowledged: 'held',
  acknowledgement_confirmed: 'held',
  hand_back_acknowledged: 'held',
  escalation_returned: 'climb',
  hand_back_offered: 'climb',
  hand_back_returned: 'climb',
  assigned: 'held',
};

/** What happened, in words; an event of a newer server is named by its type rather than left out. */
export function eventWords(logged: LoggedEventView, names: Names): string {
  const words = WORDS[logged.type as TicketEvent['type']] as Words<unknown> | undefined;
  if (words === undefined) return t('web.event.unknown' satisfies MessageId, { type: logged.type });
  return words({ type: logged.type, ...logged.body }, names, logged.at);
}

export const eventTone = (type: string): Tone => TONES[type as TicketEvent['type']] ?? 'plain';
