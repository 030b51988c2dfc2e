import type { QuestionCommand, SideThreadCommand } from '#core/question/question-command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR } from '#core/time.ts';
import type { Cast } from './life-acts.ts';

const QUESTION_ACTS = [
  'ask_question',
  'withdraw_question',
  'receive_answer',
  'accept_question',
  'fail_question',
] as const;
type QuestionAct = (typeof QUESTION_ACTS)[number];

export const isQuestionAct = (act: string): act is QuestionAct => QUESTION_ACTS.some((each) => each === act);

export function questionCommandOf(
  act: QuestionAct,
  pick: number,
  ticket: Ticket,
  cast: Cast,
): QuestionCommand | SideThreadCommand {
  const messageId = cast.words(pick);
  const questionId = ticket.questions.findLast(({ status }) => status === 'open')?.id ?? 1;
  switch (act) {
    case 'ask_question': {
      const again = pick === 0 && ticket.questions.length > 0 ? { questionId } : {};
      return { type: act, messageId, holds: pick % 2 === 0, answerMs: (1 + pick) * HOUR, ...again };
    }
    case 'withdraw_question':
      return { type: act, questionId };
    case 'receive_answer':
      return { type: act, questionId, messageId, kind: pick === 0 ? 'auto_reply' : 'message' };
    case 'accept_question':
      return { type: act, questionId, messageId };
    case 'fail_question':
      return { type: act, questionId, messageId, code: '550' };
  }
}
