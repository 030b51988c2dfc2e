import type { PersonId, MessageId, TicketId, VersionId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type {
  DeEscalationReason,
  Escalation,
  EscalationEnd,
  HandBackReason,
  Notice,
  ReturnReason,
  StepCause,
  Trigger,
} from './escalation.ts';

/** What came of a step that asks people to allow something; `withdrawn`: whoever asked needs it no longer. */
export type StepVerdict = 'granted' | 'refused' | 'withdrawn';

/** Something that happened to one escalation of a ticket: known among all events by its `escalationId`. */
export type EscalationEvent =
  | {
      type: 'escalation_started';
      escalationId: number;
      pathVersionId: VersionId;
      trigger: Trigger;
      /** The climb goes on after this step of an earlier one; null = from the bottom. */
      after: number | null;
    }
  /** It goes on here as it stands: from the ticket `otherId`, or (null) what a merge had taken the place of. */
  | { type: 'escalation_carried_over'; escalationId: number; escalation: Escalation; otherId: TicketId | null }
  | { type: 'escalation_reason_added'; escalationId: number; trigger: Trigger }
  | {
      type: 'step_reached';
      escalationId: number;
      stepIndex: number;
      loop: number;
      firing: number;
      told: PersonId[];
      cause: StepCause;
      nextAt: Instant;
      /** True when Belay looked so late that the wait after the step counts from now. */
      late: boolean;
      /** Places it was said in, beside the people; without it, none. */
      channels?: string[];
      /** Whose turn it was in which rotation; without it, none. */
      turns?: { rotationId: string; personId: PersonId }[];
      /** Whom it tells later, or again; without it, nobody. */
      notices?: Notice[];
      /** Of those told: who is told only by such a notice; without it, nobody. */
      toldLater?: PersonId[];
      /** When somebody else comes on duty; without it, nobody does. */
      shiftChangesAt?: Instant | null;
    }
  | { type: 'step_skipped'; escalationId: number; stepIndex: number; loop: number; why: 'nobody' | 'guarded' }
  /** The step is in its quiet hours and waited for. */
  | { type: 'step_held'; escalationId: number; stepIndex: number; loop: number; until: Instant }
  | {
      type: 'last_resort_reached';
      escalationId: number;
      round: number;
      firing: number;
      told: PersonId[];
      cause: StepCause;
      /** Null when there is nobody to tell again. */
      nextAt: Instant | null;
    }
  /** The duty changed while the step waits: who came on is told, and the timer goes on. */
  | {
      type: 'shift_changed';
      escalationId: number;
      told: PersonId[];
      shiftChangesAt: Instant | null;
      notices: Notice[];
      toldLater: PersonId[];
    }
  /** The notices of these people that were due went out. */
  | { type: 'told_again'; escalationId: number; told: PersonId[] }
  | {
      type: 'escalation_acknowledged';
      escalationId: number;
      by: PersonId;
      /** Null: nobody is reminded of it. */
      remindAt: Instant | null;
      confirmBy: Instant | null;
      /** When their shift ends; without it, nobody knows of one. */
      offShiftAt?: Instant;
    }
  /** The holder’s shift was to end, and they hold it still; `offShiftAt` is when that is asked next. */
  | { type: 'shift_kept'; escalationId: number; by: PersonId; offShiftAt: Instant | null }
  | {
      type: 'acknowledgement_reminded';
      escalationId: number;
      by: PersonId;
      /** What the loan is from now on; without it, what was promised when it was taken. */
      loan?: { remindAt: Instant; reminded: boolean; confirmBy: Instant | null };
    }
  | {
      type: 'acknowledgement_confirmed';
      escalationId: number;
      by: PersonId;
      remindAt: Instant | null;
      confirmBy: Instant | null;
    }
  | { type: 'acknowledgement_lapsed'; escalationId: number; by: PersonId }
  /** The part it had asked for is done: what is left lies with `to`, who answers for the ticket, as a loan. */
  | {
      type: 'escalation_left';
      escalationId: number;
      from: PersonId;
      to: PersonId;
      remindAt: Instant | null;
      confirmBy: Instant | null;
      /** When their shift ends; without it, nobody knows of one. */
      offShiftAt?: Instant;
    }
  /** What its step had asked people to allow is decided: what is left lies with `to`, as a loan. */
  | {
      type: 'step_decided';
      escalationId: number;
      why: StepVerdict;
      to: PersonId;
      remindAt: Instant | null;
      confirmBy: Instant | null;
      /** When their shift ends; without it, nobody knows of one. */
      offShiftAt?: Instant;
    }
  /** The holder gives it up: the climb goes on. */
  | { type: 'acknowledgement_taken_back'; escalationId: number; by: PersonId }
  /** Nothing of it moves until `until`, or until somebody ends the silence. */
  | {
      type: 'escalation_silenced';
      escalationId: number;
      by: PersonId | null;
      until: Instant | null;
      leftMs: number | null;
    }
  /** `nextAt` is when what waited goes on; null when nothing waited. */
  | { type: 'silence_ended'; escalationId: number; by: PersonId | null; nextAt: Instant | null }
  /** Another path from its first step on. */
  | { type: 'path_applied'; escalationId: number; by: PersonId; pathVersionId: VersionId }
  /** The holder was excluded: their loan ends at once. */
  | { type: 'acknowledgement_taken'; escalationId: number; by: PersonId }
  /** Somebody told by the running step refuses. */
  | {
      type: 'escalation_returned';
      escalationId: number;
      by: PersonId;
      reason: ReturnReason;
      messageId: MessageId | null;
    }
  | {
      type: 'hand_back_offered';
      escalationId: number;
      by: PersonId;
      to: PersonId;
      reason: HandBackReason;
      messageId: MessageId | null;
    }
  /** `by` answers for the ticket from here, no longer `from`. */
  | { type: 'hand_back_acknowledged'; escalationId: number; by: PersonId; from: PersonId }
  /** `by` refuses the offer; the holder keeps it. */
  | {
      type: 'hand_back_returned';
      escalationId: number;
      by: PersonId;
      reason: ReturnReason;
      messageId: MessageId | null;
    }
  /** The offer to `to` ends because they were excluded. */
  | { type: 'hand_back_withdrawn'; escalationId: number; to: PersonId }
  | {
      type: 'escalation_ended';
      escalationId: number;
      why: EscalationEnd;
      /** Of a de-escalation: who, why, and the note that carries their words; without it, none. */
      because?: { by: PersonId; reason: DeEscalationReason; messageId: MessageId | null };
    };
