import type { PersonId } from '#core/ids.ts';
import type { Carrier } from '#core/leg/passes.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import type { Draft } from '#core/ticket/draft.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import type { TierReason } from '#core/ticket/tier-event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Where the front line stands: a new ticket, and one that was given to another team. */
export const FRONT_LINE = 1;

/**
 * The tier at which whoever is given the ticket by a person takes it, as `assigned` says it; nothing when that is where
 * it was assigned before. Who stands outside the tiers takes it where it is; another team's front line begins at 1.
 */
export function assignedAt(draft: Draft, to: Carrier, by: PersonId): { tier?: number } {
  const { ticket, context } = draft;
  const here = to.teamId === ticket.teamId ? ticket.assignedTier : FRONT_LINE;
  const person = context.facts.roster.find(({ id }) => id === to.personId);
  const tier = tierBefore(ticket, to, by) ?? person?.tier ?? here;
  return tier === ticket.assignedTier ? {} : { tier };
}

/** Where it was assigned, when `by` only takes back what they just did and nothing was said since; else undefined. */
function tierBefore({ assignedTier, watch: { passes } }: Ticket, to: Carrier, by: PersonId): number | undefined {
  const last = passes.at(-1);
  if (last?.by !== by || last.kind === 'leg') return undefined;
  const isBack = last.from.personId === to.personId && last.from.teamId === to.teamId;
  return isBack ? (last.tier ?? assignedTier) : undefined;
}

/**
 * Moves the ticket to the tier of whoever answers for it after a person's act; `before` is the ticket before it. What
 * nobody decided lowers nothing: while a climb looks for a holder it stays where the last one stood, and a solved one
 * where it was solved, until somebody gives it to somebody else.
 */
export function settleTier(draft: Draft, before: Ticket): undefined {
  const { ticket } = draft;
  const isOver = ticket.status === 'solved' || ticket.status === 'closed';
  if (isOver && ticket.assignedTier === before.assignedTier) return;
  const to = standsAt(draft, before);
  if (to === ticket.tier) return;
  const { personId } = responsibleFor(ticket);
  draft.emit({ type: 'tier_changed', from: ticket.tier, to, personId, why: reasonOf(ticket, before) });
  runClocks(draft, { type: 'tier_changed' });
}

function standsAt({ ticket, context }: Draft, before: Ticket): number {
  const { tier, assignedTier, assigneeId } = ticket;
  const { personId, because } = responsibleFor(ticket);
  if (because === 'acknowledged' && personId !== assigneeId) {
    if (personId === responsibleFor(before).personId) return tier;
    return Math.max(assignedTier, context.facts.roster.find(({ id }) => id === personId)?.tier ?? tier);
  }
  const looks = ticket.escalations.some(({ status }) => status === 'climbing' || status === 'last_resort');
  return looks && assignedTier === before.assignedTier ? tier : assignedTier;
}

function reasonOf(ticket: Ticket, before: Ticket): TierReason {
  if (responsibleFor(ticket).because === 'acknowledged') return 'acknowledged';
  if (ticket.assignedTier === before.assignedTier) return 'let_go';
  return ticket.teamId === before.teamId ? 'assigned' : 'another_team';
}
