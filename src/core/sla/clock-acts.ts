import type { BusinessHours } from '#core/sla/business-hours.ts';
import { calendarFor } from '#core/sla/calendar-renewal.ts';
import { outlook, usedTime } from '#core/sla/clock.ts';
import type { ClockStop, SlaClock } from '#core/sla/clock-state.ts';
import { keyOf, type ClockKey, type Target } from '#core/sla/policy.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** The targets of the ticket's policy. */
export function targetsOf(draft: Draft): Target[] {
  return draft.context.config.policy(draft.ticket.policyVersionId).targets;
}

/** The target a clock measures; none when its policy has lost it. */
export function targetOf(draft: Draft, clock: SlaClock): Target | undefined {
  return targetsOf(draft).find((target) => keyOf(target) === clock.key);
}

/** The ticket's clock of that key. */
export function clockOf(draft: Draft, key: ClockKey): SlaClock | undefined {
  return draft.ticket.clocks.find((clock) => clock.key === key);
}

/** The hours by which a clock counts. */
export function hoursOf(draft: Draft, clock: SlaClock): BusinessHours {
  return draft.context.config.calendar(clock.calendarVersionId).hours;
}

/** Starts the target's clock at `at`, or its next cycle; in a status that pauses it, it stands still at once. */
export function start(draft: Draft, target: Target, at: Instant): void {
  const { ticket, context } = draft;
  const calendarVersionId = calendarFor(ticket, target);
  const earlier = clockOf(draft, keyOf(target));
  const fresh = { targetMs: target.targetMs[ticket.severity], bankedMs: 0, warned: [], warnedBefore: [] };
  draft.emit({
    type: 'clock_started',
    clock: {
      ...fresh,
      key: keyOf(target),
      kind: target.kind,
      calendarVersionId,
      cycle: (earlier?.cycle ?? 0) + 1,
      startedAt: at,
      breachedAt: null,
      breachCause: null,
      earlierBreaches: (earlier?.earlierBreaches ?? 0) + (earlier === undefined || earlier.breachedAt === null ? 0 : 1),
      overtakenBy: null,
      state: 'running',
      segmentStart: at,
      ...outlook(context.config.calendar(calendarVersionId).hours, at, fresh, target),
    },
  });
  adjust(draft, target);
}

/** Pauses or resumes the target's clock for the status the ticket has now. */
export function adjust(draft: Draft, target: Target): void {
  const clock = clockOf(draft, keyOf(target));
  if (clock === undefined || clock.state === 'stopped') return;
  const pauses = target.pauseIn.includes(draft.ticket.status);
  if (pauses && clock.state === 'running') {
    draft.emit({ type: 'clock_paused', clock: clock.key, bankedMs: used(draft, clock) });
  }
  if (!pauses && clock.state === 'paused') resume(draft, target, clock);
}

/** The clock goes on with what it had left, or stands still again if the status pauses it. */
export function goOn(draft: Draft, target: Target, clock: SlaClock): void {
  if (target.pauseIn.includes(draft.ticket.status)) {
    draft.emit({ type: 'clock_paused', clock: clock.key, bankedMs: clock.bankedMs });
  } else {
    resume(draft, target, clock);
  }
}

function resume(draft: Draft, target: Target, clock: SlaClock): void {
  const ahead = outlook(hoursOf(draft, clock), draft.context.now, clock, target);
  const { dueAt, warning } = clock.breachedAt === null ? ahead : { dueAt: clock.breachedAt, warning: null };
  draft.emit({ type: 'clock_resumed', clock: clock.key, dueAt, warning });
}

/** Stops a clock that is not stopped yet: met up to and including the due instant, else late. */
export function stop(draft: Draft, clock: SlaClock | undefined, stoppedBy: ClockStop): void {
  if (clock === undefined || clock.state === 'stopped') return;
  const isVoid = stoppedBy === 'merged' || stoppedBy === 'spam' || stoppedBy === 'abandoned';
  // one that only measures is never marked as missed, but what it measured is told
  const isPast = clock.state === 'running' && clock.dueAt !== null && draft.context.now > clock.dueAt;
  const measured = clock.breachedAt === null && !isPast ? 'met' : 'late';
  const outcome = isVoid ? 'void' : measured;
  draft.emit({ type: 'clock_stopped', clock: clock.key, bankedMs: used(draft, clock), outcome, stoppedBy });
}

/** Business time the clock has used in its cycle up to now. */
export function used(draft: Draft, clock: SlaClock): number {
  return usedTime(clock, hoursOf(draft, clock), draft.context.now);
}
