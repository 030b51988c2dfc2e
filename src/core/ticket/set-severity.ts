import { rechoose } from '#core/matrix/rechoose.ts';
import { refuse } from '#core/result.ts';
import { retargetClocks } from '#core/sla/retarget.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** Says how bad it is; every clock takes the target of that severity. */
export function setSeverity(draft: Draft, { severity }: Extract<TicketCommand, { type: 'set_severity' }>): Outcome {
  const { status, severity: from } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (from === severity) return refuse('same_severity');
  draft.emit({ type: 'severity_changed', from, to: severity });
  retargetClocks(draft);
  rechoose(draft, 'severities');
  return undefined;
}
