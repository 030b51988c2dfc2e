import { trigger } from '#core/escalation/trigger.ts';
import { isOverdue, nextWarning, outlook, startClock, usedTime } from '#core/sla/clock.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import { openTimeBetween, type BusinessHours } from '#core/sla/business-hours.ts';
import type { Target } from '#core/sla/policy.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** Starts every clock of the ticket's policy from the first contact. */
export function startClocks(draft: Draft, at: Instant): void {
  for (const target of targetsOf(draft)) {
    const { hours } = draft.context.config.calendar(target.calendarVersionId);
    draft.emit({ type: 'clock_started', clock: startClock(target, draft.ticket.severity, hours, at) });
  }
}

/**
 * Fires what passed on the clocks: warnings up to and including `upTo`, each once; a breach, dated at the due
 * instant however late Belay looks, which starts the climb. A breach is a fact of the present instant, not a timer:
 * a reply one millisecond past the due instant finds it there. A warning overtaken by its breach is dropped.
 */
export function fireClocks(draft: Draft, upTo: Instant): void {
  for (const { kind } of draft.ticket.clocks) {
    const clock = clockOf(draft, kind);
    if (isOverdue(clock, draft.context.now)) {
      const breachedAt = clock.dueAt;
      draft.emit({ type: 'target_breached', clock: kind, breachedAt });
      trigger(draft, { type: 'breach', clock: kind, breachedAt }, breachedAt);
    } else {
      warn(draft, clock, upTo);
    }
  }
}

function warn(draft: Draft, first: SlaClock, upTo: Instant): void {
  let clock = first;
  while (clock.state === 'running' && clock.warning !== null && clock.warning.at <= upTo) {
    const { at: reachedAt, percent } = clock.warning;
    const warned = { ...clock, warned: [...clock.warned, percent] };
    const next = nextWarning(hoursOf(draft, clock), clock.segmentStart, warned, percents(draft, clock));
    draft.emit({ type: 'target_at_risk', clock: clock.kind, percent, reachedAt, next });
    clock = clockOf(draft, clock.kind);
  }
}

/** Pauses and resumes the clocks for the status the ticket has now. */
export function adjustClocks(draft: Draft): void {
  for (const clock of draft.ticket.clocks) {
    const pauses = targetOf(draft, clock)?.pauseIn.includes(draft.ticket.status) ?? false;
    const reopens = isProvisional(clock);
    if (reopens || (!pauses && clock.state === 'paused')) resume(draft, clock);
    if (pauses && (reopens || clock.state === 'running')) pause(draft, clockOf(draft, clock.kind));
    if (reopens && clock.breachedAt !== null) {
      // It was missed before it was solved and is owed again: somebody must be called for it.
      trigger(draft, { type: 'breach', clock: clock.kind, breachedAt: clock.breachedAt }, draft.context.now);
    }
  }
}

function pause(draft: Draft, clock: SlaClock): void {
  draft.emit({ type: 'clock_paused', clock: clock.kind, bankedMs: used(draft, clock) });
}

function resume(draft: Draft, clock: SlaClock): void {
  const { dueAt, warning } = outlook(hoursOf(draft, clock), draft.context.now, clock, percents(draft, clock));
  draft.emit(
    clock.breachedAt === null
      ? { type: 'clock_resumed', clock: clock.kind, dueAt, warning }
      : { type: 'clock_resumed', clock: clock.kind, dueAt: clock.breachedAt, warning: null },
  );
}

/** Stops the clocks that still run or pause: met up to and including the due instant, else late. */
export function stopClocks(draft: Draft, stoppedBy: 'solve' | 'close'): void {
  for (const { kind, state } of draft.ticket.clocks) {
    if (state !== 'stopped') stop(draft, kind, stoppedBy, used(draft, clockOf(draft, kind)));
  }
}

/**
 * An answer was taken. It stops the clocks that still run or pause, and settles what solving had stopped
 * provisionally. One that was on its way when the ticket was solved is measured until it was taken, not until the
 * solving: what is undelivered is unanswered.
 */
export function answerClocks(draft: Draft, writtenAt: Instant | null): void {
  for (const { kind } of draft.ticket.clocks) {
    const clock = clockOf(draft, kind);
    if (clock.state !== 'stopped') stop(draft, kind, 'reply', used(draft, clock));
    else if (clock.stoppedBy === 'solve') settle(draft, clock, writtenAt !== null && writtenAt <= clock.stoppedAt);
  }
}

function settle(draft: Draft, clock: SlaClock & { state: 'stopped' }, wasOnItsWay: boolean): void {
  const hours = hoursOf(draft, clock);
  const { now } = draft.context;
  const usedMs = clock.bankedMs + (wasOnItsWay ? openTimeBetween(hours, clock.stoppedAt, now) : 0);
  const { dueAt } = outlook(hours, clock.stoppedAt, clock, []);
  if (wasOnItsWay && clock.breachedAt === null && dueAt !== null && now > dueAt) {
    draft.emit({ type: 'target_breached', clock: clock.kind, breachedAt: dueAt });
  }
  stop(draft, clock.kind, 'reply', usedMs);
}

function stop(draft: Draft, kind: SlaClock['kind'], stoppedBy: 'reply' | 'solve' | 'close', bankedMs: number): void {
  const { breachedAt, targetMs } = clockOf(draft, kind);
  // an import is measured without ever breaching
  const isLate = breachedAt !== null || (draft.context.imported === true && bankedMs > targetMs);
  const outcome = isLate ? 'late' : 'met';
  draft.emit({ type: 'clock_stopped', clock: kind, bankedMs, outcome, stoppedBy });
}

/** Stopped by solving before it was ever answered: a reopen takes it up again. */
export function isProvisional(clock: SlaClock): boolean {
  return clock.state === 'stopped' && clock.stoppedBy === 'solve';
}

function clockOf(draft: Draft, kind: SlaClock['kind']): SlaClock {
  const found = draft.ticket.clocks.find((clock) => clock.kind === kind);
  if (found === undefined) throw new Error(`ticket ${draft.ticket.id} has no clock ${kind}`);
  return found;
}

function used(draft: Draft, clock: SlaClock): number {
  return usedTime(clock, hoursOf(draft, clock), draft.context.now);
}

function hoursOf(draft: Draft, clock: SlaClock): BusinessHours {
  return draft.context.config.calendar(clock.calendarVersionId).hours;
}

function targetsOf(draft: Draft): Target[] {
  return draft.context.config.policy(draft.ticket.policyVersionId).targets;
}

function targetOf(draft: Draft, clock: SlaClock): Target | undefined {
  return targetsOf(draft).find((target) => target.kind === clock.kind);
}

function percents(draft: Draft, clock: SlaClock): number[] {
  return targetOf(draft, clock)?.warnPercents ?? [];
}
