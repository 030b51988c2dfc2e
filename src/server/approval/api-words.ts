import type { ApiWords } from '#server/platform/http/openapi/words.ts';

const APPROVAL = { tag: 'Approval', problems: [409, 422] };
const RULES = { tag: 'Approval' };
const commandId = 'c0ffee00-0006';
const AT = '/api/tickets/:id/approvals';

/** Asking others to allow something. */
export const approvalWords: ApiWords = {
  [`POST ${AT}`]: {
    ...APPROVAL,
    id: 'askApproval',
    does: 'Ask others to allow something; until it is decided the ticket cannot be solved.',
    more: 'Nobody is asked for what they ask themselves (`own_approval`), and nobody for more than their limit (`over_limit`). Who does not decide in time is joined by their delegate, then by their superior, then by the last resort of the path; when nobody is left it has expired, which is never a yes. The clocks of the requester run on.',
    example: {
      approvers: [{ type: 'person', personId: 7 }],
      rule: 'all',
      amount: { minor: 12_000, currency: 'EUR' },
      words: 'The charger failed twice; she wants her money back.',
      commandId,
    },
  },
  [`PUT ${AT}/:approvalId/decision`]: {
    ...APPROVAL,
    id: 'decideApproval',
    does: 'Say yes or no to what the caller was asked.',
    more: 'By a person who is signed in, or by the link in their mail: never by an API key.',
    example: { verdict: 'granted', commandId },
  },
  [`PUT ${AT}/:approvalId/delegate`]: {
    ...APPROVAL,
    id: 'delegateApproval',
    does: 'Give the decision to somebody else who may take it.',
    example: { to: 9, commandId },
  },
  [`PUT ${AT}/:approvalId/withdrawal`]: {
    ...APPROVAL,
    id: 'withdrawApproval',
    does: 'Take back what the caller asked for.',
    example: { commandId },
  },
  'GET /api/approvals': {
    ...RULES,
    id: 'listApprovals',
    does: 'What waits for the yes or no of the caller, the most urgent first.',
  },
  'GET /api/approval-limits': {
    ...RULES,
    id: 'listApprovalLimits',
    does: 'How much each tier and each role may allow.',
  },
  'PUT /api/approval-limits': {
    ...RULES,
    id: 'setApprovalLimits',
    does: 'Replace all limits. Where there is none at all, nobody is limited; where there are some, whoever has none may allow no amount.',
    problems: [422],
    example: {
      items: [
        { currency: 'EUR', of: { tier: 2 }, mostMinor: 10_000 },
        { currency: 'EUR', of: { role: 'executive' }, mostMinor: null },
      ],
    },
  },
  'GET /api/me/approval-delegate': {
    ...RULES,
    id: 'getApprovalDelegate',
    does: 'Who decides in the caller’s place when they do not in time.',
  },
  'PUT /api/me/approval-delegate': {
    ...RULES,
    id: 'setApprovalDelegate',
    does: 'Name who decides in the caller’s place, or nobody.',
    problems: [422],
    example: { personId: 9 },
  },
};
