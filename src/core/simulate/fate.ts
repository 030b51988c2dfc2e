import type { ApprovalOutcome } from '#core/approval/approval.ts';
import type { Escalation, StepCause } from '#core/escalation/escalation.ts';
import type { PersonId, TicketId, VersionId } from '#core/ids.ts';
import { kindOf, type ClockKind } from '#core/sla/policy.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/** People are called for a ticket. */
export interface Call {
  at: Instant;
  pathVersionId: VersionId;
  /** null = the last resort. */
  stepIndex: number | null;
  told: PersonId[];
  /** How it came to it; `waited` also of whoever comes on duty while a step waits. */
  cause: StepCause;
}

/** What becomes of one ticket. */
export interface Fate {
  ticketId: TicketId;
  calls: Call[];
  missed: { clock: ClockKind; at: Instant }[];
  met: ClockKind[];
  /** Steps that reached nobody. */
  skipped: { at: Instant; pathVersionId: VersionId; stepIndex: number }[];
  acknowledgements: number;
  /** What was asked of people who may allow it, and what came of that; what nobody needs any more is left out. */
  approvals: { at: Instant; why: Exclude<ApprovalOutcome, 'withdrawn'> }[];
  /** Acts of the past that these rules refuse. */
  refused: number;
}

export function newFate(ticketId: TicketId): Fate {
  const [calls, missed, met, skipped, approvals] = [NONE, NONE, NONE, NONE, NONE];
  return { ticketId, calls, missed, met, skipped, acknowledgements: 0, approvals, refused: 0 };
}
// shared by all, so never pushed to: to most of a hundred thousand tickets little of this happens
const NONE: never[] = [];

/** Writes into `fate` what an event means for it; `climb` gives an escalation as it is after the event. */
export function tell(fate: Fate, event: TicketEvent, at: Instant, climb: (escalationId: number) => Escalation): void {
  switch (event.type) {
    case 'step_reached':
    case 'shift_changed':
    case 'last_resort_reached': {
      const { pathVersionId, stepIndex } = climb(event.escalationId);
      const step = event.type === 'last_resort_reached' ? null : stepIndex;
      const cause = event.type === 'shift_changed' ? 'waited' : event.cause;
      fate.calls = [...fate.calls, { at, pathVersionId, stepIndex: step, told: event.told, cause }];
      return;
    }
    case 'step_skipped': {
      const { pathVersionId } = climb(event.escalationId);
      fate.skipped = [...fate.skipped, { at, pathVersionId, stepIndex: event.stepIndex }];
      return;
    }
    case 'target_breached':
      fate.missed = [...fate.missed, { clock: kindOf(event.clock), at: event.breachedAt }];
      return;
    case 'clock_stopped':
      if (event.outcome === 'met') fate.met = [...fate.met, kindOf(event.clock)];
      return;
    case 'escalation_acknowledged':
      fate.acknowledgements += 1;
      return;
    case 'approval_ended':
      if (event.why === 'granted' || event.why === 'refused' || event.why === 'expired') {
        fate.approvals = [...fate.approvals, { at, why: event.why }];
      }
      return;
    default:
  }
}
