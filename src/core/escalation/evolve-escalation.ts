import type { Escalation, HandBack, Notice } from '#core/escalation/escalation.ts';
import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

type EscalationEvent = Extract<TicketEvent, { escalationId: number }>;

/** The ticket's escalations after an event about one of them. */
export function evolveEscalations(escalations: Escalation[], event: EscalationEvent, at: Instant): Escalation[] {
  if (event.type === 'escalation_started') {
    const started: Escalation = {
      id: event.escalationId,
      pathVersionId: event.pathVersionId,
      beganPathVersionId: event.pathVersionId,
      startedAt: at,
      reasons: [{ trigger: event.trigger, at }],
      firing: 0,
      loop: 0,
      stepIndex: event.after,
      told: [],
      returns: [],
      round: 0,
      silence: null,
      shiftChangesAt: null,
      notices: [],
      status: 'climbing',
      // Replaced by the step that fires in the same decision; until then it asks to be looked at.
      nextAt: at,
    };
    return [...escalations, started];
  }
  if (event.type === 'escalation_carried_over') {
    const others = escalations.filter(({ id }) => id !== event.escalationId);
    return [...others, event.escalation].toSorted((one, other) => one.id - other.id);
  }
  return escalations.map((escalation) =>
    escalation.id === event.escalationId ? evolveEscalation(escalation, event, at) : escalation,
  );
}

function evolveEscalation(
  escalation: Escalation,
  event: Exclude<EscalationEvent, { type: 'escalation_started' | 'escalation_carried_over' }>,
  at: Instant,
): Escalation {
  switch (event.type) {
    case 'escalation_reason_added':
      return { ...escalation, reasons: [...escalation.reasons, { trigger: event.trigger, at }] };
    case 'step_reached':
    case 'step_skipped':
    case 'step_held':
    case 'last_resort_reached':
    case 'shift_changed':
    case 'told_again':
    case 'path_applied':
      return climbed(escalation, event, at);
    case 'shift_kept':
      return escalation.status === 'acknowledged' ? { ...escalation, offShiftAt: event.offShiftAt } : escalation;
    case 'escalation_acknowledged':
    case 'acknowledgement_confirmed':
    case 'acknowledgement_reminded':
    case 'acknowledgement_lapsed':
    case 'acknowledgement_taken_back':
    case 'acknowledgement_taken':
    case 'escalation_left':
    case 'step_decided':
      return lent(escalation, event, at);
    case 'escalation_silenced':
      return { ...escalation, silence: { until: event.until, by: event.by, leftMs: event.leftMs } };
    case 'silence_ended':
      return spoken(escalation, event.nextAt, at);
    case 'escalation_returned':
    case 'hand_back_offered':
    case 'hand_back_acknowledged':
    case 'hand_back_returned':
    case 'hand_back_withdrawn':
      return givenBack(escalation, event, at);
    case 'escalation_ended':
      return { ...still(escalation), status: 'ended', endedAt: at, why: event.why };
    default:
      return never(event);
  }
}

type Climbing = Extract<
  EscalationEvent,
  {
    type:
      | 'step_reached'
      | 'step_skipped'
      | 'step_held'
      | 'last_resort_reached'
      | 'shift_changed'
      | 'told_again'
      | 'path_applied';
  }
>;

function climbed(escalation: Escalation, event: Climbing, at: Instant): Escalation {
  switch (event.type) {
    case 'step_reached': {
      const { firing, loop, stepIndex, told, nextAt, notices = [], shiftChangesAt = null } = event;
      const coming = [...unheard(escalation.notices, told, at), ...notices];
      const reached = { firing, loop, stepIndex, told, round: 0, silence: null, shiftChangesAt, notices: coming };
      return { ...lasting(escalation), ...reached, status: 'climbing', nextAt };
    }
    case 'step_skipped':
      return { ...escalation, stepIndex: event.stepIndex, loop: event.loop };
    case 'step_held': {
      const { loop, stepIndex, until } = event;
      return { ...lasting(escalation), loop, stepIndex: below(stepIndex), status: 'climbing', nextAt: until };
    }
    case 'last_resort_reached': {
      const { firing, told, round, nextAt } = event;
      const notices = unheard(escalation.notices, told, at);
      const reached = { firing, told, round, silence: null, shiftChangesAt: null, notices };
      return { ...lasting(escalation), ...reached, status: 'last_resort', nextAt };
    }
    case 'shift_changed': {
      const notices = [...unheard(escalation.notices, event.told, at), ...event.notices];
      const told = [...escalation.told, ...event.told];
      return { ...escalation, told, shiftChangesAt: event.shiftChangesAt, notices };
    }
    case 'told_again':
      return { ...escalation, notices: unheard(escalation.notices, event.told, at) };
    case 'path_applied': {
      const bottom = { loop: 0, stepIndex: null, round: 0, told: [], silence: null, shiftChangesAt: null };
      const { pathVersionId } = event;
      return { ...lasting(escalation), ...bottom, pathVersionId, status: 'climbing', nextAt: at };
    }
    default:
      return never(event);
  }
}

/** The climb stands below the step it waits for, so that it is the next. */
const below = (stepIndex: number): number | null => (stepIndex === 0 ? null : stepIndex - 1);

/** The notices that are still to come once these people have been told now. */
function unheard(notices: Notice[], told: PersonId[], at: Instant): Notice[] {
  return notices.filter((notice) => notice.at > at || !told.includes(notice.personId));
}

type Lending = Extract<
  EscalationEvent,
  { type: 'escalation_acknowledged' | 'escalation_left' | 'step_decided' | `acknowledgement_${string}` }
>;

function lent(escalation: Escalation, event: Lending, at: Instant): Escalation {
  const held = escalation.status === 'acknowledged' ? escalation : null;
  switch (event.type) {
    case 'escalation_acknowledged':
    case 'acknowledgement_confirmed': {
      const { by, remindAt, confirmBy } = event;
      const same = held?.by === by;
      return {
        ...(event.type === 'escalation_acknowledged' ? taken(escalation, by, at) : lasting(escalation)),
        status: 'acknowledged',
        by,
        acknowledgedAt: held !== null && same ? held.acknowledgedAt : at,
        remindAt,
        reminded: false,
        confirmBy,
        offShiftAt: event.type === 'escalation_acknowledged' ? (event.offShiftAt ?? null) : (held?.offShiftAt ?? null),
        handBack: held !== null && same ? held.handBack : null,
      };
    }
    case 'escalation_left':
    case 'step_decided': {
      const { to: by, remindAt, confirmBy, offShiftAt = null } = event;
      const left = { by, acknowledgedAt: at, remindAt, reminded: false, confirmBy, offShiftAt, handBack: null };
      // a decision ends the asking: nobody is told of it once more
      const kept = event.type === 'step_decided' ? still(escalation) : lasting(escalation);
      return { ...kept, status: 'acknowledged', ...left };
    }
    case 'acknowledgement_reminded':
      return held === null ? escalation : { ...held, reminded: true, ...event.loan };
    case 'acknowledgement_lapsed':
    case 'acknowledgement_taken_back':
    case 'acknowledgement_taken':
      return { ...lasting(escalation), status: 'climbing', nextAt: at };
    default:
      return never(event);
  }
}

/** What an acknowledgement leaves of the calling: of a step that everybody must acknowledge, the notices of the others. */
function taken(escalation: Escalation, by: PersonId, at: Instant) {
  const notices = escalation.notices.filter((notice) => notice.own && !(notice.personId === by && notice.since <= at));
  return { ...lasting(escalation), silence: null, shiftChangesAt: null, notices };
}

/** After a silence: what waited waits on, and of a loan nothing fell due meanwhile. */
function spoken(escalation: Escalation, nextAt: Instant | null, at: Instant): Escalation {
  switch (escalation.status) {
    case 'climbing':
      return { ...escalation, silence: null, nextAt: nextAt ?? at };
    case 'last_resort':
      return { ...escalation, silence: null, nextAt };
    case 'acknowledged':
    case 'ended':
      return { ...escalation, silence: null };
    default:
      return never(escalation);
  }
}

type GivingBack = Extract<EscalationEvent, { type: 'escalation_returned' | `hand_back_${string}` }>;

function givenBack(escalation: Escalation, event: GivingBack, at: Instant): Escalation {
  switch (event.type) {
    case 'escalation_returned': {
      const { by, reason, messageId } = event;
      const told = escalation.told.filter((person) => person !== by);
      const notices = escalation.notices.filter(({ personId }) => personId !== by);
      const returns = [...escalation.returns, { by, at, reason, messageId }];
      return calling({ ...escalation, told, notices, returns }, at);
    }
    case 'hand_back_offered': {
      const { to, reason, messageId } = event;
      return offered(escalation, { to, at, reason, messageId });
    }
    case 'hand_back_acknowledged':
    case 'hand_back_returned':
    case 'hand_back_withdrawn':
      return offered(escalation, null);
    default:
      return never(event);
  }
}

function offered(escalation: Escalation, handBack: HandBack | null): Escalation {
  return escalation.status === 'acknowledged' ? { ...escalation, handBack } : escalation;
}

/** The escalations with somebody no longer among those whom the live ones have told. */
export function withoutPerson(escalations: Escalation[], person: PersonId, at: Instant): Escalation[] {
  return escalations.map((escalation) => {
    if (escalation.status === 'ended' || !isCalled(escalation, person)) return escalation;
    const told = escalation.told.filter((each) => each !== person);
    const notices = escalation.notices.filter(({ personId }) => personId !== person);
    return calling({ ...escalation, told, notices }, at);
  });
}

/** A climb that calls nobody any more goes on as soon as it may. */
function calling(escalation: Escalation, at: Instant): Escalation {
  return escalation.status === 'climbing' && escalation.told.length === 0 ? { ...escalation, nextAt: at } : escalation;
}

function isCalled({ told, notices }: Escalation, person: PersonId): boolean {
  return told.includes(person) || notices.some(({ personId }) => personId === person);
}

/** What an escalation keeps of which nobody is told any more. */
function still(escalation: Escalation) {
  return { ...lasting(escalation), silence: null, shiftChangesAt: null, notices: [] };
}

/** What an escalation keeps whatever its status. */
function lasting(escalation: Escalation) {
  const { id, pathVersionId, beganPathVersionId, startedAt, reasons, firing, loop, stepIndex } = escalation;
  const { told, returns, round, silence, shiftChangesAt, notices } = escalation;
  const climbed = { id, pathVersionId, beganPathVersionId, startedAt, reasons, firing, loop, stepIndex };
  return { ...climbed, told, returns, round, silence, shiftChangesAt, notices };
}
