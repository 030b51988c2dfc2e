import type { TicketEvent } from '#core/ticket/event.ts';

/** What the customer was promised, as the ladder draws it: a flag at the promised time. */
export interface PromiseFlag {
  id: number;
  /** When they were first told. */
  madeAt: number;
  dueAt: number;
  state: 'open' | 'kept' | 'broken';
}

/** The flags after one more event of the log, in the order in which they were promised. */
export function promisesAfter(flags: readonly PromiseFlag[], event: TicketEvent, at: number): readonly PromiseFlag[] {
  switch (event.type) {
    case 'promise_made':
    case 'promise_given': {
      const before = flags.find(({ id }) => id === event.promiseId);
      const flag = { id: event.promiseId, madeAt: before?.madeAt ?? at, dueAt: event.dueAt, state: 'open' as const };
      return before === undefined ? [...flags, flag] : changed(flags, event.promiseId, () => flag);
    }
    case 'promise_moved':
    case 'promise_move_retracted':
      return changed(flags, event.promiseId, (flag) => ({ ...flag, dueAt: event.dueAt }));
    case 'promise_answered':
      return changed(flags, event.promiseId, (flag) => (flag.state === 'open' ? { ...flag, state: 'kept' } : flag));
    case 'promise_unanswered':
      return changed(flags, event.promiseId, (flag) => (flag.state === 'kept' ? { ...flag, state: 'open' } : flag));
    case 'promise_broken':
      return changed(flags, event.promiseId, (flag) => ({ ...flag, state: 'broken' }));
    case 'promise_withdrawn':
      return flags.filter(({ id }) => id !== event.promiseId);
    default:
      return flags;
  }
}

const changed = (
  flags: readonly PromiseFlag[],
  id: number,
  change: (flag: PromiseFlag) => PromiseFlag,
): readonly PromiseFlag[] => flags.map((flag) => (flag.id === id ? change(flag) : flag));
