import type { MergeEvent } from '#core/merge/merge-event.ts';
import { openQuestions } from '#core/question/question.ts';
import { resume } from '#core/question/resume.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

type MergedIn = Extract<MergeEvent, { type: 'merged_in' }>;

/** Lets what a merged ticket had asked suppliers be waited for here, by the same moments; it holds what waits here as well. */
export function joinQuestions(draft: Draft, other: Ticket): NonNullable<MergedIn['questions']> {
  return openQuestions(other.questions).map((their) => {
    const here = draft.ticket.questions.length + 1;
    const question = { ...their, id: here, holds: their.holds && draft.ticket.status === 'on_hold' };
    draft.emit({ type: 'question_carried_over', questionId: here, question, otherId: other.id });
    return { there: their.id, here };
  });
}

/** What was asked when the ticket was closed is waited for again, or was answered meanwhile in the ticket that had taken it in. */
export function takeQuestionsUp(
  draft: Draft,
  before: Ticket | null,
  merge: { event: MergedIn; into: Ticket } | null,
): void {
  for (const question of openQuestions(before?.questions ?? [])) {
    const here = merge?.event.questions?.find(({ there }) => there === question.id)?.here;
    const there = merge?.into.questions.find(({ id }) => id === here) ?? question;
    const back = { ...there, id: question.id, holds: question.holds };
    draft.emit({ type: 'question_carried_over', questionId: question.id, question: back, otherId: null });
    if (there.status === 'ended') resume(draft, back);
  }
}

/** What the other ticket had brought is waited for there again. */
export function giveQuestionsBack(draft: Draft, { questions = [] }: MergedIn): void {
  for (const { id: questionId } of openQuestions(draft.ticket.questions)) {
    if (!questions.some(({ here }) => here === questionId)) continue;
    draft.emit({ type: 'question_withdrawn', questionId, by: null, why: 'unmerged' });
  }
}
