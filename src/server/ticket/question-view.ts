import type { QuestionView } from '#contract/question.ts';
import type { Question } from '#core/question/question.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { NameOf } from './escalation-view.ts';
import type { WhyNot } from './may.ts';
import { readAddressees } from './question-store.ts';

/** Questions with names and addresses, and what the reader may do to them now. */
export const questionViews = async (
  tx: Tx,
  questions: Question[],
  nameOf: NameOf,
  why: WhyNot,
): Promise<QuestionView[]> => {
  const addressees = await readAddressees(
    tx,
    questions.map(({ messageId }) => messageId),
  );
  return questions.map((question) => {
    const { id, askedBy, askedAt, messageId, holds, status } = question;
    const open = question.status === 'open' ? question : null;
    const ended = question.status === 'ended' ? question : null;
    return {
      id,
      status,
      phase: open?.phase ?? null,
      to: addressees.get(messageId) ?? [],
      askedBy: nameOf(askedBy),
      askedAt,
      messageId,
      answerBy: open?.answerBy ?? null,
      holds,
      endedAt: ended?.endedAt ?? null,
      endedWhy: ended?.why ?? null,
      may: {
        askAgain: why({ type: 'ask_question', messageId, questionId: id, holds: false }),
        withdraw: why({ type: 'withdraw_question', questionId: id }),
      },
    };
  });
};
