import type { Question } from '#core/question/question.ts';
import type { QuestionEvent } from '#core/question/question-event.ts';
import { never } from '#core/result.ts';
import type { Instant } from '#core/time.ts';

type Asked = Extract<QuestionEvent, { type: 'question_asked' }>;
type Later = Exclude<QuestionEvent, { type: 'question_asked' | 'question_carried_over' }>;

/** The ticket's questions after an event about one of them that happened at `at`. */
export function evolveQuestions(questions: Question[], event: QuestionEvent, at: Instant): Question[] {
  const before = questions.find(({ id }) => id === event.questionId);
  if (event.type === 'question_asked' || event.type === 'question_carried_over') {
    const asked = event.type === 'question_asked' ? askedBy(event, before, at) : event.question;
    return before === undefined ? [...questions, asked] : questions.map((each) => (each === before ? asked : each));
  }
  if (before === undefined) throw new Error(`${event.type} of no question ${event.questionId}`);
  const after = changed(before, event, at);
  return questions.map((each) => (each === before ? after : each));
}

/** Anew, or once more in the side thread of one that was asked before. */
function askedBy(event: Asked, before: Question | undefined, at: Instant): Question {
  const { questionId: id, by, messageId, answerMs, remindAt, answerBy, holds } = event;
  return {
    id,
    askedBy: by,
    askedAt: before?.askedAt ?? at,
    messageId: before?.messageId ?? messageId,
    answerMs,
    holds,
    status: 'open',
    phase: 'asked',
    answerBy,
    nextAt: remindAt,
  };
}

function changed(question: Question, event: Later, at: Instant): Question {
  if (question.status === 'ended') return question;
  switch (event.type) {
    case 'question_sent':
      return question;
    case 'question_reminded':
      return { ...question, phase: 'reminded', nextAt: question.answerBy };
    case 'question_overdue':
      return { ...question, phase: 'overdue', nextAt: event.climbsAt };
    case 'question_climbed':
      // the ticket climbs for it, and so waits for it no longer
      return { ...question, phase: 'climbed', nextAt: null, holds: false };
    case 'answer_received':
      return event.kind === 'message' ? ended(question, 'answered', at) : question;
    case 'question_undelivered':
      return ended(question, 'undelivered', at);
    case 'question_withdrawn':
      return ended(question, event.why ?? 'withdrawn', at);
    default:
      return never(event);
  }
}

function ended(question: Question, why: Extract<Question, { status: 'ended' }>['why'], at: Instant): Question {
  const { id, askedBy: asker, askedAt, messageId, answerMs, holds } = question;
  return { id, askedBy: asker, askedAt, messageId, answerMs, holds, status: 'ended', endedAt: at, why };
}
