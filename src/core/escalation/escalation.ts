import type { PersonId, VersionId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';

/** What starts an escalation, or joins a live one as a further reason. */
export type Trigger =
  | { type: 'breach'; clock: 'first_reply'; breachedAt: Instant }
  | {
      type: 'request';
      by: PersonId;
      reason: EscalationReason;
      /** The note that carries the agent's words, if any. */
      messageId: number | null;
    };

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

interface EscalationBase {
  /** Counts from 1 within the ticket. */
  id: number;
  /** The snapshot: the version of the path this climb began with. */
  pathVersionId: VersionId;
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
}

/** The ticket being raised, as a thing with a start and an end. */
export type Escalation = EscalationBase &
  (
    | { status: 'climbing'; nextAt: Instant }
    | {
        status: 'acknowledged';
        by: PersonId;
        acknowledgedAt: Instant;
        /** When the holder is reminded; the reminder leaves it in the past. */
        remindAt: Instant;
        reminded: boolean;
        /** The loan lapses at this moment, unless confirmed or followed by visible work before. */
        confirmBy: Instant;
        /** Null while nothing is offered. */
        handBack: HandBack | null;
      }
    | { status: 'last_resort'; round: number; nextAt: Instant }
    | { status: 'ended'; endedAt: Instant; why: 'solved' | 'closed' | 'handed_back' }
  );
