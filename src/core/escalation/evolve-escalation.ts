import type { Escalation, HandBack } from '#core/escalation/escalation.ts';
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
      startedAt: at,
      reasons: [{ trigger: event.trigger, at }],
      firing: 0,
      loop: 0,
      stepIndex: event.after,
      told: [],
      returns: [],
      status: 'climbing',
      // Replaced by the step that fires in the same decision; until then it asks to be looked at.
      nextAt: at,
    };
    return [...escalations, started];
  }
  return escalations.map((escalation) =>
    escalation.id === event.escalationId ? evolveEscalation(escalation, event, at) : escalation,
  );
}

function evolveEscalation(
  escalation: Escalation,
  event: Exclude<EscalationEvent, { type: 'escalation_started' }>,
  at: Instant,
): Escalation {
  switch (event.type) {
    case 'escalation_reason_added':
      return { ...escalation, reasons: [...escalation.reasons, { trigger: event.trigger, at }] };
    case 'step_reached':
      return {
        ...lasting(escalation),
        firing: event.firing,
        loop: event.loop,
        stepIndex: event.stepIndex,
        told: event.told,
        status: 'climbing',
        nextAt: event.nextAt,
      };
    case 'step_skipped':
      return { ...escalation, stepIndex: event.stepIndex, loop: event.loop };
    case 'last_resort_reached':
      return {
        ...lasting(escalation),
        firing: event.firing,
        told: event.told,
        status: 'last_resort',
        round: event.round,
        nextAt: event.nextAt,
      };
    case 'escalation_acknowledged':
    case 'acknowledgement_confirmed':
      return {
        ...lasting(escalation),
        status: 'acknowledged',
        by: event.by,
        acknowledgedAt: escalation.status === 'acknowledged' ? escalation.acknowledgedAt : at,
        remindAt: event.remindAt,
        reminded: false,
        confirmBy: event.confirmBy,
        handBack: escalation.status === 'acknowledged' ? escalation.handBack : null,
      };
    case 'acknowledgement_reminded':
      return escalation.status === 'acknowledged' ? { ...escalation, reminded: true } : escalation;
    case 'acknowledgement_lapsed':
    case 'acknowledgement_taken':
      return { ...lasting(escalation), status: 'climbing', nextAt: at };
    case 'escalation_returned':
    case 'hand_back_offered':
    case 'hand_back_acknowledged':
    case 'hand_back_returned':
    case 'hand_back_withdrawn':
      return givenBack(escalation, event, at);
    case 'escalation_ended':
      return { ...lasting(escalation), status: 'ended', endedAt: at, why: event.why };
    default:
      return never(event);
  }
}

type GivingBack = Extract<EscalationEvent, { type: 'escalation_returned' | `hand_back_${string}` }>;

function givenBack(escalation: Escalation, event: GivingBack, at: Instant): Escalation {
  switch (event.type) {
    case 'escalation_returned': {
      const { by, reason, messageId } = event;
      const told = escalation.told.filter((person) => person !== by);
      return { ...escalation, told, returns: [...escalation.returns, { by, at, reason, messageId }] };
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
export function withoutPerson(escalations: Escalation[], person: PersonId): Escalation[] {
  return escalations.map((escalation) =>
    escalation.status !== 'ended' && escalation.told.includes(person)
      ? { ...escalation, told: escalation.told.filter((told) => told !== person) }
      : escalation,
  );
}

/** What an escalation keeps whatever its status. */
function lasting(escalation: Escalation) {
  const { id, pathVersionId, startedAt, reasons, firing, loop, stepIndex, told, returns } = escalation;
  return { id, pathVersionId, startedAt, reasons, firing, loop, stepIndex, told, returns };
}
