import type { MessageId, VersionId } from '#core/ids.ts';
import type { StageSpeed, ToldStage } from '#core/promise/promise.ts';
import type { Duration, Instant } from '#core/time.ts';

/** What happens to a promise. */
export type PromiseEvent =
  /** The requester is promised an answer by `dueAt`; of an open promise: another stage, never a later time. */
  | {
      type: 'promise_made';
      promiseId: number;
      /** Null where it was a person's word before two tickets became one. */
      ofEscalationId: number | null;
      stage: ToldStage;
      dueAt: Instant;
      calendarVersionId: VersionId;
      /** When the requester is told; null while a message of before still waits, which will say it. */
      tellAt: Instant | null;
      /** The answers it was learned from; without it, it is what the step says. */
      speed?: StageSpeed;
    }
  /** A person names a time in a message that has not gone out yet, and nothing is promised so far. */
  | { type: 'promise_written'; promiseId: number; messageId: MessageId; dueAt: Instant; calendarVersionId: VersionId }
  /** The message went out: the requester hears by the time it names. */
  | { type: 'promise_given'; promiseId: number; messageId: MessageId; dueAt: Instant }
  /** The message came back or was taken back, or went out after that time: nobody was promised anything. */
  | { type: 'promise_withdrawn'; promiseId: number; messageId: MessageId }
  /** A person names another time in a message that has not gone out yet. */
  | { type: 'promise_move_written'; promiseId: number; messageId: MessageId; dueAt: Instant }
  /** The message went out: the requester hears by `dueAt`, no longer by `from`. */
  | { type: 'promise_moved'; promiseId: number; messageId: MessageId; from: Instant; dueAt: Instant }
  /** The message that named another time was not delivered: what was promised before holds. */
  | { type: 'promise_move_retracted'; promiseId: number; messageId: MessageId; dueAt: Instant }
  /** A person's message answered it; one that was open is kept. */
  | { type: 'promise_answered'; promiseId: number; messageId: MessageId; tookMs: Duration }
  /** The message that had answered it was not delivered. */
  | { type: 'promise_unanswered'; promiseId: number; messageId: MessageId }
  /** `brokenAt` is the promised time; the event's own time is when Belay looked. */
  | { type: 'promise_broken'; promiseId: number; brokenAt: Instant };
