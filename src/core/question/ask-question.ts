import { confirmByWork } from '#core/escalation/acknowledge.ts';
import { ANSWER_MS, MOST_QUESTIONS, openQuestions, REMINDED_AFTER } from '#core/question/question.ts';
import type { QuestionCommand } from '#core/question/question-command.ts';
import { resume } from '#core/question/resume.ts';
import type { PersonId } from '#core/ids.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import { refuse } from '#core/result.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import { lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';

type Named<Type extends QuestionCommand['type']> = Extract<QuestionCommand, { type: Type }>;

/** Somebody asks a supplier or another department; no clock of the requester hears of it. */
export function askQuestion(draft: Draft, command: Named<'ask_question'>, by: PersonId): Outcome {
  const { ticket } = draft;
  const { messageId, answerMs = ANSWER_MS, holds } = command;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (ticket.status === 'solved') return refuse('ticket_solved');
  const before = ticket.questions.find(({ id }) => id === command.questionId);
  if (command.questionId !== undefined && before === undefined) return refuse('question_unknown');
  if (before?.status !== 'open' && openQuestions(ticket.questions).length >= MOST_QUESTIONS) {
    return refuse('too_many_questions');
  }
  draft.emit({
    type: 'question_asked',
    questionId: before?.id ?? ticket.questions.length + 1,
    by,
    messageId,
    answerMs,
    remindAt: inBusiness(draft, Math.ceil(answerMs * REMINDED_AFTER)),
    answerBy: inBusiness(draft, answerMs),
    holds,
  });
  if (holds && ticket.status !== 'on_hold') {
    const lookAgainAt = lookAgain(draft.context.now);
    draft.emit({ type: 'status_changed', from: ticket.status, to: 'on_hold', lookAgainAt });
    runClocks(draft, { type: 'status' });
  }
  confirmByWork(draft, by);
  return undefined;
}

/** Nobody needs the answer any more. */
export function withdrawQuestion(draft: Draft, { questionId }: Named<'withdraw_question'>, by: PersonId): Outcome {
  const question = draft.ticket.questions.find(({ id }) => id === questionId);
  if (question === undefined) return refuse('question_unknown');
  if (question.status === 'ended') return refuse('question_over');
  draft.emit({ type: 'question_withdrawn', questionId, by });
  resume(draft, question);
  return undefined;
}
