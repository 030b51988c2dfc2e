import { withdrawApprovals } from '#core/approval/run-approvals.ts';
import { withdrawLegs } from '#core/leg/run-leg.ts';
import { withdrawQuestions } from '#core/question/run-questions.ts';
import { joinApprovals } from '#core/merge/join-approvals.ts';
import { joinClocks } from '#core/merge/join-clocks.ts';
import { joinEscalations, joinPromise, lendAnew } from '#core/merge/join-escalations.ts';
import { joinLegs } from '#core/merge/join-legs.ts';
import { joinQuestions } from '#core/merge/join-questions.ts';
import type { MergeCommand } from '#core/merge/merge-command.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import { lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';
import { emptiesLastResort, keepAway } from '#core/ticket/exclude.ts';
import { settleTier } from '#core/ticket/tier.ts';
import type { ActiveStatus, Ticket } from '#core/ticket/ticket.ts';

type Named<Type extends MergeCommand['type']> = Extract<MergeCommand, { type: Type }>;

/**
 * Takes another ticket in: what it owed is owed here, its live escalations, what it waits to be allowed, what others have
 * or are asked for it and its promise go on here, and whoever is kept away from it is kept away from this one. A solved ticket that takes in one that is not is taken up again.
 */
export function takeIn(draft: Draft, { mergedId }: Named<'take_in'>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  const since = ticket.seq;
  if (mergedId === ticket.id) return refuse('merges_itself');
  const other = otherOf(draft, mergedId);
  if (ticket.status === 'closed' || other.status === 'closed') return refuse('ticket_closed');
  if (other.excludedIds.includes(by)) return refuse('not_found');
  const keptAway = other.excludedIds.filter((person) => !ticket.excludedIds.includes(person));
  if (emptiesLastResort(ticket, context, keptAway)) return refuse('last_resort_excluded');
  wake(draft, other);
  joinClocks(draft, mergedId, other.clocks);
  const carried = joinEscalations(draft, other);
  const approvals = joinApprovals(draft, other, carried);
  const legs = joinLegs(draft, other, carried);
  const questions = joinQuestions(draft, other);
  for (const { here } of carried) lendAnew(draft, here);
  joinPromise(draft, other, carried);
  for (const person of keptAway) keepAway(draft, person, by);
  // a part of the act, so that it is undone with it
  settleTier(draft, ticket);
  draft.emit({ type: 'merged_in', mergedId, since, theirs: other.clocks, carried, approvals, legs, questions });
  return undefined;
}

/** The ticket that a merge is about beside this one; its absence is a bug of whoever gathers facts. */
export function otherOf({ ticket, context }: Draft, otherId: TicketId): Ticket {
  const other = context.facts.others?.get(otherId)?.ticket;
  if (other === undefined) throw new Error(`ticket ${ticket.id} is merged without ticket ${otherId}`);
  return other;
}

/** What is not solved cannot lie in what is; whoever waits for an answer is not what we wait for. */
function wake(draft: Draft, other: Ticket): void {
  const lookAgainAt = lookAgain(draft.context.now);
  const { status } = draft.ticket;
  if (status === 'solved' && other.status !== 'solved') {
    draft.emit({ type: 'ticket_reopened', lookAgainAt, by: 'agent' });
    runClocks(draft, { type: 'reopened', by: 'agent' });
  } else if (status === 'waiting_on_customer' && other.clocks.some(owesAnswer)) {
    draft.emit({ type: 'status_changed', from: status, to: 'open', lookAgainAt });
    runClocks(draft, { type: 'status' });
  }
}

function owesAnswer({ kind, state }: SlaClock): boolean {
  return (kind === 'first_reply' || kind === 'next_reply') && state !== 'stopped';
}

/** Closes the ticket as merged: its clocks are void, nobody is called for it any more. */
export function mergeInto(draft: Draft, { intoId }: Named<'merge_into'>): Outcome {
  const { ticket } = draft;
  if (intoId === ticket.id) return refuse('merges_itself');
  if (ticket.status === 'closed' || otherOf(draft, intoId).status === 'closed') return refuse('ticket_closed');
  closeVoid(draft, 'merged', intoId);
  return undefined;
}

/** Ends everything about a ticket of which nothing is owed; `mergedInto` is who owes it instead. */
export function closeVoid(draft: Draft, as: 'merged' | 'spam', mergedInto: TicketId | null = null): void {
  const { escalations, seq: since, ...ticket } = draft.ticket;
  const was =
    ticket.status === 'solved'
      ? { status: ticket.status, solvedAt: ticket.solvedAt, closesAt: ticket.closesAt }
      : { status: ticket.status as ActiveStatus };
  runClocks(draft, { type: 'stopped', by: as });
  for (const { id: escalationId, status } of escalations) {
    const ended = as === 'merged' ? 'merged' : 'closed';
    if (status !== 'ended') draft.emit({ type: 'escalation_ended', escalationId, why: ended });
  }
  const why = as === 'merged' ? 'merged' : 'withdrawn';
  withdrawLegs(draft, why);
  withdrawQuestions(draft, why);
  withdrawApprovals(draft, why);
  const into = mergedInto === null ? {} : { mergedInto };
  draft.emit({ type: 'ticket_closed', closedAs: as, since, was, ...into });
}
