import { withdrawParts } from '#core/escalation/withdraw-parts.ts';
import { giveApprovalsBack, takeApprovalsUp } from '#core/merge/join-approvals.ts';
import { carryEscalation, lendAnew } from '#core/merge/join-escalations.ts';
import { giveLegsBack, takeLegsUp } from '#core/merge/join-legs.ts';
import { giveQuestionsBack, takeQuestionsUp } from '#core/merge/join-questions.ts';
import type { MergeCommand } from '#core/merge/merge-command.ts';
import type { MergeEvent, StatusBefore } from '#core/merge/merge-event.ts';
import { relive } from '#core/merge/relive.ts';
import { restoreClocks } from '#core/merge/restore-clocks.ts';
import { actEndingAt, undoneIn, type Undone } from '#core/merge/undone.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import { lookAgain, type Draft, type Outcome } from '#core/ticket/draft.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { giveToTeam } from '#core/ticket/move-to-team.ts';
import { settleTier } from '#core/ticket/tier.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

type Named<Type extends MergeCommand['type']> = Extract<MergeCommand, { type: Type }>;
type MergedIn = Extract<MergeEvent, { type: 'merged_in' }>;
type Logged<Event extends TicketEvent> = Omit<LoggedEvent, 'event'> & { event: Event };

/**
 * Lets a ticket that was taken in go again: this one's clocks stand as though it had never been here. Refused when
 * somebody answered since, because that answered both, and when this one is closed.
 */
export function release(draft: Draft, { mergedId }: Named<'release'>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  const { seq: since, status } = ticket;
  const log = logOf(draft);
  const merged = mergeOf(log, mergedId);
  if (merged === null) return refuse('not_merged');
  if (status === 'closed') return refuse('ticket_closed');
  const later = log.filter(({ seq }) => seq > merged.seq);
  if (later.some(({ event }) => event.type === 'reply_written' || event.type === 'reply_accepted')) {
    return refuse('merge_answered');
  }
  const undoing = actEndingAt(log, merged.seq);
  const alone = relive(draft, log, [...undoneIn(log), ...undoing]);
  giveApprovalsBack(draft, merged.event);
  giveLegsBack(draft, merged.event);
  giveQuestionsBack(draft, merged.event);
  giveEscalationsBack(draft, log, merged.event);
  // before the clocks: they stand as though it had never been elsewhere
  settleTier(draft, ticket);
  restoreClocks(draft, log, alone);
  readmitThoseOf(draft, log, undoing, by);
  const was = statusBefore(log, undoing, alone.ticket);
  const lookAgainAt = lookAgain(context.now);
  draft.emit({ type: 'merge_released', mergedId, since, undoes: merged.seq, lookAgainAt, was });
  return undefined;
}

/** The ticket's whole log; its absence is a bug of whoever gathers facts. */
function logOf({ ticket, context }: Draft): LoggedEvent[] {
  const { log } = context.facts;
  if (log === undefined) throw new Error(`an act on ticket ${ticket.id} is undone without its log`);
  return log;
}

/** The merge that brought a ticket here; null when it is not here, or not any more. */
function mergeOf(log: readonly LoggedEvent[], mergedId: TicketId): Logged<MergedIn> | null {
  const last = log.findLast(
    ({ event }) => (event.type === 'merged_in' || event.type === 'merge_released') && event.mergedId === mergedId,
  );
  return last?.event.type === 'merged_in' ? (last as Logged<MergedIn>) : null;
}

/** The status the merge had woken it from, unless somebody said otherwise since; null when it had not. */
function statusBefore(log: LoggedEvent[], [act]: Undone[], alone: Ticket): StatusBefore | null {
  const since = act?.since ?? 0;
  const changed = log.filter((logged) => logged.seq > since && isStatus(logged));
  const woke = changed.filter(({ seq }) => seq <= (act?.until ?? 0));
  if (woke.length === 0 || changed.length > woke.length || alone.status === 'closed') return null;
  if (alone.status !== 'solved') return { status: alone.status };
  return { status: alone.status, solvedAt: alone.solvedAt, closesAt: alone.closesAt };
}

const isStatus = ({ event: { type } }: LoggedEvent): boolean =>
  type === 'status_changed' || type === 'ticket_reopened' || type === 'ticket_solved';

/** What was carried over ends here; what it had taken the place of goes on where it stood. */
function giveEscalationsBack(draft: Draft, log: LoggedEvent[], { carried, since }: MergedIn): void {
  const before = log.filter(({ seq }) => seq <= since).reduce<Ticket | null>(folded, null);
  for (const { here, replaced } of carried) {
    const live = draft.ticket.escalations.some(({ id, status }) => id === here && status !== 'ended');
    if (!live) continue;
    draft.emit({ type: 'escalation_ended', escalationId: here, why: 'unmerged' });
    withdrawParts(draft, here, null);
    const escalation = before?.escalations.find(({ id }) => id === replaced);
    if (escalation === undefined) continue;
    carryEscalation(draft, escalation, null);
    lendAnew(draft, escalation.id);
  }
}

const folded = (ticket: Ticket | null, { event, at }: LoggedEvent): Ticket => evolve(ticket, event, at);

/** Whoever was kept away only for the sake of the ticket that goes may come back. */
function readmitThoseOf(draft: Draft, log: LoggedEvent[], undoing: Undone[], by: PersonId): void {
  const kept = log.filter(({ seq }) => undoing.some(({ since, until }) => seq > since && seq <= until));
  for (const { event } of kept) {
    if (event.type !== 'person_excluded' || event.personId === by) continue;
    if (draft.ticket.excludedIds.includes(event.personId)) {
      draft.emit({ type: 'person_readmitted', personId: event.personId });
    }
  }
}

/**
 * A ticket that was closed as merged or as spam is what it would be by now: its clocks ran on, what they missed is
 * missed when it was due. Escalations, approvals, legs and questions that the merge had carried over come back as they stand.
 */
export function restore(draft: Draft, { closedAs }: Named<'restore'>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  const since = ticket.seq;
  if (ticket.status !== 'closed' || ticket.closedAs !== closedAs) {
    return refuse(closedAs === 'merged' ? 'not_merged' : 'not_spam');
  }
  const log = logOf(draft);
  const closing = log.findLast(({ event }) => event.type === 'ticket_closed');
  // an act of before it could be undone says nothing of what the ticket was
  if (closing?.event.type !== 'ticket_closed' || closing.event.was === undefined) return refuse('ticket_closed');
  const { was } = closing.event;
  const undoing = actEndingAt(log, closing.seq);
  const alone = relive(draft, log, [...undoneIn(log), ...undoing]);
  const lookAgainAt = lookAgain(context.now);
  draft.emit({ type: 'ticket_restored', closedAs, since, undoes: closing.seq, lookAgainAt, was });
  if (was.status !== 'solved') takeUp(draft, log, closing.event.since ?? since, ticket.mergedInto);
  restoreClocks(draft, log, alone);
  // whoever was kept away while it was closed has it no more
  const { assigneeId, excludedIds, teamId } = draft.ticket;
  if (assigneeId !== null && excludedIds.includes(assigneeId)) giveToTeam(draft, teamId, by);
  return undefined;
}

/** What was waited for when it was closed, as it stands by now. */
function takeUp(draft: Draft, log: LoggedEvent[], since: number, mergedInto: TicketId | null): void {
  const before = log.filter(({ seq }) => seq <= since).reduce<Ticket | null>(folded, null);
  const other = mergedInto === null ? undefined : draft.context.facts.others?.get(mergedInto);
  const merge = other === undefined ? null : mergeOf(other.log, draft.ticket.id);
  const from = merge === null || other === undefined ? null : { event: merge.event, into: other.ticket };
  takeApprovalsUp(draft, before, from);
  for (const escalation of before?.escalations ?? []) {
    if (escalation.status === 'ended') continue;
    const here = merge?.event.carried.find(({ there }) => there === escalation.id)?.here;
    const there = other?.ticket.escalations.find(({ id }) => id === here);
    // over there its reason may be gone by now
    if (there?.status === 'ended') continue;
    const standing = there === undefined ? escalation : { ...there, id: escalation.id, reasons: escalation.reasons };
    carryEscalation(draft, standing, null);
  }
  takeLegsUp(draft, before, from);
  takeQuestionsUp(draft, before, from);
  for (const { id, status } of draft.ticket.escalations) if (status !== 'ended') lendAnew(draft, id);
}
