import type { PersonId } from '#core/ids.ts';
import { mayHold } from '#core/people/roster.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { assignedAt } from '#core/ticket/tier.ts';

/** Gives the ticket to a person, or back to its team with `assigneeId: null`. No customer clock moves. */
export function assign(draft: Draft, command: Extract<TicketCommand, { type: 'assign' }>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  const { assigneeId } = command;
  const teamId = command.teamId ?? ticket.teamId;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (ticket.assigneeId === assigneeId && ticket.teamId === teamId) return refuse('same_assignee');
  if (assigneeId !== null && ticket.excludedIds.includes(assigneeId)) return refuse('assignee_excluded');
  const known = context.facts.roster.some((person) => person.id === assigneeId && mayHold(person));
  if (assigneeId !== null && !known) return refuse('assignee_unknown');
  const code = assigneeId === by ? 'taken' : 'requested';
  const moves = teamId !== ticket.teamId;
  const at = assignedAt(draft, { personId: assigneeId, teamId }, by);
  draft.emit({ type: 'assigned', assigneeId, teamId, by, ...at, why: { code } });
  if (moves) runClocks(draft, { type: 'handed_on' });
  return undefined;
}
