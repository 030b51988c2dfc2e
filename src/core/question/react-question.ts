import type { PersonId } from '#core/ids.ts';
import type { QuestionEvent } from '#core/question/question-event.ts';
import { never } from '#core/result.ts';
import type { Effect } from '#core/ticket/effect.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What follows from what happens to a question at `at`; `responsible` answers for the ticket after it. */
export function questionEffects(
  event: QuestionEvent,
  at: Instant,
  ticket: Ticket,
  tell: (...people: (PersonId | null)[]) => Effect,
  responsible: PersonId | null,
): Effect[] {
  const question = ticket.questions.find(({ id }) => id === event.questionId);
  if (question === undefined) throw new Error(`ticket ${ticket.id} has no question ${event.questionId}`);
  const { id: questionId, askedBy } = question;
  switch (event.type) {
    case 'question_asked':
      return [
        { type: 'send_question', messageId: event.messageId, notBefore: at },
        // whoever asks hears of the answer
        { type: 'follow', personIds: [event.by], why: 'escalated' },
      ];
    case 'question_reminded':
      return [{ type: 'remind_question', questionId, notBefore: at }];
    case 'question_overdue':
    case 'question_undelivered':
      return [tell(askedBy, responsible)];
    case 'answer_received':
      // of what came back for good they are told by that
      return event.kind === 'message' ? [tell(askedBy, responsible)] : [];
    case 'question_sent':
    case 'question_climbed':
    case 'question_withdrawn':
      return [];
    case 'question_carried_over':
      return [{ type: 'follow', personIds: [askedBy], why: 'escalated' }];
    default:
      return never(event);
  }
}
