import type { Money } from '#core/approval/money.ts';
import type { MessageId, PersonId, VersionId } from '#core/ids.ts';
import type { Duration, Instant } from '#core/time.ts';
import type { ClockKey } from '#core/sla/policy.ts';

/** What starts an escalation, or joins a live one as a further reason. */
export type Trigger =
  | { type: 'breach'; clock: ClockKey; breachedAt: Instant }
  | {
      type: 'signal';
      kind: SignalKind;
      /** The messages it was seen in. */
      evidence: MessageId[];
      /** 0…1; 1 where something was counted rather than guessed. */
      confidence: number;
      /** Where in a message it was seen; without it, nobody said. */
      spans?: Span[];
      /** What Belay counted itself, and from how many on the path calls for it; without it, somebody else noticed. */
      counted?: Counted;
    }
  | {
      type: 'request';
      by: PersonId;
      reason: EscalationReason;
      /** The note that carries the agent's words, if any. */
      messageId: number | null;
      /** What it costs to allow what is asked for; without it, it is about no amount. */
      amount?: Money;
      /** What whoever is called shall do; without it, nobody said. */
      need?: EscalationNeed;
      /** The requester is told nothing of the step that is called by it. */
      untold?: true;
    };

/** A place in a message, as letters from its beginning; `to` is the first letter after it. */
export interface Span {
  messageId: MessageId;
  from: number;
  to: number;
}

/** A number (of a silence, milliseconds since anybody spoke) beside the one of the path's rule. */
export interface Counted {
  count: number;
  limit: number;
  /** The stretch in which it was counted; without it, the ticket's whole life. */
  withinMs?: Duration;
}

/** A step of an escalation, at one of its firings. */
export interface FiredStep {
  escalationId: number;
  stepIndex: number;
  firing: number;
}

/** How a step came to fire. */
export type StepCause =
  | 'trigger'
  | 'waited'
  | 'requested'
  /** Requested, and said twice where a step is guarded. */
  | 'confirmed'
  /** A new reason calls a higher step. */
  | 'raised'
  | 'acknowledgement_lapsed'
  /** What a step asked people to allow, nobody decided. */
  | 'not_decided'
  | 'taken_back'
  | 'path_applied'
  | 'returned'
  | 'excluded'
  /** Everybody it had called left before they answered. */
  | 'called_left';

/** Why a person asks for an escalation. */
export const ESCALATION_REASONS = [
  'skill',
  'authority',
  'asked_for_manager',
  'sla_at_risk',
  'threat_or_abuse',
  'repeat_contact',
] as const;
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** What somebody who is called shall do. */
export const ESCALATION_NEEDS = ['decide', 'diagnose', 'access', 'call_customer', 'take_over'] as const;
export type EscalationNeed = (typeof ESCALATION_NEEDS)[number];

/** Why somebody who was told gives it back to whoever asked. */
export const RETURN_REASONS = [
  'wrong_skill',
  'no_time',
  'facts_missing',
  'not_needed',
  'conflict_of_interest',
] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** Why the holder gives an acknowledged escalation down again. */
export const HAND_BACK_REASONS = ['part_done', 'can_be_done_below', 'facts_missing', 'wrong_skill'] as const;
export type HandBackReason = (typeof HAND_BACK_REASONS)[number];

/** Why somebody ends an escalation although the ticket is not solved: its reason is gone. */
export const DE_ESCALATION_REASONS = ['answered', 'calmed', 'mistaken', 'duplicate', 'agreed_otherwise'] as const;
export type DeEscalationReason = (typeof DE_ESCALATION_REASONS)[number];

export const ESCALATION_ENDS = ['solved', 'closed', 'handed_back', 'de_escalated', 'merged', 'unmerged'] as const;
export type EscalationEnd = (typeof ESCALATION_ENDS)[number];

/** What somebody or something noticed that calls for more than the front line; words are read elsewhere. */
export const SIGNAL_KINDS = [
  'about_to_breach',
  'complaint',
  'rejected_solution',
  'asked_for_manager',
  'reopened_often',
  'undeliverable',
  'anger',
  'abuse',
  'threat',
  'shouting',
  'bad_review',
  'leaving',
  'legal_threat',
  'repeated_contact',
  'silence',
  'assignee_absent',
  'overload',
  'bot_stuck',
  'bot_failed',
  'automation_storm',
  'promise_at_risk',
  'promise_broken',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** Somebody who was told and refused. */
export interface Return {
  by: PersonId;
  at: Instant;
  reason: ReturnReason;
  /** The note that carries their words, if any. */
  messageId: number | null;
}

/** An acknowledged escalation that its holder offers to somebody; nothing changes hands until they acknowledge. */
export interface HandBack {
  to: PersonId;
  at: Instant;
  reason: HandBackReason;
  messageId: number | null;
}

/** A notice somebody asked to have later than the firing itself, or once more. */
export interface Notice {
  personId: PersonId;
  at: Instant;
  /** When the firing told them, or was to tell them. */
  since: Instant;
  /** Whether only their own acknowledgement ends it. */
  own: boolean;
}

/** Nothing moves until it ends; the wait that was left begins then. */
export interface Silence {
  /** Null: until somebody ends it. Never so in a saved one. */
  until: Instant | null;
  by: PersonId | null;
  /** What was left of the wait, in the time that the wait counts; null when nothing waited. */
  leftMs: Duration | null;
}

interface EscalationBase {
  /** Counts from 1 within the ticket. */
  id: number;
  /** The snapshot: the version of the path this climb began with. */
  pathVersionId: VersionId;
  /** The path it was raised on, which another may have taken the place of. */
  beganPathVersionId: VersionId;
  startedAt: Instant;
  reasons: { trigger: Trigger; at: Instant }[];
  /** Counts what was told. "Escalate" carries the firing it saw, so that a note in between does not make it stale. */
  firing: number;
  /** How often the path has been begun again. */
  loop: number;
  /** Index of the step last reached; null before any step reached somebody. */
  stepIndex: number | null;
  /** Everyone told by the last firing. */
  told: PersonId[];
  /** Who was told and refused, oldest first; no step of this escalation calls them again. */
  returns: Return[];
  /** How often the last resort was told since a step last reached somebody. */
  round: number;
  /** Null while nothing silences it. */
  silence: Silence | null;
  /** When somebody else comes on duty for the step that waits; null when nobody does or nothing waits. */
  shiftChangesAt: Instant | null;
  /** Still to come, in the order they were promised. */
  notices: Notice[];
}

/** The ticket being raised, as a thing with a start and an end. */
export type Escalation = EscalationBase &
  (
    | { status: 'climbing'; nextAt: Instant }
    | {
        status: 'acknowledged';
        by: PersonId;
        acknowledgedAt: Instant;
        /** When the holder is reminded; the reminder leaves it in the past. Null: a program holds it, or the path never asks. */
        remindAt: Instant | null;
        reminded: boolean;
        /** The loan lapses at this moment, unless confirmed or followed by visible work before. */
        confirmBy: Instant | null;
        /** When their shift ends and they give it back; null when nobody knows of one. */
        offShiftAt: Instant | null;
        /** Null while nothing is offered. */
        handBack: HandBack | null;
      }
    /** `nextAt` is null when there is nobody to tell again. */
    | { status: 'last_resort'; nextAt: Instant | null }
    | { status: 'ended'; endedAt: Instant; why: EscalationEnd }
  );
