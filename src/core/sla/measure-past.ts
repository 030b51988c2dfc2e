import { joinTarget } from '#core/merge/join-clocks.ts';
import { isOf, undoneIn } from '#core/merge/undone.ts';
import { usedTime } from '#core/sla/clock.ts';
import { clockOf, hoursOf } from '#core/sla/clock-acts.ts';
import { wholeClock, type SlaClock } from '#core/sla/clock-state.ts';
import { followTarget, type Moment } from '#core/sla/follow-clocks.ts';
import { keyOf, type Target } from '#core/sla/policy.ts';
import { draftOn, type Draft } from '#core/ticket/draft.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/**
 * The clock that `target` would have by now if it had measured the ticket from the beginning, with today's target,
 * hours and pauses; null when it would not have started. It was nobody's promise before now: it is not missed, unless
 * it runs (again) with more used than allowed, and one that is over is not measured.
 */
export function measurePast(draft: Draft, target: Target, log: LoggedEvent[]): SlaClock | null {
  const shadow = liveThrough(draft, target, log);
  const clock = clockOf(shadow, keyOf(target));
  if (clock === undefined) return null;
  const fresh = { ...clock, earlierBreaches: 0 };
  if (fresh.state === 'stopped') fresh.outcome = fresh.outcome === 'void' ? 'void' : 'not_measured';
  const usedMs = usedTime(fresh, hoursOf(shadow, fresh), draft.context.now);
  if (usedMs < fresh.targetMs) return fresh;
  const overtaken = { ...fresh, overtakenBy: 'policy_change' as const };
  return overtaken.state === 'running' ? { ...overtaken, dueAt: draft.context.now, warning: null } : overtaken;
}

/** A ticket with no clock but the one of `target`, taken through the log. */
function liveThrough(draft: Draft, target: Target, log: LoggedEvent[]): Draft {
  const undone = undoneIn(log);
  const retracted = new Set(log.flatMap(({ event }) => (event.type === 'reply_retracted' ? event.messageId : [])));
  const { severity, policyVersionId, calendarRenewals } = draft.ticket;
  const bare = { severity, policyVersionId, calendarRenewals };
  let shadow: Draft | null = null;
  for (const [index, logged] of log.entries()) {
    const { event, at } = logged;
    if (event.type === 'merged_in' && shadow !== null && !isOf(undone, logged)) {
      shadow = draftOn(shadow.ticket, { ...draft.context, now: at });
      joinTarget(shadow, target, event.mergedId, event.theirs.map(wholeClock));
    }
    if (isOf(undone, logged) || !isTold(event) || ('messageId' in event && retracted.has(event.messageId))) continue;
    const moment = momentOf(event, shadow?.ticket ?? null, log[index - 1]);
    const context = { ...draft.context, now: at };
    if (shadow !== null && moment?.type === 'stopped') {
      shadow = draftOn(shadow.ticket, context);
      followTarget(shadow, target, moment);
    }
    const ticket: Ticket = { ...evolve(shadow?.ticket ?? null, event, at), ...bare };
    shadow = draftOn(ticket, context);
    if (moment !== null && moment.type !== 'stopped') followTarget(shadow, target, moment);
  }
  if (shadow === null) throw new Error(`ticket ${draft.ticket.id} has no log`);
  return shadow;
}

/** What the clocks of a ticket hear of. */
export type Told = Extract<
  TicketEvent,
  {
    type:
      | 'ticket_opened'
      | 'message_received'
      | 'reply_accepted'
      | 'status_changed'
      | 'ticket_reopened'
      | 'ticket_solved'
      | 'ticket_closed'
      | 'assigned'
      | 'tier_changed'
      | 'escalation_acknowledged'
      | 'contact_offered'
      | 'contact_picked_up'
      | 'contact_abandoned';
  }
>;

const TOLD: ReadonlySet<TicketEvent['type']> = new Set<Told['type']>([
  'ticket_opened',
  'message_received',
  'reply_accepted',
  'status_changed',
  'ticket_reopened',
  'ticket_solved',
  'ticket_closed',
  'assigned',
  'tier_changed',
  'escalation_acknowledged',
  'contact_offered',
  'contact_picked_up',
  'contact_abandoned',
]);

/** What the clocks hear of: the rest neither moves them nor the status they ask for. */
export function isTold(event: TicketEvent): event is Told {
  return TOLD.has(event.type);
}

/** A ticket that was split off another one begins then; its message waits for an answer since it came, or does not. */
export function openingOf(event: Extract<TicketEvent, { type: 'ticket_opened' }>): Moment {
  const { openedBy: by = 'customer', firstContactAt, splitAt, waitsSince } = event;
  const answerSince = waitsSince === undefined ? firstContactAt : waitsSince;
  return { type: 'opened', by, at: splitAt ?? firstContactAt, answerSince };
}

/** What an event of the log means to the clocks of `ticket`, which has not taken it yet. */
export function momentOf(event: Told, ticket: Ticket | null, previous: LoggedEvent | undefined): Moment | null {
  switch (event.type) {
    case 'ticket_opened':
      return openingOf(event);
    case 'message_received':
      // the first one came with the ticket; one to a solved ticket counts when it reopens it
      if (event.kind !== 'message' || previous?.event.type === 'ticket_opened' || ticket?.status === 'solved')
        return null;
      return { type: 'customer_message', at: event.receivedAt };
    case 'reply_accepted':
      return event.automatic === true ? null : { type: 'answer', writtenAt: event.writtenAt ?? null };
    case 'status_changed':
      return { type: 'status' };
    case 'ticket_reopened':
      return {
        type: 'reopened',
        by: event.by ?? (previous?.event.type === 'message_received' ? 'message' : 'agent'),
        at: previous?.event.type === 'message_received' ? previous.event.receivedAt : undefined,
      };
    case 'ticket_solved':
      return { type: 'stopped', by: 'solve' };
    case 'ticket_closed':
      return { type: 'stopped', by: event.closedAs === 'solved' ? 'close' : event.closedAs };
    case 'assigned':
      return ticket !== null && event.teamId !== ticket.teamId ? { type: 'handed_on' } : null;
    case 'escalation_acknowledged':
      return { type: 'handed_on' };
    case 'tier_changed':
      return { type: 'tier_changed' };
    case 'contact_offered':
      return { type: 'offered' };
    case 'contact_picked_up':
      return { type: 'picked_up' };
    case 'contact_abandoned':
      return { type: event.afterPickUp === true ? 'left' : 'abandoned' };
  }
}
