import { isPushed } from '#core/routing/offer.ts';
import { proposeAssignee } from '#core/routing/propose-assignee.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { assignedAt, FRONT_LINE } from '#core/ticket/tier.ts';

/** Gives the ticket to another team, where somebody is proposed as when a ticket comes in. No customer clock moves. */
export function moveToTeam(
  draft: Draft,
  { teamId }: Extract<TicketCommand, { type: 'move_to_team' }>,
  by: PersonId,
): Outcome {
  if (draft.ticket.status === 'closed') return refuse('ticket_closed');
  if (draft.ticket.teamId === teamId) return refuse('same_team');
  giveToTeam(draft, teamId, by);
  return undefined;
}

/** Leaves the ticket with `teamId` and whoever is proposed there, or with its queue. */
export function giveToTeam(draft: Draft, teamId: TeamId, by: PersonId): void {
  const { ticket, context } = draft;
  const moves = teamId !== ticket.teamId;
  const person = isPushed(context.facts, teamId)
    ? null
    : proposeAssignee(teamId, context.facts.roster, {
        excludedIds: ticket.excludedIds,
        at: moves ? FRONT_LINE : ticket.tier,
        from: 'colleague',
      });
  draft.emit({
    type: 'assigned',
    assigneeId: person?.id ?? null,
    teamId,
    by,
    // whom Belay proposes says who had time, not where it stands
    ...assignedAt(draft, { personId: null, teamId }, by),
    why: person === null ? { code: 'requested' } : { code: 'least_loaded', openTickets: person.openTickets },
  });
  if (moves) runClocks(draft, { type: 'handed_on' });
}
