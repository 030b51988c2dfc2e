import type {
  Approval,
  ApprovalEnd,
  ApprovalRule,
  ApproverTarget,
  SeatLevel,
  SeatPass,
  Verdict,
} from '#core/approval/approval.ts';
import type { Money } from '#core/approval/money.ts';
import type { FiredStep } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Duration, Instant } from '#core/time.ts';

/** What happens to an approval; `approvalId` counts from 1 within the ticket, `seatId` within the approval. */
export type ApprovalEvent =
  | {
      type: 'approval_asked';
      approvalId: number;
      /** Null: a step asks, and nobody in person. */
      by: PersonId | null;
      rule: ApprovalRule;
      amount: Money | null;
      messageId: MessageId | null;
      decideMs: Duration;
      decideBy: Instant;
      /** In the order of the seats. */
      seats: { target: ApproverTarget; told: PersonId[] }[];
      /** The step that asks; without it, a person does. */
      step?: FiredStep;
    }
  /** Nobody of those asked decided: others are asked as well. `told` are the new ones. */
  | {
      type: 'approval_passed_on';
      approvalId: number;
      seatId: number;
      told: PersonId[];
      level: SeatLevel;
      cause: SeatPass;
      decideBy: Instant;
    }
  /** One of those asked gives their say to somebody else. */
  | {
      type: 'approval_delegated';
      approvalId: number;
      seatId: number;
      by: PersonId;
      to: PersonId;
      messageId: MessageId | null;
      decideBy: Instant;
    }
  | {
      type: 'approval_decided';
      approvalId: number;
      seatId: number;
      by: PersonId;
      verdict: Verdict;
      messageId: MessageId | null;
    }
  /** Nobody is left who could be asked. */
  | { type: 'approval_unanswered'; approvalId: number; seatId: number }
  /** It was asked for in another ticket, or here before a merge, and goes on here as it stands; `otherId` null: it came back. */
  | { type: 'approval_carried_over'; approvalId: number; approval: Approval; otherId: TicketId | null }
  /** `by` is null when Belay ended it. */
  | { type: 'approval_ended'; approvalId: number; why: ApprovalEnd; by: PersonId | null };
