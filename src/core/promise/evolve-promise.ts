import { never } from '#core/result.ts';
import type { PromiseEvent } from '#core/promise/promise-event.ts';
import type { TicketPromise } from '#core/promise/promise.ts';
import type { Instant } from '#core/time.ts';

type Made = Extract<PromiseEvent, { type: 'promise_made' }>;
type Written = Extract<PromiseEvent, { type: 'promise_written' }>;

/** The promises after one event of theirs. Throws when it names none: the log is damaged. */
export function evolvePromises(promises: TicketPromise[], event: PromiseEvent, at: Instant): TicketPromise[] {
  const before = promises.find(({ id }) => id === event.promiseId);
  if (event.type === 'promise_made') {
    const made = madeBy(event, before, at);
    return before === undefined ? [...promises, made] : promises.map((each) => (each === before ? made : each));
  }
  if (event.type === 'promise_written') return [...promises, writtenBy(event, at)];
  if (before === undefined) throw new Error(`${event.type} of no promise ${event.promiseId}`);
  const after = changed(before, event, at);
  return promises.map((each) => (each === before ? after : each));
}

/** Anew, or another stage of the one that is open. */
function madeBy(event: Made, before: TicketPromise | undefined, at: Instant): TicketPromise {
  return {
    id: event.promiseId,
    escalationId: event.ofEscalationId,
    stage: event.stage,
    stageSince: at,
    madeAt: before?.madeAt ?? at,
    dueAt: event.dueAt,
    calendarVersionId: event.calendarVersionId,
    toldAt: event.tellAt ?? before?.toldAt ?? null,
    move: before?.move ?? null,
    state: 'open',
  };
}

/** By a person, in a message that is on its way. */
function writtenBy({ promiseId: id, messageId, dueAt, calendarVersionId }: Written, at: Instant): TicketPromise {
  const told = { escalationId: null, stage: 'agent', stageSince: at, madeAt: at, toldAt: null } as const;
  return { id, ...told, dueAt, calendarVersionId, move: { messageId, dueAt, from: null }, state: 'written' };
}

function changed(promise: TicketPromise, event: Exclude<PromiseEvent, Made | Written>, at: Instant): TicketPromise {
  switch (event.type) {
    case 'promise_given':
      return { ...promise, stageSince: at, madeAt: at, state: 'open' };
    case 'promise_withdrawn':
      return { ...promise, state: 'withdrawn' };
    case 'promise_move_written': {
      const { messageId, dueAt } = event;
      return { ...promise, move: { messageId, dueAt, from: null } };
    }
    case 'promise_moved': {
      const { messageId, dueAt, from } = event;
      return { ...promise, dueAt, move: { messageId, dueAt, from } };
    }
    case 'promise_move_retracted':
      return { ...promise, dueAt: event.dueAt, move: null };
    case 'promise_answered': {
      const { messageId, tookMs } = event;
      return {
        ...promise,
        state: promise.state === 'open' ? 'kept' : promise.state,
        answer: { messageId, at, tookMs },
      };
    }
    case 'promise_unanswered':
      return promise.state === 'broken' ? { ...promise, answer: null } : reopened(promise);
    case 'promise_broken':
      return { ...promise, state: 'broken', answer: null };
    default:
      return never(event);
  }
}

function reopened(promise: TicketPromise): TicketPromise {
  if (promise.state !== 'kept') return promise;
  const { answer: _, ...base } = promise;
  return { ...base, state: 'open' };
}
