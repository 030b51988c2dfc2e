import type { EscalationReason, HandBackReason, ReturnReason } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId } from '#core/ids.ts';
import type { DisputeDecision, LegDirection, LegTarget } from '#core/leg/leg.ts';
import type { Duration } from '#core/time.ts';

/** What people may ask of a leg. */
export type LegCommand =
  | {
      type: 'open_leg';
      direction: LegDirection;
      target: Exclude<LegTarget, { type: 'step' | 'superior' }>;
      reason: EscalationReason;
      messageId: MessageId | null;
      /** Business time to acknowledge it, and to get it done; without it, `ACCEPT_MS` and `DO_MS`. */
      acceptMs?: Duration;
      doMs?: Duration;
    }
  | { type: 'acknowledge_leg'; legId: number }
  /** Refuses what was offered; whoever opened it goes on answering for the ticket. */
  | { type: 'return_leg'; legId: number; reason: ReturnReason; messageId: MessageId | null }
  /** The holder has done it. */
  | { type: 'finish_leg'; legId: number }
  /** The holder offers it to somebody below: to whoever opened it, else to the assignee, unless `to` names another. */
  | { type: 'hand_back_leg'; legId: number; to: PersonId | null; reason: HandBackReason; messageId: MessageId | null }
  | { type: 'acknowledge_leg_hand_back'; legId: number }
  /** Somebody neutral is to decide between whoever asks and another, or another team. */
  | {
      type: 'open_dispute';
      against: Extract<LegTarget, { type: 'person' | 'team' }>;
      messageId: MessageId | null;
      /** Business time to decide it, from when it is taken; without it, `DO_MS`. */
      decideMs?: Duration;
    }
  | { type: 'decide_dispute'; legId: number; decision: DisputeDecision; messageId: MessageId | null }
  /** Whoever opened it needs it no longer. */
  | { type: 'withdraw_leg'; legId: number };

/** Why a leg cannot be had as asked, beside what escalations know. */
export type LegRefusal =
  | 'leg_unknown'
  | 'leg_over'
  | 'not_opener'
  | 'too_many_legs'
  | 'dispute_open'
  | 'nobody_neutral'
  | 'not_disputed'
  | 'decision_missing';
