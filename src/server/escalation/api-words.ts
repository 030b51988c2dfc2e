import type { ApiWords } from '#server/platform/http/openapi/words.ts';

const ESCALATION = { tag: 'Escalation', problems: [409, 422] };
const commandId = 'c0ffee00-0002';
const AT = '/api/tickets/:id/escalations';

/** What raises a ticket, and what ends that. */
export const escalationWords: ApiWords = {
  [`POST ${AT}`]: {
    ...ESCALATION,
    id: 'escalate',
    does: 'Raise the ticket to the next step of its path.',
    more: '`firing` is that of the live escalation the caller saw, null when there was none: somebody who was quicker is not overtaken (`already_escalated`).',
    example: { firing: null, reason: 'skill', words: 'Needs somebody who knows the firmware.', commandId },
  },
  [`PUT ${AT}/:escalationId/acknowledgement`]: {
    ...ESCALATION,
    id: 'acknowledge',
    does: 'Take the ticket, or show that one is still at it.',
    more: 'It stops the climb, never the SLA clock, and is a loan: without a sign of work it climbs on at `confirmBy`.',
    example: { commandId },
  },
  [`PUT ${AT}/:escalationId/return`]: {
    ...ESCALATION,
    id: 'returnEscalation',
    does: 'Refuse what a step told the caller; the climb goes on when nobody told is left.',
  },
  [`PUT ${AT}/:escalationId/hand-back`]: {
    ...ESCALATION,
    id: 'handBack',
    does: 'Offer an acknowledged escalation to somebody below; the holder stays responsible until they take it.',
  },
  [`PUT ${AT}/:escalationId/hand-back/acknowledgement`]: {
    ...ESCALATION,
    id: 'acknowledgeHandBack',
    does: 'Take what is being handed back; the escalation ends.',
    example: { commandId },
  },
};
