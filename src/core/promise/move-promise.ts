import type { MessageId } from '#core/ids.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { openPromise, type TicketPromise } from '#core/promise/promise.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';

/** The longest time ahead that a person may name. */
export const LONGEST_MOVE: Duration = 30 * DAY;

/** Why a reply cannot name `hearsBy` as the time by which the requester hears; undefined when it can. */
export function cannotName({ context: { now } }: Draft, hearsBy: Instant): Outcome {
  return hearsBy <= now || hearsBy > now + LONGEST_MOVE ? refuse('moment_past') : undefined;
}

/** A reply names a time, which moves what is promised or is the first promise; it holds once the channel has taken it. */
export function writeTime(draft: Draft, messageId: MessageId, dueAt: Instant): void {
  const { ticket, context } = draft;
  const open = openPromise(ticket.promises);
  if (open !== undefined) {
    draft.emit({ type: 'promise_move_written', promiseId: open.id, messageId, dueAt });
    return;
  }
  const { calendarVersionId } = context.config.path(pathOf(ticket, context.config));
  const promiseId = ticket.promises.length + 1;
  draft.emit({ type: 'promise_written', promiseId, messageId, dueAt, calendarVersionId });
}

/** Whether this message, which went out, moves the promise instead of keeping it: it named a time that lies ahead. */
export function isMovedBy({ state, move }: TicketPromise, messageId: MessageId, now: Instant): boolean {
  return state === 'open' && move?.messageId === messageId && move.from === null && move.dueAt > now;
}

/**
 * The message that named a time came back: what was promised before holds, and may be broken by now; where nothing was,
 * nothing is.
 */
export function retractTime(draft: Draft, messageId: MessageId): void {
  const { promises } = draft.ticket;
  const given = promises.find((each) => isGivenBy(each, messageId));
  if (given !== undefined) draft.emit({ type: 'promise_withdrawn', promiseId: given.id, messageId });
  const open = openPromise(promises);
  if (open?.move?.messageId !== messageId || open.move.from === null) return;
  draft.emit({ type: 'promise_move_retracted', promiseId: open.id, messageId, dueAt: open.move.from });
}

/** Whether nobody but this message says that the requester hears by then. */
function isGivenBy({ escalationId, state, move }: TicketPromise, messageId: MessageId): boolean {
  if (escalationId !== null || (state !== 'open' && state !== 'written')) return false;
  return move?.messageId === messageId && move.from === null;
}
