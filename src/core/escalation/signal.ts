import { trigger } from '#core/escalation/trigger.ts';
import { refuse } from '#core/result.ts';
import { leastSure } from '#core/signal/hint.ts';
import { noticeReopening } from '#core/signal/notice.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';

/**
 * Somebody or something noticed what calls for more than the front line: it starts a climb, or joins the live one. A
 * solution that its customer rejects is none: the ticket is open again. Anything else of a solved ticket is refused.
 * What they are not sure enough of, as its path asks, is shown and calls nobody.
 */
export function signal(draft: Draft, command: Extract<TicketCommand, { type: 'signal' }>): Outcome {
  const { kind, evidence, confidence, spans } = command;
  const { status } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (status === 'solved' && kind !== 'rejected_solution') return refuse('ticket_solved');
  const least = leastSure(draft.ticket, draft.context.config, kind);
  if (confidence < least) {
    draft.emit({ type: 'signal_hinted', kind, evidence, confidence, least });
    return undefined;
  }
  if (status === 'solved') {
    draft.emit({ type: 'ticket_reopened', lookAgainAt: lookAgain(draft.context.now), by: 'customer' });
    runClocks(draft, { type: 'reopened', by: 'customer' });
    noticeReopening(draft);
  }
  const seen = spans === undefined ? {} : { spans };
  trigger(draft, { type: 'signal', kind, evidence, confidence, ...seen }, draft.context.now);
  return undefined;
}
