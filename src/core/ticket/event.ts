import type {
  DeEscalationReason,
  EscalationEnd,
  HandBackReason,
  Notice,
  ReturnReason,
  StepCause,
  Trigger,
} from '#core/escalation/escalation.ts';
import type { LegEvent } from '#core/leg/leg-event.ts';
import type { IntakeMatch } from '#core/intake/rules.ts';
import type { MatrixMatch } from '#core/matrix/matrix.ts';
import type { MessageId, PersonId, TeamId, TicketId, VersionId } from '#core/ids.ts';
import type { WaitReason } from '#core/routing/distribution.ts';
import type { PromiseEvent } from '#core/promise/promise-event.ts';
import type { ClockEvent } from '#core/sla/clock-event.ts';
import type { ActiveStatus, Severity, TicketStatus, TicketSubject } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What kind of message arrived: only `message` is somebody asking; the others are told by machines. */
export type InboundKind = 'message' | 'auto_reply' | 'bounce';

/** Who takes a solved ticket up again: a message from outside, an agent, or the customer without a word. */
export type Reopener = 'message' | 'agent' | 'customer';

/**
 * Something that happened to a ticket. Events hold ids, never message text. Every type carries a version
 * (`EVENT_VERSION`); fields are only added with a default, a type never changes meaning.
 */
export type TicketEvent =
  | LegEvent
  | (TicketSubject & {
      type: 'ticket_opened';
      ticketId: TicketId;
      tier: number;
      firstContactAt: Instant;
      lookAgainAt: Instant;
      /** The matrix's choice; without it, the policy's. */
      pathVersionId?: VersionId;
      /** Which intake rules said what it is. */
      sorted?: IntakeMatch;
      /** Which row of the matrix chose its policy and path. */
      matched?: MatrixMatch;
      /** Without it, the customer. */
      openedBy?: 'customer' | 'agent';
      /** Without it, nothing of it was carried over from elsewhere. */
      importedUntil?: Instant;
    })
  /** `authorId` is null when a machine of nobody we know wrote. */
  | { type: 'message_received'; messageId: MessageId; authorId: PersonId | null; kind: InboundKind }
  | { type: 'reply_written'; messageId: MessageId; authorId: PersonId }
  /** The channel took the reply: from here it counts as an answer. */
  | {
      type: 'reply_accepted';
      messageId: MessageId;
      authorId: PersonId;
      /** A bot or a rule said it: to the customer nobody has answered. */
      automatic?: true;
      /** When it was written; without it, nobody knows. */
      writtenAt?: Instant;
    }
  /** The channel refused the reply for good: it counts for nothing. */
  | { type: 'reply_failed'; messageId: MessageId; authorId: PersonId; code: string }
  /** Accepted once, it came back: it was never an answer. */
  | { type: 'reply_retracted'; messageId: MessageId; authorId: PersonId; code: string }
  /** Taken back before it went out: to the requester it was never said. */
  | { type: 'reply_withdrawn'; messageId: MessageId; authorId: PersonId }
  | { type: 'note_added'; messageId: MessageId; authorId: PersonId }
  | {
      type: 'assigned';
      assigneeId: PersonId | null;
      teamId: TeamId;
      by: PersonId | null;
      /** Why this person: a code with its facts; the words live in locales. */
      why: {
        code:
          | 'requested'
          | 'least_loaded'
          | 'taken'
          | 'handed_back'
          | 'offer_accepted'
          | 'overflowed'
          | 'stands_in'
          | 'holder_away';
        openTickets?: number;
      };
    }
  /** With its team, until somebody takes it; `overflowed`: it came from a team that was too busy. */
  | { type: 'queued'; overflowed: boolean }
  /** Nobody is looked for any more. */
  | { type: 'unqueued' }
  | {
      type: 'offered';
      personId: PersonId;
      expiresAt: Instant;
      /** What they held then and their limit, and how many could have been asked. */
      why: { held: number; most: number | null; eligible: number };
    }
  | { type: 'offer_accepted'; personId: PersonId }
  | { type: 'offer_declined'; personId: PersonId }
  | { type: 'offer_missed'; personId: PersonId }
  /** They could not take it any more. */
  | { type: 'offer_withdrawn'; personId: PersonId }
  | { type: 'nobody_eligible'; why: WaitReason }
  | { type: 'severity_changed'; from: Severity; to: Severity }
  | { type: 'topic_changed'; from: string; to: string }
  /** The matrix gives it another plan, because a field it asks about changed. A live climb keeps the path it began with. */
  | { type: 'plan_changed'; policyVersionId: VersionId; pathVersionId: VersionId | null; matched: MatrixMatch }
  | { type: 'tags_changed'; added: string[]; removed: string[] }
  | { type: 'person_excluded'; personId: PersonId }
  | { type: 'person_readmitted'; personId: PersonId }
  | { type: 'status_changed'; from: TicketStatus; to: ActiveStatus; lookAgainAt: Instant }
  | { type: 'ticket_solved'; from: TicketStatus; closesAt: Instant; lookAgainAt: Instant }
  /** Without `by`: of a message if one came just before, else of an agent. */
  | { type: 'ticket_reopened'; lookAgainAt: Instant; by?: Reopener }
  | { type: 'ticket_closed'; closedAs: 'solved' | 'merged' | 'spam' }
  | { type: 'looked_again'; lookAgainAt: Instant }
  /** Until then triggers and steps wait; none is lost. */
  | { type: 'maintenance_began'; by: PersonId; until: Instant }
  | { type: 'maintenance_ended'; by: PersonId }
  /** The ticket is measured by another policy, or another version of it, from now on. */
  | { type: 'policy_applied'; from: VersionId; to: VersionId }
  /** Every clock counts by these hours from now on. */
  | { type: 'calendar_applied'; to: VersionId }
  /** A call or chat waits for a human, was taken by one, or was given up by whoever called. */
  | { type: 'contact_offered'; messageId: MessageId }
  | { type: 'contact_picked_up'; messageId: MessageId; by: PersonId }
  | { type: 'contact_abandoned'; messageId: MessageId }
  | ClockEvent
  | PromiseEvent
  | {
      type: 'escalation_started';
      escalationId: number;
      pathVersionId: VersionId;
      trigger: Trigger;
      /** The climb goes on after this step of an earlier one; null = from the bottom. */
      after: number | null;
    }
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
    }
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

/** The version every type is written with today; a type that gains a field gets its own. */
export const EVENT_VERSION = 1;

/** An event in its place in the ticket's log; `actorId` is the person whose act it was, null when Belay acted. */
export interface LoggedEvent {
  seq: number;
  at: Instant;
  actorId: PersonId | null;
  version: number;
  event: TicketEvent;
}
