import { endedIn } from '#core/metrics/cycles.ts';
import { retractAnswer } from '#core/promise/run-promise.ts';
import { refuse } from '#core/result.ts';
import { noticeUndelivered } from '#core/signal/notice.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import { outlook } from '#core/sla/clock.ts';
import { adjust, hoursOf, targetOf } from '#core/sla/clock-acts.ts';
import { isProvisional, lastingOf, type SlaClock } from '#core/sla/clock-state.ts';
import type { EndedCycle } from '#core/sla/ended-cycle.ts';
import { miss } from '#core/sla/fire-clocks.ts';
import { kindOf, type ClockKey } from '#core/sla/policy.ts';
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
  const touched = firstTouched(log, taken);
  const later = nextAnswer(log, taken);
  if (touched.size > 0 && later === null) takeUp(draft);
  retractAnswer(draft, messageId, later);
  for (const [key, index] of touched) {
    const before = fold(log.slice(0, index))?.clocks.find((clock) => clock.key === key);
    restore(draft, key, before, { log, stoppedAt: log[index]!.at, answeredAt: later });
  }
  noticeUndelivered(draft, messageId);
  return undefined;
}

/**
 * The clocks that the answer stopped or began anew, each with the place in the log of the answer that did so. Where the
 * one before it came back after it was taken, its stretch is that one's: it began with the first of them.
 */
function firstTouched(log: LoggedEvent[], taken: number): Map<ClockKey, number> {
  const back = new Map(
    log.flatMap(({ event }, index) => (event.type === 'reply_retracted' ? [[event.messageId, index]] : [])),
  );
  const answers = [taken];
  for (let index = taken - 1; index >= 0; index -= 1) {
    const { event } = log[index]!;
    if (event.type !== 'reply_accepted' || event.automatic === true) continue;
    const cameBack = back.get(event.messageId);
    if (cameBack === undefined) break;
    if (cameBack > answers[0]!) answers.unshift(index);
  }
  const touched = new Map<ClockKey, number>();
  for (const index of answers) {
    for (const key of touchedClocks(log, index)) if (!touched.has(key)) touched.set(key, index);
  }
  return touched;
}

/** The clocks that one answer stopped or began anew: what was told directly after it. */
function touchedClocks(log: LoggedEvent[], taken: number): ClockKey[] {
  const keys = new Set<ClockKey>();
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
  log: LoggedEvent[];
  /** When the retracted answer had been taken. */
  stoppedAt: Instant;
  /** When a later one was; null = nobody has answered. */
  answeredAt: Instant | null;
}

function restore(draft: Draft, key: ClockKey, before: SlaClock | undefined, between: Between): void {
  const current = draft.ticket.clocks.find((clock) => clock.key === key);
  if (current === undefined) return;
  const { answeredAt } = between;
  // what began after the later answer stands: it is owed, or was measured, all the same
  const stands = answeredAt !== null && current.startedAt >= answeredAt;
  const stretches = endedIn(between.log).filter((cycle) => cycle.key === key);
  const ended = answeredAt === null ? [] : stretches.filter(({ startedAt }) => startedAt >= answeredAt);
  if (before === undefined || isOver(before)) {
    // the stretch it had begun was never promised
    if (current.kind !== 'update') return;
    const fromCycle = (before?.cycle ?? 0) + 1;
    if (stands) draft.emit({ type: 'clock_restored', clock: current, fromCycle, ended });
    else draft.emit({ type: 'clock_removed', clock: key, fromCycle });
    return;
  }
  const known = [current, ...stretches].find(
    ({ startedAt, cycle }) => startedAt === before.startedAt && cycle >= before.cycle,
  );
  const clock = running(draft, before, { current, known, stands }, between.stoppedAt);
  const until = answeredAt ?? draft.context.now;
  const missedAt = clock.breachedAt === null && clock.dueAt !== null && until > clock.dueAt ? clock.dueAt : null;
  const now = answeredAt === null ? clock : answered(draft, clock, answeredAt);
  draft.emit({ type: 'clock_restored', clock: now, fromCycle: before.cycle });
  if (missedAt !== null) miss(draft, clock, missedAt, 'undelivered');
  if (stands) {
    const earlierBreaches = current.earlierBreaches + (missedAt === null ? 0 : 1);
    const fromCycle = before.cycle + 1;
    draft.emit({ type: 'clock_restored', clock: { ...current, earlierBreaches }, fromCycle, ended });
  }
  const target = targetOf(draft, clock);
  if (target !== undefined) adjust(draft, target);
}

/** Stopped for good before the answer came. */
function isOver(before: SlaClock): boolean {
  return before.state === 'stopped' && !isProvisional(before);
}

interface Since {
  /** The ticket's clock of that key as it stands. */
  current: SlaClock;
  /** The same stretch where an earlier answer that came back had let it go on already. */
  known: SlaClock | EndedCycle | undefined;
  /** The clock as it stands measures a later stretch. */
  stands: boolean;
}

/** The clock as it would run had nothing stopped it; measured by what the policy asks today. */
function running(draft: Draft, before: SlaClock, { current, known, stands }: Since, stoppedAt: Instant) {
  const { targetMs, calendarVersionId } = current;
  const { breachedAt, breachCause } = known ?? before;
  const lasting = {
    ...lastingOf(before),
    ...(stands ? {} : placeOf({ ...before, breachedAt }, current)),
    targetMs,
    calendarVersionId,
    breachedAt,
    breachCause,
  };
  const segmentStart = segmentOf(before, stoppedAt);
  const points = targetOf(draft, current) ?? { warnPercents: [] };
  const ahead = outlook(hoursOf(draft, { ...before, ...lasting }), segmentStart, lasting, points);
  const due = breachedAt === null ? ahead : { dueAt: breachedAt, warning: null };
  return { ...lasting, state: 'running' as const, segmentStart, ...due };
}

/** From where on its time is counted; what solving had stopped was on its way by then, and so unanswered. */
function segmentOf(before: SlaClock, stoppedAt: Instant): Instant {
  switch (before.state) {
    case 'running':
      return before.segmentStart;
    case 'paused':
      return stoppedAt;
    case 'stopped':
      return before.stoppedAt;
  }
}

/** Its number, and what was missed before it: what a later cycle missed stays counted, so its number stays taken. */
function placeOf(before: SlaClock, current: SlaClock): Pick<SlaClock, 'cycle' | 'earlierBreaches'> {
  const { cycle, earlierBreaches: counted } = current;
  if (current.startedAt === before.startedAt) return { cycle, earlierBreaches: counted };
  const breaches = counted + (current.breachedAt === null ? 0 : 1);
  const earlierBreaches = Math.max(before.earlierBreaches, breaches - (before.breachedAt === null ? 0 : 1));
  return { cycle: earlierBreaches > before.earlierBreaches ? cycle : before.cycle, earlierBreaches };
}

/** The same, ended by the later answer. */
function answered(draft: Draft, clock: ReturnType<typeof running>, at: Instant): SlaClock {
  const { state: _, segmentStart, dueAt, warning: _warning, ...lasting } = clock;
  const bankedMs = lasting.bankedMs + openTimeBetween(hoursOf(draft, clock), segmentStart, at);
  const isMet = lasting.breachedAt === null && (dueAt === null || at <= dueAt);
  return { ...lasting, bankedMs, state: 'stopped', stoppedAt: at, outcome: isMet ? 'met' : 'late', stoppedBy: 'reply' };
}
