import type { ApiWords } from '#server/platform/http/openapi/words.ts';

const QUESTION = { tag: 'Question', problems: [409, 422] };
const commandId = 'c0ffee00-0007';
const AT = '/api/tickets/:id/questions';

/** Asking suppliers and other departments. */
export const questionWords: ApiWords = {
  [`POST ${AT}`]: {
    ...QUESTION,
    id: 'askQuestion',
    does: 'Ask a supplier or another department by mail, in a side thread of its own.',
    more: 'The requester never sees it: neither it nor the answer is a message of theirs, and no clock of theirs hears of it. Who does not answer is reminded when three quarters of the time are over; at its end whoever asks is told, and an hour later the ticket climbs. `holds` keeps the ticket on hold until the answer is there.',
    example: {
      to: 'service@supplier.example',
      text: 'Is the battery of this series covered? It is from March.',
      answerMs: 86_400_000,
      holds: true,
      commandId,
    },
  },
  [`POST ${AT}/:questionId/messages`]: {
    ...QUESTION,
    id: 'askAgain',
    does: 'Write once more into the side thread of a question; its time begins anew.',
    example: { text: 'Thank you. Do you need the serial number?', commandId },
  },
  [`PUT ${AT}/:questionId/withdrawal`]: {
    ...QUESTION,
    id: 'withdrawQuestion',
    does: 'No longer wait for an answer. One that comes all the same is kept in the side thread.',
    example: { commandId },
  },
};
