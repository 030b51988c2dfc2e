import type { ApprovalCommand } from '#core/approval/approval-command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Cast } from './life-acts.ts';

const APPROVAL_ACTS = ['ask_approval', 'decide_approval', 'delegate_approval', 'withdraw_approval'] as const;
type ApprovalAct = (typeof APPROVAL_ACTS)[number];

export const isApprovalAct = (act: string): act is ApprovalAct => APPROVAL_ACTS.some((each) => each === act);

const pendingOf = ({ approvals }: Ticket) => approvals.findLast(({ status }) => status === 'pending');

/** Who may decide the newest pending approval just now; of somebody who withdraws it, whoever asked. */
export function havingApproval(act: ApprovalAct, ticket: Ticket): number | undefined {
  const pending = pendingOf(ticket);
  if (act === 'withdraw_approval') return pending?.askedBy ?? undefined;
  const seat = pending?.seats.find(({ state }) => state === 'open');
  return act === 'ask_approval' || seat?.state !== 'open' ? undefined : seat.told[0];
}

export function approvalCommandOf(
  act: ApprovalAct,
  pick: number,
  ticket: Ticket,
  { people, teams }: Cast,
): ApprovalCommand {
  const [petra, lea, marko, ivana, sanja] = people as [number, number, number, number, number];
  const approvalId = pendingOf(ticket)?.id ?? 1;
  switch (act) {
    case 'ask_approval':
      return {
        type: act,
        approvers: [
          { type: 'person', personId: [ivana, sanja, marko][pick % 3] ?? ivana },
          ...(pick > 2 ? [{ type: 'team', teamId: teams[0]! } as const] : []),
        ],
        rule: pick % 2 === 0 ? 'all' : 'any',
        amount: pick === 5 ? null : { minor: 1_000 * (pick + 1), currency: 'EUR' },
        messageId: null,
      };
    case 'decide_approval':
      return { type: act, approvalId, verdict: pick < 2 ? 'refused' : 'granted', messageId: null };
    case 'delegate_approval':
      return { type: act, approvalId, to: [lea, sanja, petra][pick % 3] ?? lea, messageId: null };
    case 'withdraw_approval':
      return { type: act, approvalId };
  }
}
