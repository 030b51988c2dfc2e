import type { ApiWords } from '#server/platform/http/openapi/words.ts';

const commandId = 'c0ffee00-0003';

/** What somebody noticed, and what somebody tried. */
export const signalWords: ApiWords = {
  'POST /api/tickets/:id/signals': {
    tag: 'Escalation',
    problems: [409, 422],
    id: 'reportSignal',
    does: 'Say what was noticed: the customer demands a manager, complains, is angry; a program is stuck.',
    more: 'It begins a climb, or joins the live one and raises it where a step of the path waits for it; it never begins one anew. `rejected_solution` opens a solved ticket again. `evidence` names messages of the ticket, never their words.',
    example: { kind: 'complaint', evidence: [{ messageId: 812, from: 14, to: 52 }], confidence: 0.9, commandId },
  },
  'DELETE /api/tickets/:id/automation-stop': {
    tag: 'Escalation',
    problems: [409],
    id: 'resumeAutomation',
    does: 'Let programs change the ticket again, after they had changed it in circles.',
    more: 'A ticket bears ten changes by programs (whoever acts by an API key) in an hour. The eleventh is refused (`automation_parked`), and so is every other until this; an escalation manager is called. Notes and replies are never held up, but more than sixty of programs in an hour stop their changes in the same way.',
    example: { commandId },
  },
  'POST /api/tickets/:id/attempts': {
    tag: 'Escalation',
    problems: [409],
    id: 'recordAttempt',
    does: 'Write down that something was tried for the customer.',
    more: 'A path may let a reason wait for a number of attempts (`gates`); `mayEscalate` of the ticket says how many are missing. It counts as work of whoever holds an escalation.',
    example: { kind: 'workaround', words: 'Reset the base station; it helped for an hour.', commandId },
  },
};
