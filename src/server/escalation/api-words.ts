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
    more: '`firing` is that of the live escalation the caller saw, null when there was none: somebody who was quicker is not overtaken (`already_escalated`). A guarded step is called only with `confirmed` (`step_guarded`).',
    example: { firing: null, reason: 'skill', words: 'Needs somebody who knows the firmware.', commandId },
  },
  [`PUT ${AT}/:escalationId/acknowledgement`]: {
    ...ESCALATION,
    id: 'acknowledge',
    does: 'Take the ticket, or answer the reminder that one is still at it.',
    more: '`insteadOf` takes it in the place of the holder the caller saw; without it, somebody who was quicker keeps it. It stops the climb, never the SLA clock, and is a loan: without a sign of work it climbs on at `confirmBy`.',
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
  [`DELETE ${AT}/:escalationId/acknowledgement`]: {
    ...ESCALATION,
    id: 'takeAcknowledgementBack',
    does: 'Give up what the caller holds; the next step is called at once.',
    example: { commandId },
  },
  [`PUT ${AT}/:escalationId/silence`]: {
    ...ESCALATION,
    id: 'silenceEscalation',
    does: 'Hold a climb still for a while, at most a day; what was left of its wait begins then.',
    more: 'No SLA clock hears of it, and escalating ends it.',
    example: { lengthMs: 3_600_000, commandId },
  },
  [`DELETE ${AT}/:escalationId/silence`]: {
    ...ESCALATION,
    id: 'endSilence',
    does: 'End a silence before its time.',
    example: { commandId },
  },
  [`PUT ${AT}/:escalationId/path`]: {
    ...ESCALATION,
    id: 'applyPath',
    does: 'Begin the active version of another path at its first step, at once; an acknowledgement or a silence ends.',
    more: 'The only way in which an edit of a path reaches what already climbs.',
    example: { path: 'Orders', commandId },
  },
  [`PUT ${AT}/:escalationId/de-escalation`]: {
    ...ESCALATION,
    id: 'deEscalate',
    does: 'End an escalation whose reason is gone. The ticket stays open and no clock stops.',
    example: { reason: 'calmed', words: 'She has what she wanted to know.', commandId },
  },
  'PUT /api/tickets/:id/maintenance': {
    ...ESCALATION,
    id: 'beginMaintenance',
    does: 'Say that planned work is why the ticket waits: triggers, steps and reminders wait until then, and none is lost.',
    example: { until: 1_795_341_600_000, commandId },
  },
  'DELETE /api/tickets/:id/maintenance': {
    ...ESCALATION,
    id: 'endMaintenance',
    does: 'End planned work before its time; what waited goes out at once.',
    example: { commandId },
  },
};
