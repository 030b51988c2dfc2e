import type { FiredStep, HandBackReason, ReturnReason } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { DisputeDecision, Leg, LegDirection, LegEnd, LegPass, LegReason, LegTarget } from '#core/leg/leg.ts';
import type { Duration, Instant } from '#core/time.ts';

/** What happens to a leg; `legId` counts from 1 within the ticket. */
export type LegEvent =
  | {
      type: 'leg_offered';
      legId: number;
      /** Null: Belay opened it. */
      by: PersonId | null;
      direction: LegDirection;
      target: LegTarget;
      told: PersonId[];
      reason: LegReason;
      messageId: MessageId | null;
      acceptMs: Duration;
      doMs: Duration;
      acceptBy: Instant;
      /** The step that opened it; without it, none. */
      step?: FiredStep;
      /** Whom it never comes to; without it, nobody. */
      barred?: PersonId[];
    }
  | {
      type: 'leg_acknowledged';
      legId: number;
      by: PersonId;
      height: number;
      doBy: Instant;
      /** Business time since it was opened; without it, nobody measured it. */
      tookMs?: Duration;
      /** When their shift ends; without it, nobody knows of one. */
      offShiftAt?: Instant;
    }
  /** One of those it was offered to refuses. */
  | { type: 'leg_returned'; legId: number; by: PersonId; reason: ReturnReason; messageId: MessageId | null }
  /** It is offered to people above, no longer to those who had it. */
  | { type: 'leg_passed_on'; legId: number; told: PersonId[]; cause: LegPass; acceptBy: Instant }
  /** The holder’s shift was to end, and they hold it still; `offShiftAt` is when that is asked next. */
  | { type: 'leg_shift_kept'; legId: number; by: PersonId; offShiftAt: Instant | null }
  | { type: 'leg_reminded'; legId: number; by: PersonId; lapsesAt: Instant }
  /** The holder visibly worked on the ticket. */
  | { type: 'leg_extended'; legId: number; by: PersonId; doBy: Instant }
  /** The holder offers it to `to`, who has until `acceptBy`. */
  | {
      type: 'leg_hand_back_offered';
      legId: number;
      by: PersonId;
      to: PersonId;
      reason: HandBackReason;
      messageId: MessageId | null;
      acceptBy: Instant;
    }
  /** `by` refuses the offer; the holder keeps it. */
  | { type: 'leg_hand_back_returned'; legId: number; by: PersonId; reason: ReturnReason; messageId: MessageId | null }
  /** The offer to `to` is over: its time has passed, or they can take nothing any more. */
  | { type: 'leg_hand_back_withdrawn'; legId: number; to: PersonId }
  /** It goes on here as it stands: what was merged in brought it, or, without another ticket, it was closed by mistake. */
  | { type: 'leg_carried_over'; legId: number; leg: Leg; otherId: TicketId | null }
  /** `by` is null when Belay ended it; of one that was handed back, who took it. */
  | {
      type: 'leg_ended';
      legId: number;
      why: LegEnd;
      by: PersonId | null;
      /** Of a dispute that was decided. */
      decision?: { decision: DisputeDecision; messageId: MessageId | null };
      /** Of one that is done: business time since it was taken. */
      tookMs?: Duration;
    };
