import type { ApiWords } from '#server/platform/http/openapi/words.ts';

const ESCALATION = { tag: 'Escalation', problems: [409, 422] };
const commandId = 'c0ffee00-0002';
const AT = '/api/tickets/:id/escalations';
const LEGS = '/api/tickets/:id/legs';

/** What raises a ticket, and what ends that. */
export const escalationWords: ApiWords = {
  [`POST ${AT}`]: {
    ...ESCALATION,
    id: 'escalate',
    does: 'Raise the ticket to the next step of its path.',
    more: '`firing` is that of the live escalation the caller saw, null when there was none: somebody who was quicker is not overtaken (`already_escalated`). A guarded step is called only with `confirmed` (`step_guarded`). `need` says what whoever is called shall do; with `untold` the requester hears nothing of the step it calls.',
    example: { firing: null, reason: 'skill', words: 'Needs somebody who knows the firmware.', commandId },
  },
  'GET /api/tickets/:id/escalation-preview': {
    id: 'previewEscalation',
    tag: 'Escalation',
    does: 'What escalating now would bring about: whom it calls, and what the requester is told, in their words.',
    more: 'Decided as the act itself would be, and kept nowhere. `untoldBecause` says why the requester hears nothing new.',
  },
  'GET /api/tickets/:id/promise-words': {
    id: 'sayPromise',
    tag: 'Escalation',
    does: 'A sentence for a reply that says by when the requester hears again, in their language and in the caller’s.',
    more: 'Send it with `hearsBy` of the same moment: that is a promise, or moves the one that is open.',
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
  [`POST ${LEGS}`]: {
    ...ESCALATION,
    id: 'openLeg',
    does: 'Hand a part of the work to somebody, to a team or to the manager of the caller; several may be open at once.',
    more: 'Until it is acknowledged whoever answered for the ticket goes on answering; the holder of a `hierarchical` leg answers from then on, the holder of a `functional` one for their part only. Nobody takes it by `acceptBy`: it goes to somebody above. No SLA clock hears of it.',
    example: {
      direction: 'functional',
      to: { type: 'person', personId: 21 },
      reason: 'skill',
      words: 'Is this the firmware?',
      commandId,
    },
  },
  [`PUT ${LEGS}/:legId/acknowledgement`]: {
    ...ESCALATION,
    id: 'acknowledgeLeg',
    does: 'Take a part that was offered to the caller. At `doBy` they are reminded, and an hour later it goes up; visible work moves that on.',
    example: { commandId },
  },
  [`PUT ${LEGS}/:legId/return`]: {
    ...ESCALATION,
    id: 'returnLeg',
    does: 'Refuse a part that was offered to the caller; it ends when nobody asked is left.',
    example: { reason: 'wrong_skill', words: 'That is for Logistics.', commandId },
  },
  [`PUT ${LEGS}/:legId/completion`]: {
    ...ESCALATION,
    id: 'finishLeg',
    does: 'Say that the part the caller holds is done.',
    example: { commandId },
  },
  [`PUT ${LEGS}/:legId/hand-back`]: {
    ...ESCALATION,
    id: 'handBackLeg',
    does: 'Offer the part the caller holds to whoever opened it, or to somebody named; they have 30 minutes of business time.',
    more: 'The caller holds it until it is taken. What a step of a path had lent goes back as its escalation does.',
    example: { reason: 'part_done', words: 'The firmware is not it; please ask for the serial number.', commandId },
  },
  [`PUT ${LEGS}/:legId/hand-back/acknowledgement`]: {
    ...ESCALATION,
    id: 'acknowledgeLegHandBack',
    does: 'Take back a part that is offered to the caller: it ends, and of a `hierarchical` one they answer for the ticket.',
    example: { commandId },
  },
  [`PUT ${LEGS}/:legId/withdrawal`]: {
    ...ESCALATION,
    id: 'withdrawLeg',
    does: 'Say that the part the caller handed over is needed no longer.',
    example: { commandId },
  },
  'POST /api/tickets/:id/disputes': {
    ...ESCALATION,
    id: 'openDispute',
    does: 'Ask somebody neutral to decide between the caller and a colleague, or another team.',
    more: 'The nearest superior of both decides, else an escalation manager or an executive; nobody of either side is ever asked. Who answers for the ticket stays the same.',
    example: { against: { type: 'person', personId: 31 }, words: 'Refund or replacement?', commandId },
  },
  [`PUT ${LEGS}/:legId/decision`]: {
    ...ESCALATION,
    id: 'decideDispute',
    does: 'Decide a dispute the caller has taken.',
    example: { decision: 'for_opener', words: 'Replace it, and refund the postage.', commandId },
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
