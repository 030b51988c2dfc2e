import { trigger } from '#core/escalation/trigger.ts';
import type { MessageId } from '#core/ids.ts';
import { isMovedBy, retractTime } from '#core/promise/move-promise.ts';
import { openPromise } from '#core/promise/promise.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/**
 * Breaks a promise whose time is strictly past, dated at that time however late Belay looks. Like a breach it is a
 * fact of the present instant: a message one millisecond too late finds it broken.
 */
export function breakPromises(draft: Draft): void {
  for (
    let open = openPromise(draft.ticket.promises);
    open !== undefined && draft.context.now > open.dueAt;
    open = openPromise(draft.ticket.promises)
  ) {
    draft.emit({ type: 'promise_broken', promiseId: open.id, brokenAt: open.dueAt });
    if (draft.ticket.status === 'solved' || draft.ticket.status === 'closed') continue;
    trigger(draft, { type: 'signal', kind: 'promise_broken', evidence: [], confidence: 1 }, open.dueAt);
  }
}

/** The channel took a person's public message: it answers whatever was promised before it, moves it, or promises. */
export function answerPromises(draft: Draft, messageId: MessageId): void {
  const { now, config } = draft.context;
  for (const promise of draft.ticket.promises) {
    if (promise.state === 'withdrawn') continue;
    if (promise.state === 'written') {
      const { id: promiseId, dueAt } = promise;
      if (promise.move?.messageId !== messageId) continue;
      // a time that has passed by the time it is read promises nothing
      if (dueAt > now) draft.emit({ type: 'promise_given', promiseId, messageId, dueAt });
      else draft.emit({ type: 'promise_withdrawn', promiseId, messageId });
      continue;
    }
    if (promise.state === 'kept' || (promise.state === 'broken' && promise.answer !== null)) continue;
    if (promise.move !== null && isMovedBy(promise, messageId, now)) {
      const { dueAt: from, id: promiseId } = promise;
      draft.emit({ type: 'promise_moved', promiseId, messageId, from, dueAt: promise.move.dueAt });
      continue;
    }
    const { hours } = config.calendar(promise.calendarVersionId);
    const tookMs = openTimeBetween(hours, promise.stageSince, now);
    draft.emit({ type: 'promise_answered', promiseId: promise.id, messageId, tookMs });
  }
}

/**
 * The message that answered was not delivered after all: what it had kept is owed again, or broken by now, unless a
 * later message that did arrive (`answeredAt`; null = none) came in time as well.
 */
export function retractAnswer(draft: Draft, messageId: MessageId, answeredAt: Instant | null): void {
  for (const promise of draft.ticket.promises) {
    if (!('answer' in promise) || promise.answer?.messageId !== messageId) continue;
    if (answeredAt !== null && answeredAt <= promise.dueAt) continue;
    draft.emit({ type: 'promise_unanswered', promiseId: promise.id, messageId });
  }
  retractTime(draft, messageId);
  breakPromises(draft);
}
