import { trigger } from '#core/escalation/trigger.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import { CLIMBS_AFTER, openQuestions, questionLookAt, type OpenQuestion } from '#core/question/question.ts';
import { resume } from '#core/question/resume.ts';
import { never } from '#core/result.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** Does what is due about every open question whose moment is at or before `upTo`: one thing each, however late. */
export function runQuestions(draft: Draft, upTo: Instant): void {
  for (const question of openQuestions(draft.ticket.questions)) {
    if (questionLookAt(question, draft.ticket.maintenanceUntil) <= upTo) runQuestion(draft, question);
  }
}

function runQuestion(draft: Draft, question: OpenQuestion): void {
  const { id: questionId, phase, answerBy } = question;
  const climbsAt = inBusiness(draft, CLIMBS_AFTER);
  switch (phase) {
    case 'asked':
      // looked at too late to remind anybody of a time that is over
      if (answerBy <= draft.context.now) return draft.emit({ type: 'question_overdue', questionId, climbsAt });
      return draft.emit({ type: 'question_reminded', questionId });
    case 'reminded':
      return draft.emit({ type: 'question_overdue', questionId, climbsAt });
    case 'overdue':
      draft.emit({ type: 'question_climbed', questionId });
      // somebody must do something about the ticket: it no longer waits
      resume(draft, question);
      return trigger(draft, { type: 'signal', kind: 'silence', evidence: [], confidence: 1 }, draft.context.now);
    case 'climbed':
      return undefined;
    default:
      return never(phase);
  }
}

/** Nobody needs the answers any more, or not here: the ticket is solved or closed. */
export function withdrawQuestions(draft: Draft, why: 'withdrawn' | 'merged' = 'withdrawn'): void {
  for (const { id: questionId } of openQuestions(draft.ticket.questions)) {
    draft.emit({ type: 'question_withdrawn', questionId, by: null, ...(why === 'merged' ? { why } : {}) });
  }
}
