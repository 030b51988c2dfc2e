import type { EscalationReason, ReturnReason } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId } from '#core/ids.ts';
import type { LegDirection, LegEnd, LegPass, LegTarget } from '#core/leg/leg.ts';
import type { Duration, Instant } from '#core/time.ts';

/** What happens to a leg; `legId` counts from 1 within the ticket. */
export type LegEvent =
  | {
      type: 'leg_offered';
      legId: number;
      by: PersonId;
      direction: LegDirection;
      target: LegTarget;
      told: PersonId[];
      reason: EscalationReason;
      messageId: MessageId | null;
      acceptMs: Duration;
      doMs: Duration;
      acceptBy: Instant;
    }
  | { type: 'leg_acknowledged'; legId: number; by: PersonId; height: number; doBy: Instant }
  /** One of those it was offered to refuses. */
  | { type: 'leg_returned'; legId: number; by: PersonId; reason: ReturnReason; messageId: MessageId | null }
  /** It is offered to people above, no longer to those who had it. */
  | { type: 'leg_passed_on'; legId: number; told: PersonId[]; cause: LegPass; acceptBy: Instant }
  | { type: 'leg_reminded'; legId: number; by: PersonId; lapsesAt: Instant }
  /** The holder visibly worked on the ticket. */
  | { type: 'leg_extended'; legId: number; by: PersonId; doBy: Instant }
  /** `by` is null when Belay ended it. */
  | { type: 'leg_ended'; legId: number; why: LegEnd; by: PersonId | null };
