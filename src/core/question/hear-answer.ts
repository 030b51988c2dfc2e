import type { SideThreadCommand } from '#core/question/question-command.ts';
import { resume } from '#core/question/resume.ts';
import { never, refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** What the mail of a side thread does: it went out, it did not arrive, or something came back in it. */
export function hearAnswer(draft: Draft, command: SideThreadCommand): Outcome {
  const { questionId, messageId } = command;
  const question = draft.ticket.questions.find(({ id }) => id === questionId);
  if (question === undefined) return refuse('question_unknown');
  switch (command.type) {
    case 'receive_answer':
      draft.emit({ type: 'answer_received', questionId, messageId, kind: command.kind });
      if (command.kind === 'message' && question.status === 'open') resume(draft, question);
      return undefined;
    case 'accept_question':
      draft.emit({ type: 'question_sent', questionId, messageId });
      return undefined;
    case 'fail_question':
      draft.emit({ type: 'question_undelivered', questionId, messageId, code: command.code });
      if (question.status === 'open') resume(draft, question);
      return undefined;
    default:
      return never(command);
  }
}
