import type { TicketDetail } from '#contract/ticket.ts';
import { lastTold } from '#core/promise/promise.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** What the requester was told last, and by when they hear: the earlier of what was promised and what a clock says. */
export const promiseView = (ticket: Ticket): Pick<TicketDetail, 'promise' | 'promisedAt'> => {
  const last = lastTold(ticket.promises);
  const moments = [
    ...(last?.state === 'open' ? [last.dueAt] : []),
    ...ticket.clocks.flatMap((clock) => (clock.state === 'running' && clock.dueAt !== null ? [clock.dueAt] : [])),
  ];
  return {
    promise:
      last === undefined
        ? null
        : {
            stage: last.stage,
            since: last.stageSince,
            state: last.state,
            dueAt: last.dueAt,
            answeredAt: 'answer' in last ? (last.answer?.at ?? null) : null,
          },
    promisedAt: moments.length === 0 ? null : Math.min(...moments),
  };
};
