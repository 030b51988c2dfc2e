import type { MessageId } from '#core/ids.ts';
import { openPromise, type TicketPromise } from '#core/promise/promise.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';

/** The longest time ahead that a person may name. */
export const LONGEST_MOVE: Duration = 30 * DAY;

/** Why a reply cannot name `hearsBy` as another time for what is promised; undefined when it can. */
export function cannotMove({ ticket, context: { now } }: Draft, hearsBy: Instant): Outcome {
  if (openPromise(ticket.promises) === undefined) return refuse('no_promise');
  return hearsBy <= now || hearsBy > now + LONGEST_MOVE ? refuse('moment_past') : undefined;
}

/** A reply names another time; it holds once the channel has taken it. */
export function writeMove(draft: Draft, messageId: MessageId, dueAt: Instant): void {
  const open = openPromise(draft.ticket.promises);
  if (open !== undefined) draft.emit({ type: 'promise_move_written', promiseId: open.id, messageId, dueAt });
}

/** Whether this message, which went out, moves the promise instead of keeping it: it named a time that lies ahead. */
export function isMovedBy({ state, move }: TicketPromise, messageId: MessageId, now: Instant): boolean {
  return state === 'open' && move?.messageId === messageId && move.from === null && move.dueAt > now;
}

/** The message that moved a promise came back: what was promised before holds, and may be broken by now. */
export function retractMove(draft: Draft, messageId: MessageId): void {
  const open = openPromise(draft.ticket.promises);
  if (open?.move?.messageId !== messageId || open.move.from === null) return;
  draft.emit({ type: 'promise_move_retracted', promiseId: open.id, messageId, dueAt: open.move.from });
}
