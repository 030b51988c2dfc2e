import { ESCALATION_REASONS, type FiredStep, type HandBackReason, type Return } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId, TeamId } from '#core/ids.ts';
import { HOUR, MINUTE, type Duration, type Instant } from '#core/time.ts';

/** Sideways to the right skill, or up the chain of managers. */
export const LEG_DIRECTIONS = ['functional', 'hierarchical'] as const;
export type LegDirection = (typeof LEG_DIRECTIONS)[number];

export const LEG_ENDS = ['done', 'returned', 'expired', 'withdrawn', 'handed_back', 'merged', 'unmerged'] as const;
export type LegEnd = (typeof LEG_ENDS)[number];

/** Why a leg goes to somebody above. */
export const LEG_PASSES = ['not_accepted', 'not_done', 'excluded', 'away', 'off_shift', 'returned'] as const;
export type LegPass = (typeof LEG_PASSES)[number];

/**
 * Why there is a leg: what a person says; `path`: a step of it wants the work taken over; `ping_pong`: the ticket was
 * only handed to and fro; `dispute`: two cannot agree.
 */
export const LEG_REASONS = [...ESCALATION_REASONS, 'path', 'ping_pong', 'dispute'] as const;
export type LegReason = (typeof LEG_REASONS)[number];

/** Whom a leg is for: a person, whoever of a team is there, or the manager of whoever opens it. */
export type LegTarget =
  | { type: 'person'; personId: PersonId }
  | { type: 'team'; teamId: TeamId }
  | { type: 'manager' }
  /** Whom the step called that opened it. */
  | { type: 'step' }
  /** Whoever stands above all who had it. */
  | { type: 'superior' };

/** For whom a dispute is decided: for whoever opened it, for the other side, or for neither. */
export const DISPUTE_DECISIONS = ['for_opener', 'for_other', 'for_neither'] as const;
export type DisputeDecision = (typeof DISPUTE_DECISIONS)[number];

/** A leg that its holder offers to somebody below; nothing changes hands until they acknowledge. */
export interface LegHandBack {
  to: PersonId;
  at: Instant;
  reason: HandBackReason;
  messageId: MessageId | null;
  /** After this the offer is over, and the holder keeps it. */
  acceptBy: Instant;
}

/** Most legs that are open on one ticket at once. */
export const MOST_LEGS = 8;

/** How long a leg waits to be acknowledged, and to be done, unless whoever opens it says otherwise; business hours. */
export const ACCEPT_MS: Duration = 30 * MINUTE;
export const DO_MS: Duration = 8 * HOUR;

interface LegBase {
  /** Counts from 1 within the ticket. */
  id: number;
  direction: LegDirection;
  /** Null: Belay did. */
  openedBy: PersonId | null;
  openedAt: Instant;
  /** Null: no step of a path opened it, or it went on to others since. */
  step: FiredStep | null;
  target: LegTarget;
  reason: LegReason;
  /** The note that says what is needed, if any. */
  messageId: MessageId | null;
  /** How long each who is asked has to acknowledge it; business hours. */
  acceptMs: Duration;
  /** How long whoever holds it has until it is done, from each sign of work on; business hours. */
  doMs: Duration;
  /** Whom it never comes to: both sides of a dispute. */
  barred: PersonId[];
  /** How a dispute was decided, with the note that says why; null: it is none, or not yet. */
  decision: { decision: DisputeDecision; messageId: MessageId | null } | null;
  /** Business time from its opening until somebody took it, and from then until it was done; null: not yet. */
  acceptedInMs: Duration | null;
  doneInMs: Duration | null;
  /** Everyone it was ever offered to, in that order; it never comes to one of them twice. */
  asked: PersonId[];
  /** Who of them refused, oldest first. */
  returns: Return[];
}

/** One hand-over on a ticket. It never touches a clock of the requester. */
export type Leg = LegBase &
  (
    | {
        status: 'offered';
        /** Who may acknowledge it now. */
        told: PersonId[];
        acceptBy: Instant;
      }
    | {
        status: 'acknowledged';
        by: PersonId;
        acknowledgedAt: Instant;
        /** The tier of the holder when they took it; 0 = outside the tiers. */
        height: number;
        /** When the holder is reminded; a sign of work moves it on. */
        doBy: Instant;
        /** After the reminder: when it goes to somebody above. Null before. */
        lapsesAt: Instant | null;
        /** When the holder's shift ends and they give it back; null when nobody knows of one. */
        offShiftAt: Instant | null;
        /** Null while nothing is offered. */
        handBack: LegHandBack | null;
      }
    | { status: 'ended'; endedAt: Instant; why: LegEnd }
  );

export type Held = Extract<Leg, { status: 'acknowledged' }>;
