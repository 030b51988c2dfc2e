import type { ApprovalRule, ApproverTarget, Verdict } from '#core/approval/approval.ts';
import type { Money } from '#core/approval/money.ts';
import type { MessageId, PersonId } from '#core/ids.ts';
import type { Duration } from '#core/time.ts';

/** What people may ask of an approval. */
export type ApprovalCommand =
  | {
      type: 'ask_approval';
      approvers: Exclude<ApproverTarget, { type: 'step' }>[];
      rule: ApprovalRule;
      amount: Money | null;
      messageId: MessageId | null;
      /** Business time for each who is asked; without it, `DECIDE_MS`. */
      decideMs?: Duration;
    }
  | { type: 'decide_approval'; approvalId: number; verdict: Verdict; messageId: MessageId | null }
  | { type: 'delegate_approval'; approvalId: number; to: PersonId; messageId: MessageId | null }
  /** Whoever asked needs it no longer. */
  | { type: 'withdraw_approval'; approvalId: number };

/** Why an approval cannot be had as asked. */
export type ApprovalRefusal =
  | 'approval_unknown'
  | 'approval_over'
  | 'approval_pending'
  | 'already_decided'
  | 'approver_unknown'
  | 'not_asked'
  | 'not_asker'
  | 'over_limit'
  | 'own_approval'
  | 'too_many_approvals';
