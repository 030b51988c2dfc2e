import type { PersonId, TeamId } from '#core/ids.ts';
import { candidatesFor, waitReason } from '#core/routing/candidates.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import { proposeAssignee } from '#core/routing/propose-assignee.ts';
import { refuse } from '#core/result.ts';
import type { Facts } from '#core/ticket/context.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** How the ticket's team distributes; null when the decision was given no word on it. */
export function routingOf({ ticket, context }: Draft): TeamRouting | null {
  return context.facts.routing?.find(({ teamId }) => teamId === ticket.teamId) ?? null;
}

/** Whether the team offers its tickets instead of giving them away at once. */
export function isPushed({ routing = [] }: Facts, teamId: TeamId): boolean {
  return routing.some((each) => each.teamId === teamId && each.mode === 'push');
}

/**
 * A ticket that waits is offered to the next person, or goes to the overflow team when it waited too long, or goes on
 * waiting with a reason. Of a team that no longer pushes it is given away at once.
 */
export function offer(draft: Draft): void {
  const { ticket, context } = draft;
  if (ticket.distribution?.state !== 'waiting') return;
  const routing = routingOf(draft);
  if (routing?.mode !== 'push') return giveDirectly(draft);
  if (overflows(draft, routing)) return overflow(draft, routing);
  const candidates = candidatesFor(ticket, routing, context.facts.roster);
  const [first] = candidates;
  if (first?.why === null) {
    const { personId, held, most } = first;
    const asked = candidates.filter(({ why }) => why === null).length;
    const expiresAt = context.now + routing.offerMs;
    draft.emit({ type: 'offered', personId, expiresAt, why: { held, most, eligible: asked } });
    return;
  }
  const why = waitReason(candidates);
  // said once: a night of looking leaves one line in the log
  if (why !== ticket.distribution.why) draft.emit({ type: 'nobody_eligible', why });
}

/** Somebody takes what they were offered: from this instant they answer for the ticket. */
export function acceptOffer(draft: Draft, by: PersonId): Outcome {
  const { distribution, teamId } = draft.ticket;
  if (distribution?.state !== 'offered' || distribution.to !== by) return refuse('not_offered');
  draft.emit({ type: 'offer_accepted', personId: by });
  draft.emit({ type: 'assigned', assigneeId: by, teamId, by, why: { code: 'offer_accepted' } });
  return undefined;
}

/** Somebody says no: it goes to the next. */
export function declineOffer(draft: Draft, by: PersonId): Outcome {
  const { distribution } = draft.ticket;
  if (distribution?.state !== 'offered' || distribution.to !== by) return refuse('not_offered');
  draft.emit({ type: 'offer_declined', personId: by });
  return undefined;
}

/** An offer that nobody answered in time is over. */
export function missOffer(draft: Draft, upTo: Instant): void {
  const { distribution } = draft.ticket;
  if (distribution?.state !== 'offered' || distribution.expiresAt > upTo) return;
  draft.emit({ type: 'offer_missed', personId: distribution.to });
}

/** What was offered to somebody who could not take it any more is offered to the next. */
export function withdrawOffer(draft: Draft): void {
  const { ticket, context } = draft;
  if (ticket.distribution?.state !== 'offered') return;
  const { to } = ticket.distribution;
  const routing = routingOf(draft);
  const person = context.facts.roster.find(({ id }) => id === to);
  if (routing !== null && person !== undefined) {
    // its own offer counts among what they hold: without it, could they be asked?
    const without = { ...person, offers: { ...person.offers, [ticket.channel]: 0 } };
    const [candidate] = candidatesFor(ticket, routing, [without]);
    if (candidate?.why === null || candidate?.why === 'other_tier') return;
  }
  draft.emit({ type: 'offer_withdrawn', personId: to });
}

/**
 * A ticket of a pushing team that nobody holds and that is worked on is in its queue; any other is not. What was offered
 * to somebody who is kept away from it since is offered to the next.
 */
export function keepQueue(draft: Draft): void {
  const { ticket, context } = draft;
  const { distribution, excludedIds } = ticket;
  // another desk's history is not worked on here
  if (context.imported === true) return;
  const isWork = ticket.assigneeId === null && (ticket.status === 'new' || ticket.status === 'open');
  if (distribution === null) {
    if (isWork && routingOf(draft)?.mode === 'push') draft.emit({ type: 'queued', overflowed: false });
  } else if (!isWork) draft.emit({ type: 'unqueued' });
  else if (distribution.state === 'offered' && excludedIds.includes(distribution.to)) {
    draft.emit({ type: 'offer_withdrawn', personId: distribution.to });
  }
}

function giveDirectly(draft: Draft): void {
  const { teamId, excludedIds, tier } = draft.ticket;
  const person = proposeAssignee(teamId, draft.context.facts.roster, { excludedIds, at: tier });
  if (person === null) return;
  const why = { code: 'least_loaded' as const, openTickets: person.openTickets };
  draft.emit({ type: 'assigned', assigneeId: person.id, teamId, by: null, why });
}

function overflows({ ticket, context }: Draft, routing: TeamRouting): boolean {
  const { distribution } = ticket;
  if (distribution?.state !== 'waiting' || distribution.overflowed || routing.overflowTeamId === null) return false;
  return routing.isOverloaded || distribution.since + routing.overflowAfterMs <= context.now;
}

function overflow(draft: Draft, { overflowTeamId }: TeamRouting): void {
  if (overflowTeamId === null) return;
  const why = { code: 'overflowed' as const };
  draft.emit({ type: 'assigned', assigneeId: null, teamId: overflowTeamId, by: null, why });
  if (routingOf(draft)?.mode !== 'push') return giveDirectly(draft);
  draft.emit({ type: 'queued', overflowed: true });
}
