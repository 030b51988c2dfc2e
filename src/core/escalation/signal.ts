import { trigger } from '#core/escalation/trigger.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** Somebody or something noticed what calls for more than the front line: it starts a climb, or joins the live one. */
export function signal(
  draft: Draft,
  { kind, evidence, confidence }: Extract<TicketCommand, { type: 'signal' }>,
): Outcome {
  const { status } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (status === 'solved') return refuse('ticket_solved');
  trigger(draft, { type: 'signal', kind, evidence, confidence }, draft.context.now);
  return undefined;
}
