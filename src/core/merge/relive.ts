import { joinClocks } from '#core/merge/join-clocks.ts';
import { cyclesOf, endedIn, keptAfter } from '#core/metrics/cycles.ts';
import { isOf, type Undone } from '#core/merge/undone.ts';
import { fireClocks, runClocks } from '#core/sla/fire-clocks.ts';
import type { EndedCycle } from '#core/sla/ended-cycle.ts';
import { followClocks, type Moment } from '#core/sla/follow-clocks.ts';
import { wholeClock } from '#core/sla/clock-state.ts';
import { isTold, momentOf, type Told } from '#core/sla/measure-past.ts';
import { adoptPolicy, applyCalendar, retargetClocks } from '#core/sla/retarget.ts';
import { draftOn, type Draft } from '#core/ticket/draft.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What a ticket would be by now, as far as its clocks go, and which of their cycles would be over. */
export interface Relived {
  ticket: Ticket;
  ended: EndedCycle[];
}

/**
 * The ticket as far as its clocks go, had the acts in `undone` never happened: what came before the first of them
 * stands, what came after is lived again, and nobody is called. Nothing else of the ticket counts.
 */
export function relive(draft: Draft, log: readonly LoggedEvent[], undone: readonly Undone[]): Relived {
  const kept = log.filter((logged) => !isOf(undone, logged));
  const from = firstToLive(log, undone);
  const stays = kept.filter(({ seq }) => seq <= from);
  const before = stays.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  if (before === null) throw new Error(`ticket ${draft.ticket.id} has no log`);
  let ticket = before;
  let ended = endedIn(stays);
  for (const [index, { seq, at }] of kept.entries()) {
    if (seq <= from) continue;
    const shadow = lived(draft, ticket, kept, index);
    if (shadow === null) continue;
    const events = shadow.events.map((event) => ({ seq, at, event }));
    ended = keptAfter(ended, cyclesOf(ticket, events));
    ticket = shadow.ticket;
  }
  const shadow = shadowOf(draft, ticket, draft.context.now, kept);
  fireClocks(shadow, draft.context.now - 1);
  return { ticket: shadow.ticket, ended };
}

/** A reply that came back after the undone act had stopped clocks before it: those are lived again as well. */
function firstToLive(log: readonly LoggedEvent[], undone: readonly Undone[]): number {
  const first = Math.min(...undone.map(({ since }) => since));
  const back = cameBack(log.filter(({ seq }) => seq > first));
  const accepted = log.find(({ event }) => event.type === 'reply_accepted' && back.has(event.messageId));
  return Math.min(first, (accepted?.seq ?? Number.MAX_VALUE) - 1);
}

function cameBack(log: readonly LoggedEvent[]): Set<number> {
  return new Set(log.flatMap(({ event }) => (event.type === 'reply_retracted' ? event.messageId : [])));
}

function shadowOf(draft: Draft, ticket: Ticket, now: Instant, log: LoggedEvent[]): Draft {
  const { actor, config } = draft.context;
  return draftOn(ticket, { now, actor, config, facts: { roster: [], log }, quiet: true });
}

/** What follows from one event, with the clocks decided anew; null when they do not hear of it. */
function lived(draft: Draft, ticket: Ticket, log: LoggedEvent[], index: number): Draft | null {
  const { event, at } = log[index]!;
  const shadow = shadowOf(draft, ticket, at, log.slice(0, index));
  fireClocks(shadow, at - 1);
  switch (event.type) {
    case 'severity_changed':
      shadow.emit(event);
      retargetClocks(shadow);
      return shadow;
    case 'policy_applied':
    case 'plan_changed':
      adoptPolicy(shadow, event);
      return shadow;
    case 'calendar_applied':
      applyCalendar(shadow, event.to, event.from);
      return shadow;
    case 'merged_in':
      joinClocks(shadow, event.mergedId, event.theirs.map(wholeClock));
      return shadow;
    case 'reply_accepted':
      return cameBack(draft.context.facts.log ?? []).has(event.messageId) ? null : told(shadow, log, index, event);
    default:
      return isTold(event) ? told(shadow, log, index, event) : null;
  }
}

function told(shadow: Draft, log: LoggedEvent[], index: number, event: Told): Draft {
  const moment = momentAt(shadow.ticket, log, index, event);
  if (moment?.type === 'stopped') followClocks(shadow, moment);
  shadow.emit(event);
  if (moment !== null && moment.type !== 'stopped') runClocks(shadow, moment);
  return shadow;
}

/** Reopened into another status is one moment, told once the ticket has that status. */
function momentAt(ticket: Ticket, log: LoggedEvent[], index: number, event: Told): Moment | null {
  const [last, { at }, next] = [log[index - 1], log[index]!, log[index + 1]];
  if (event.type === 'ticket_reopened' && next?.event.type === 'status_changed' && next.at === at) return null;
  if (event.type === 'status_changed' && last?.event.type === 'ticket_reopened' && last.at === at) {
    return momentOf(last.event, ticket, log[index - 2]);
  }
  // what had opened it again went to another ticket: here it was opened by whoever sent it there
  if (event.type === 'ticket_reopened' && event.by === 'message' && last?.event.type !== 'message_received') {
    return { type: 'reopened', by: 'agent' };
  }
  return momentOf(event, ticket, last);
}
