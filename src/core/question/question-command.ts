import type { MessageId } from '#core/ids.ts';
import type { InboundKind } from '#core/ticket/event.ts';
import type { Duration } from '#core/time.ts';

/** What people may ask of a question. */
export type QuestionCommand =
  | {
      type: 'ask_question';
      messageId: MessageId;
      /** In the side thread of a question that was asked before; without it, a new one. */
      questionId?: number;
      /** Business time for an answer; without it, `ANSWER_MS`. */
      answerMs?: Duration;
      /** The ticket waits on hold for the answer. */
      holds: boolean;
    }
  /** Nobody needs the answer any more. */
  | { type: 'withdraw_question'; questionId: number };

/** What a side thread's mail does. */
export type SideThreadCommand =
  | { type: 'receive_answer'; questionId: number; messageId: MessageId; kind: InboundKind }
  | { type: 'accept_question'; questionId: number; messageId: MessageId }
  | { type: 'fail_question'; questionId: number; messageId: MessageId; code: string };

/** Why a question cannot be had as asked. */
export type QuestionRefusal = 'question_unknown' | 'question_over' | 'too_many_questions';
