import type { TicketEvent } from '#core/ticket/event.ts';
import { NEVER, type Instant } from '#core/time.ts';
import type { Teller } from './teller.ts';
import { because, clockName } from './trigger-words.ts';

type Of<Type extends TicketEvent['type']> = Extract<TicketEvent, { type: Type }>;
type Words<Event> = (event: Event, n: Teller, at: Instant) => string;

const told = (ids: readonly number[], n: Teller): string => n.list(ids.map(n.person));
const bothOf = ({ added, removed }: Of<'tags_changed'>): string =>
  added.length === 0 ? 'removed' : removed.length === 0 ? 'added' : 'both';
const offeredAs = ({ by, reason, step }: Of<'leg_offered'>): string => {
  if (reason === 'ping_pong' || reason === 'dispute') return `leg_offered_${reason}`;
  return by === null || step !== undefined ? 'leg_offered_by_step' : 'leg_offered';
};

const openedAs = ({ requesterId, splitFrom, followsId, teamId }: Of<'ticket_opened'>, n: Teller): string => {
  const name = n.person(requesterId);
  if (splitFrom !== undefined) return n.t('web.event.split_from', { name, ticket: n.ticket(splitFrom) });
  if (followsId !== undefined) return n.t('web.event.follows', { name, ticket: n.ticket(followsId) });
  return n.t('web.event.ticket_opened', { name, team: n.team(teamId) });
};

const carriedOver = (what: 'escalation' | 'approval' | 'leg' | 'question', otherId: number | null, n: Teller): string =>
  otherId === null
    ? n.t(`web.event.${what}_goes_on`)
    : n.t(`web.event.${what}_carried_over`, { ticket: n.ticket(otherId) });

/** What each event says, once for everybody who tells it. */
const WORDS: { [Type in TicketEvent['type']]: Words<Of<Type>> } = {
  ticket_opened: openedAs,
  message_received: (e, n) =>
    n.t(e.kind === 'message' ? 'web.event.message_received' : `web.event.received_${e.kind}`, {
      name: n.person(e.authorId),
    }),
  reply_written: (e, n) => n.t('web.event.reply_written', { name: n.person(e.authorId) }),
  reply_accepted: (_e, n) => n.t('web.event.reply_accepted'),
  reply_failed: (e, n) => n.t('web.event.reply_failed', { code: e.code }),
  reply_retracted: (e, n) => n.t('web.event.reply_retracted', { name: n.person(e.authorId) }),
  reply_withdrawn: (e, n) => n.t('web.event.reply_withdrawn', { name: n.person(e.authorId) }),
  note_added: (e, n) =>
    n.t(e.byMail === true ? 'web.event.note_by_mail' : 'web.event.note_added', { name: n.person(e.authorId) }),
  assigned: (e, n) =>
    e.assigneeId === null
      ? n.t('web.event.unassigned', { team: n.team(e.teamId) })
      : n.t(`web.event.assigned.${e.why.code}`, {
          name: n.person(e.assigneeId),
          by: n.person(e.by),
          team: n.team(e.teamId),
          count: e.why.openTickets ?? 0,
        }),
  queued: (_e, n) => n.t('web.event.queued'),
  unqueued: (_e, n) => n.t('web.event.unqueued'),
  offered: (e, n, at) => n.t('web.event.offered', { name: n.person(e.personId), at: n.moment(e.expiresAt, at) }),
  offer_accepted: (e, n) => n.t('web.event.offer_accepted', { name: n.person(e.personId) }),
  offer_declined: (e, n) => n.t('web.event.offer_declined', { name: n.person(e.personId) }),
  offer_missed: (e, n) => n.t('web.event.offer_missed', { name: n.person(e.personId) }),
  offer_withdrawn: (e, n) => n.t('web.event.offer_withdrawn', { name: n.person(e.personId) }),
  nobody_eligible: (e, n) => n.t(`web.event.nobody_eligible.${e.why}`),
  status_changed: (e, n) => n.t('web.event.status_changed', { to: n.t(`web.status.${e.to}`) }),
  severity_changed: (e, n) => n.t('web.event.severity_changed', { from: e.from, to: e.to }),
  tier_changed: (e, n) => n.t(`web.event.tier_changed.${e.why}`, { to: e.to, name: n.person(e.personId) }),
  topic_changed: (e, n) => n.t('web.event.topic_changed', { from: e.from, to: e.to }),
  plan_changed: (e, n) =>
    e.matched.rowId === null
      ? n.t('web.event.plan_changed_otherwise')
      : n.t('web.event.plan_changed', { row: e.matched.rowId }),
  tags_changed: (e, n) =>
    n.t('web.event.tags_changed', { added: n.list(e.added), removed: n.list(e.removed), both: bothOf(e) }),
  person_excluded: (e, n) => n.t('web.event.person_excluded', { name: n.person(e.personId) }),
  person_readmitted: (e, n) => n.t('web.event.person_readmitted', { name: n.person(e.personId) }),
  ticket_solved: (_e, n) => n.t('web.event.ticket_solved'),
  ticket_reopened: (_e, n) => n.t('web.event.ticket_reopened'),
  ticket_closed: (e, n) =>
    e.mergedInto === undefined
      ? n.t(`web.event.closed.${e.closedAs}`)
      : n.t('web.event.merged_into', { ticket: n.ticket(e.mergedInto) }),
  ticket_restored: (e, n) => n.t(`web.event.ticket_restored.${e.closedAs}`),
  ticket_linked: (e, n) =>
    n.t('web.event.ticket_linked', { kind: n.t(`web.link.${e.kind}`), ticket: n.ticket(e.otherId) }),
  ticket_unlinked: (e, n) =>
    n.t('web.event.ticket_unlinked', { kind: n.t(`web.link.${e.kind}`), ticket: n.ticket(e.otherId) }),
  message_split_off: (e, n) => n.t('web.event.message_split_off', { ticket: n.ticket(e.splitInto) }),
  snoozed: (e, n, at) => n.t('web.event.snoozed', { name: n.person(e.by), at: n.moment(e.until, at) }),
  snooze_ended: (e, n) => n.t(`web.event.snooze_ended.${e.why}`),
  requester_changed: (e, n) =>
    n.t(e.from === e.to ? 'web.event.organisation_changed' : 'web.event.requester_changed', { name: n.person(e.to) }),
  merged_in: (e, n) => n.t('web.event.merged_in', { ticket: n.ticket(e.mergedId) }),
  merge_released: (e, n) => n.t('web.event.merge_released', { ticket: n.ticket(e.mergedId) }),
  looked_again: (e, n, at) => n.t('web.event.looked_again', { at: n.moment(e.lookAgainAt, at) }),
  watch_moved: (e, n, at) => {
    const next = Math.min(e.silentAt ?? NEVER, e.promiseRiskAt ?? NEVER);
    return next === NEVER ? n.t('web.event.watch_moved_off') : n.t('web.event.watch_moved', { at: n.moment(next, at) });
  },
  automation_acted: (_e, n) => n.t('web.event.automation_acted'),
  automation_parked: (e, n) => n.t('web.event.automation_parked', { names: told(e.told, n) }),
  automation_resumed: (e, n) => n.t('web.event.automation_resumed', { name: n.person(e.by) }),
  attempt_recorded: (e, n) => n.t('web.event.attempt_recorded', { kind: n.t(`web.attempt.kind.${e.kind}`) }),
  policy_applied: (_e, n) => n.t('web.event.policy_applied'),
  calendar_applied: (_e, n) => n.t('web.event.calendar_applied'),
  words_erased: (_e, n) => n.t('web.event.words_erased'),
  contact_offered: (_e, n) => n.t('web.event.contact_offered'),
  contact_picked_up: (e, n) => n.t('web.event.contact_picked_up', { name: n.person(e.by) }),
  contact_abandoned: (_e, n) => n.t('web.event.contact_abandoned'),
  clock_started: ({ clock }, n, at) => {
    const named = { clock: clockName(clock.key ?? clock.kind, n) };
    if (clock.state === 'stopped') return n.t('web.event.clock_started_over', named);
    return clock.state === 'running' && clock.dueAt !== null
      ? n.t('web.event.clock_started', { ...named, at: n.moment(clock.dueAt, at) })
      : n.t('web.event.clock_started_paused', named);
  },
  clock_restored: (e, n) => n.t('web.event.clock_restored', { clock: clockName(e.clock.key ?? e.clock.kind, n) }),
  clock_carried_over: (e, n) =>
    n.t('web.event.clock_carried_over', {
      clock: clockName(e.clock.key ?? e.clock.kind, n),
      ticket: n.ticket(e.mergedId),
    }),
  clock_relived: (e, n) => n.t('web.event.clock_relived', { clock: clockName(e.clock.key ?? e.clock.kind, n) }),
  clock_removed: (e, n) => n.t('web.event.clock_removed', { clock: clockName(e.clock, n) }),
  clock_paused: (e, n) => n.t('web.event.clock_paused', { clock: clockName(e.clock, n) }),
  clock_resumed: (e, n, at) =>
    e.dueAt === null
      ? n.t('web.event.clock_resumed', { clock: clockName(e.clock, n) })
      : n.t('web.event.clock_resumed_due', { clock: clockName(e.clock, n), at: n.moment(e.dueAt, at) }),
  clock_retargeted: (e, n, at) => {
    const named = { clock: clockName(e.clock, n), length: n.length(e.targetMs), version: e.zoneData ?? '' };
    if (e.outlook?.dueAt == null) return n.t('web.event.clock_retargeted', named);
    const key = e.zoneData === undefined ? 'clock_retargeted_due' : 'clock_rezoned';
    return n.t(`web.event.${key}`, { ...named, at: n.moment(e.outlook.dueAt, at) });
  },
  clock_stopped: (e, n) => n.t(`web.event.clock_stopped.${e.outcome}`, { clock: clockName(e.clock, n) }),
  target_at_risk: (e, n) => n.t('web.event.target_at_risk', { clock: clockName(e.clock, n), percent: e.percent }),
  target_breached: (e, n, at) =>
    n.t(e.cause === undefined ? 'web.event.target_breached' : `web.event.target_breached_${e.cause}`, {
      clock: clockName(e.clock, n),
      at: n.moment(e.breachedAt, at),
    }),
  promise_made: (e, n, at) =>
    n.t('web.event.promise_made', { stage: n.t(`web.promise.stage.${e.stage}`), at: n.moment(e.dueAt, at) }),
  promise_written: (e, n, at) => n.t('web.event.promise_written', { at: n.moment(e.dueAt, at) }),
  promise_given: (e, n, at) => n.t('web.event.promise_given', { at: n.moment(e.dueAt, at) }),
  promise_withdrawn: (_e, n) => n.t('web.event.promise_withdrawn'),
  promise_move_written: (e, n, at) => n.t('web.event.promise_move_written', { at: n.moment(e.dueAt, at) }),
  promise_moved: (e, n, at) => n.t('web.event.promise_moved', { at: n.moment(e.dueAt, at) }),
  promise_move_retracted: (e, n, at) => n.t('web.event.promise_move_retracted', { at: n.moment(e.dueAt, at) }),
  promise_answered: (_e, n) => n.t('web.event.promise_answered'),
  promise_unanswered: (_e, n) => n.t('web.event.promise_unanswered'),
  promise_broken: (e, n, at) => n.t('web.event.promise_broken', { at: n.moment(e.brokenAt, at) }),
  escalation_started: (e, n, at) => n.t('web.event.escalation_started', { because: because(e.trigger, n, at) }),
  escalation_reason_added: (e, n, at) =>
    n.t('web.event.escalation_reason_added', { because: because(e.trigger, n, at) }),
  escalation_carried_over: (e, n) => carriedOver('escalation', e.otherId, n),
  step_reached: (e, n) =>
    n.t('web.event.step_reached', { step: n.step(e.escalationId, e.stepIndex), names: told(e.told, n) }),
  step_skipped: (e, n) =>
    n.t(e.why === 'guarded' ? 'web.event.step_guarded' : 'web.event.step_skipped', {
      step: n.step(e.escalationId, e.stepIndex),
    }),
  step_held: (e, n, at) =>
    n.t('web.event.step_held', { step: n.step(e.escalationId, e.stepIndex), at: n.moment(e.until, at) }),
  last_resort_reached: (e, n) => n.t('web.event.last_resort_reached', { names: told(e.told, n) }),
  shift_changed: (e, n) =>
    e.told.length === 0
      ? n.t('web.event.shift_changed_nobody')
      : n.t('web.event.shift_changed', { names: told(e.told, n) }),
  told_again: (e, n) => n.t('web.event.told_again', { names: told(e.told, n) }),
  escalation_acknowledged: (e, n, at) =>
    e.confirmBy === null
      ? n.t('web.event.escalation_acknowledged_program', { name: n.person(e.by) })
      : n.t('web.event.escalation_acknowledged', { name: n.person(e.by), at: n.moment(e.confirmBy, at) }),
  acknowledgement_reminded: (e, n) => n.t('web.event.acknowledgement_reminded', { name: n.person(e.by) }),
  acknowledgement_confirmed: (e, n, at) =>
    e.confirmBy === null
      ? n.t('web.event.escalation_acknowledged_program', { name: n.person(e.by) })
      : n.t('web.event.acknowledgement_confirmed', { name: n.person(e.by), at: n.moment(e.confirmBy, at) }),
  shift_kept: (e, n) => n.t('web.event.shift_kept', { name: n.person(e.by) }),
  acknowledgement_lapsed: (e, n) => n.t('web.event.acknowledgement_lapsed', { name: n.person(e.by) }),
  acknowledgement_taken_back: (e, n) => n.t('web.event.acknowledgement_taken_back', { name: n.person(e.by) }),
  escalation_silenced: (e, n, at) =>
    e.until === null
      ? n.t('web.event.escalation_silenced_open', { name: n.person(e.by) })
      : n.t('web.event.escalation_silenced', { name: n.person(e.by), at: n.moment(e.until, at) }),
  silence_ended: (_e, n) => n.t('web.event.silence_ended'),
  path_applied: (e, n) => n.t('web.event.path_applied', { name: n.person(e.by) }),
  maintenance_began: (e, n, at) =>
    n.t('web.event.maintenance_began', { name: n.person(e.by), at: n.moment(e.until, at) }),
  maintenance_ended: (e, n) => n.t('web.event.maintenance_ended', { name: n.person(e.by) }),
  acknowledgement_taken: (e, n) => n.t('web.event.acknowledgement_taken', { name: n.person(e.by) }),
  escalation_returned: (e, n) =>
    n.t('web.event.escalation_returned', { name: n.person(e.by), reason: n.t(`web.return.reason.${e.reason}`) }),
  hand_back_offered: (e, n) =>
    n.t('web.event.hand_back_offered', {
      name: n.person(e.by),
      to: n.person(e.to),
      reason: n.t(`web.hand_back.reason.${e.reason}`),
    }),
  hand_back_acknowledged: (e, n) =>
    n.t('web.event.hand_back_acknowledged', { name: n.person(e.by), from: n.person(e.from) }),
  hand_back_returned: (e, n) =>
    n.t('web.event.hand_back_returned', { name: n.person(e.by), reason: n.t(`web.return.reason.${e.reason}`) }),
  hand_back_withdrawn: (e, n) => n.t('web.event.hand_back_withdrawn', { name: n.person(e.to) }),
  leg_offered: (e, n) =>
    n.t(`web.event.${offeredAs(e)}`, {
      name: n.person(e.by),
      names: told(e.told, n),
      reason: n.t(`web.reason.${e.reason}`),
    }),
  leg_acknowledged: (e, n, at) => n.t('web.event.leg_acknowledged', { name: n.person(e.by), at: n.moment(e.doBy, at) }),
  leg_returned: (e, n) =>
    n.t('web.event.leg_returned', { name: n.person(e.by), reason: n.t(`web.return.reason.${e.reason}`) }),
  signal_hinted: (e, n) =>
    n.t('web.event.signal_hinted', {
      kind: n.t(`web.signal.${e.kind}`),
      percent: Math.round(e.confidence * 100),
      least: Math.round(e.least * 100),
    }),
  leg_shift_kept: (e, n) => n.t('web.event.leg_shift_kept', { name: n.person(e.by) }),
  leg_passed_on: (e, n) => n.t(`web.event.leg_passed_on.${e.cause}`, { names: told(e.told, n) }),
  leg_reminded: (e, n) => n.t('web.event.leg_reminded', { name: n.person(e.by) }),
  leg_extended: (e, n, at) => n.t('web.event.leg_extended', { name: n.person(e.by), at: n.moment(e.doBy, at) }),
  leg_hand_back_offered: (e, n, at) =>
    n.t('web.event.leg_hand_back_offered', {
      name: n.person(e.by),
      to: n.person(e.to),
      reason: n.t(`web.hand_back.reason.${e.reason}`),
      at: n.moment(e.acceptBy, at),
    }),
  leg_hand_back_returned: (e, n) =>
    n.t('web.event.leg_hand_back_returned', { name: n.person(e.by), reason: n.t(`web.return.reason.${e.reason}`) }),
  leg_hand_back_withdrawn: (e, n) => n.t('web.event.leg_hand_back_withdrawn', { name: n.person(e.to) }),
  escalation_left: (e, n) => n.t('web.event.escalation_left', { from: n.person(e.from), name: n.person(e.to) }),
  step_decided: (e, n) => n.t(`web.event.step_decided.${e.why}`, { name: n.person(e.to) }),
  moments_rezoned: (e, n) => n.t('web.event.moments_rezoned', { version: e.zoneData ?? '' }),
  leg_carried_over: (e, n) => carriedOver('leg', e.otherId, n),
  question_carried_over: (e, n) => carriedOver('question', e.otherId, n),
  leg_ended: (e, n) =>
    e.decision === undefined
      ? n.t(`web.event.leg_ended.${e.why}`, { name: n.person(e.by) })
      : n.t(`web.event.dispute_decided.${e.decision.decision}`, { name: n.person(e.by) }),
  question_asked: (e, n, at) =>
    n.t('web.event.question_asked', {
      name: n.person(e.by),
      at: n.moment(e.answerBy, at),
      holds: e.holds ? 'yes' : 'no',
    }),
  question_sent: (_e, n) => n.t('web.event.question_sent'),
  question_undelivered: (e, n) => n.t('web.event.question_undelivered', { code: e.code }),
  question_reminded: (_e, n) => n.t('web.event.question_reminded'),
  question_overdue: (e, n, at) => n.t('web.event.question_overdue', { at: n.moment(e.climbsAt, at) }),
  question_climbed: (_e, n) => n.t('web.event.question_climbed'),
  answer_received: (e, n) => n.t(`web.event.answer_received.${e.kind}`),
  question_withdrawn: (e, n) =>
    n.t(e.why === undefined ? 'web.event.question_withdrawn' : `web.event.question_withdrawn.${e.why}`),
  approval_asked: (e, n, at) =>
    n.t('web.event.approval_asked', {
      name: n.person(e.by),
      names: told([...new Set(e.seats.flatMap((seat) => seat.told))], n),
      about: e.amount === null ? 'nothing' : 'amount',
      amount: e.amount === null ? '' : n.money(e.amount),
      at: n.moment(e.decideBy, at),
    }),
  approval_passed_on: (e, n, at) =>
    n.t(`web.event.approval_passed_on.${e.cause}`, { names: told(e.told, n), at: n.moment(e.decideBy, at) }),
  approval_delegated: (e, n) => n.t('web.event.approval_delegated', { name: n.person(e.by), to: n.person(e.to) }),
  approval_carried_over: (e, n) => carriedOver('approval', e.otherId, n),
  approval_decided: (e, n) => n.t(`web.event.approval_decided.${e.verdict}`, { name: n.person(e.by) }),
  approval_unanswered: (_e, n) => n.t('web.event.approval_unanswered'),
  approval_ended: (e, n) => n.t(`web.event.approval_ended.${e.why}`),
  escalation_ended: (e, n) =>
    e.because === undefined
      ? n.t(`web.event.escalation_ended.${e.why}`)
      : n.t('web.event.de_escalated', {
          name: n.person(e.because.by),
          reason: n.t(`web.de_escalate.reason.${e.because.reason}`),
        }),
};

/** What happened, in words; an event of a newer Belay is named by its type rather than left out. */
export function sayEvent(
  { type, at, body }: { type: string; at: Instant; body: Record<string, unknown> },
  teller: Teller,
): string {
  const words = WORDS[type as TicketEvent['type']] as Words<unknown> | undefined;
  return words === undefined ? teller.t('web.event.unknown', { type }) : words({ type, ...body }, teller, at);
}
