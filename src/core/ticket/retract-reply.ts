import { retractAnswer } from '#core/promise/run-promise.ts';
import { refuse } from '#core/result.ts';
import { noticeUndelivered } from '#core/signal/notice.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import { outlook } from '#core/sla/clock.ts';
import { adjust, hoursOf, targetOf } from '#core/sla/clock-acts.ts';
import { lastingOf, type SlaClock } from '#core/sla/clock-state.ts';
import { miss } from '#core/sla/fire-clocks.ts';
import { kindOf } from '#core/sla/policy.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { takeUp } from '#core/ticket/converse.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/**
 * A reply that the channel had taken came back: undelivered is unanswered. The same cycle goes on as if it had never
 * been stopped: the time between counts, and a due moment that passed meanwhile was missed, then. A later answer that
 * did arrive ends it where it was taken. Throws when nobody gathered the ticket's log.
 */
export function retractReply(
  draft: Draft,
  { messageId, authorId, code }: Extract<TicketCommand, { type: 'retract_reply' }>,
): Outcome {
  const { log } = draft.context.facts;
  if (log === undefined) throw new Error(`a reply of ticket ${draft.ticket.id} is retracted without its log`);
  const taken = log.findLastIndex(({ event }) => event.type === 'reply_accepted' && event.messageId === messageId);
  const isBack = log.some(({ event }) => event.type === 'reply_retracted' && event.messageId === messageId);
  if (taken === -1) return refuse('not_accepted');
  if (isBack) return undefined;
  draft.emit({ type: 'reply_retracted', messageId, authorId, code });
  if (draft.ticket.status === 'closed') return undefined;
  const touched = touchedClocks(log, taken);
  const later = nextAnswer(log, taken);
  if (touched.length > 0 && later === null) takeUp(draft);
  retractAnswer(draft, messageId, later);
  for (const key of touched) {
    const before = fold(log.slice(0, taken))?.clocks.find((clock) => clock.key === key);
    restore(draft, key, before, { stoppedAt: log[taken]!.at, answeredAt: later });
  }
  noticeUndelivered(draft, messageId);
  return undefined;
}

/** The clocks that the answer stopped or began anew: what was told directly after it. */
function touchedClocks(log: LoggedEvent[], taken: number): string[] {
  const keys = new Set<string>();
  for (const { event, at } of log.slice(taken + 1)) {
    if (at !== log[taken]!.at || (event.type !== 'clock_stopped' && event.type !== 'clock_started')) break;
    const key = event.type === 'clock_stopped' ? event.clock : (event.clock.key ?? event.clock.kind);
    // a call that was picked up was picked up, whatever was written then
    if (kindOf(key) !== 'answer') keys.add(key);
  }
  return [...keys];
}

function fold(log: LoggedEvent[]): Ticket | null {
  return log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
}

/** When the next human answer that did not come back was taken. */
function nextAnswer(log: LoggedEvent[], taken: number): Instant | null {
  const back = new Set(log.flatMap(({ event }) => (event.type === 'reply_retracted' ? event.messageId : [])));
  const later = log
    .slice(taken + 1)
    .find(({ event }) => event.type === 'reply_accepted' && event.automatic !== true && !back.has(event.messageId));
  return later?.at ?? null;
}

interface Between {
  /** When the retracted answer had been taken. */
  stoppedAt: Instant;
  /** When a later one was; null = nobody has answered. */
  answeredAt: Instant | null;
}

function restore(draft: Draft, key: string, before: SlaClock | undefined, between: Between): void {
  const current = draft.ticket.clocks.find((clock) => clock.key === key);
  if (current === undefined) return;
  if (before === undefined || before.state === 'stopped') {
    // the stretch it had begun was never promised
    if (current.kind === 'update' && between.answeredAt === null) {
      draft.emit({ type: 'clock_removed', clock: key, fromCycle: current.cycle });
    }
    return;
  }
  // a later answer began the stretch that runs now
  if (current.kind === 'update' && between.answeredAt !== null) return;
  const until = between.answeredAt ?? draft.context.now;
  const clock = running(draft, before, current, between.stoppedAt);
  const isMissed = clock.breachedAt === null && clock.dueAt !== null && until > clock.dueAt;
  const missedAt = isMissed ? clock.dueAt : null;
  const now = between.answeredAt === null ? clock : ended(draft, clock, until);
  draft.emit({ type: 'clock_restored', clock: now, fromCycle: before.cycle });
  if (missedAt !== null) miss(draft, clock, missedAt, 'undelivered');
  if (between.answeredAt !== null && current.state !== 'stopped' && current.startedAt >= between.answeredAt) {
    // what a message began after the later answer is still owed
    const earlierBreaches = current.earlierBreaches + (missedAt === null ? 0 : 1);
    draft.emit({ type: 'clock_restored', clock: { ...current, earlierBreaches } });
  }
  const target = targetOf(draft, clock);
  if (target !== undefined) adjust(draft, target);
}

/** The clock as it would run had nothing stopped it; measured by what the policy asks today. */
function running(draft: Draft, before: SlaClock, current: SlaClock, stoppedAt: Instant) {
  const { targetMs, calendarVersionId } = current;
  const breaches = current.earlierBreaches + (current.breachedAt === null ? 0 : 1);
  const earlierBreaches = Math.max(before.earlierBreaches, breaches - (before.breachedAt === null ? 0 : 1));
  // what a later cycle missed stays counted, so its number stays taken
  const cycle = earlierBreaches > before.earlierBreaches ? current.cycle : before.cycle;
  const lasting = { ...lastingOf(before), cycle, targetMs, calendarVersionId, earlierBreaches };
  const segmentStart = before.state === 'running' ? before.segmentStart : stoppedAt;
  const points = targetOf(draft, current) ?? { warnPercents: [] };
  const ahead = outlook(hoursOf(draft, { ...before, ...lasting }), segmentStart, lasting, points);
  const due = lasting.breachedAt === null ? ahead : { dueAt: lasting.breachedAt, warning: null };
  return { ...lasting, state: 'running' as const, segmentStart, ...due };
}

function ended(draft: Draft, clock: ReturnType<typeof running>, at: Instant): SlaClock {
  const { state: _, segmentStart, dueAt, warning: _warning, ...lasting } = clock;
  const bankedMs = lasting.bankedMs + openTimeBetween(hoursOf(draft, clock), segmentStart, at);
  const isMet = lasting.breachedAt === null && (dueAt === null || at <= dueAt);
  return { ...lasting, bankedMs, state: 'stopped', stoppedAt: at, outcome: isMet ? 'met' : 'late', stoppedBy: 'reply' };
}
