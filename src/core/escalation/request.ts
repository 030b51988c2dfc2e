import { climb } from '#core/escalation/climb.ts';
import type { PersonId } from '#core/ids.ts';
import { liveEscalation, trigger } from '#core/escalation/trigger.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/**
 * A person raises the ticket: to the first step, or one step on when it climbs already. The command names the
 * firing it saw, so that of two people who press at once exactly one moves the climb.
 */
export function request(draft: Draft, command: Extract<TicketCommand, { type: 'escalate' }>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (ticket.status === 'solved') return refuse('ticket_solved');
  const pathVersionId = pathOf(ticket, context.config);
  const live = liveEscalation(ticket, pathVersionId);
  if ((live?.firing ?? null) !== command.firing) {
    return live === undefined ? refuse('not_escalated') : refuse('already_escalated', { firing: live.firing });
  }
  const cause = { type: 'request', by, reason: command.reason, messageId: command.messageId } as const;
  trigger(draft, cause, context.now);
  if (live !== undefined) climb(draft, live.id, 'requested', context.now);
  return undefined;
}
