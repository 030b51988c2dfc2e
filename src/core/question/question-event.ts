import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Question } from '#core/question/question.ts';
import type { InboundKind } from '#core/ticket/event.ts';
import type { Duration, Instant } from '#core/time.ts';

/** What happens to a question; `questionId` counts from 1 within the ticket. */
export type QuestionEvent =
  /** Of a question that was asked before: asked again, in the same side thread. */
  | {
      type: 'question_asked';
      questionId: number;
      by: PersonId;
      messageId: MessageId;
      answerMs: Duration;
      remindAt: Instant;
      answerBy: Instant;
      holds: boolean;
    }
  /** The channel took it. */
  | { type: 'question_sent'; questionId: number; messageId: MessageId }
  /** The channel refused it for good, or it came back. */
  | { type: 'question_undelivered'; questionId: number; messageId: MessageId; code: string }
  /** Who was asked is written to again. */
  | { type: 'question_reminded'; questionId: number }
  /** Its time is over; the ticket climbs at `climbsAt` unless an answer comes first. */
  | { type: 'question_overdue'; questionId: number; climbsAt: Instant }
  | { type: 'question_climbed'; questionId: number }
  /** Something arrived in the side thread; only a `message` answers. */
  | { type: 'answer_received'; questionId: number; messageId: MessageId; kind: InboundKind }
  /** `by` is null when Belay ended it. */
  | {
      type: 'question_withdrawn';
      questionId: number;
      by: PersonId | null;
      /** Where it goes on in another ticket. */ why?: 'merged' | 'unmerged';
    }
  /** Waited for here as it stands: what was merged in had asked it, or, without another ticket, it was closed by mistake. */
  | { type: 'question_carried_over'; questionId: number; question: Question; otherId: TicketId | null };
