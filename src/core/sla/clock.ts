import { addOpenTime, openTimeBetween, type BusinessHours } from '#core/sla/business-hours.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { Target } from '#core/sla/policy.ts';
import type { Severity } from '#core/ticket/ticket.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';

/** Where a running segment leads: its due instant and the next warning before it. */
export interface Outlook {
  dueAt: Instant | null;
  warning: { at: Instant; percent: number } | null;
}

/**
 * The due instant and next warning of a segment that starts at `segmentStart` with `bankedMs` already used.
 * A target that is used up is due at once.
 */
export function outlook(
  hours: BusinessHours,
  segmentStart: Instant,
  clock: { targetMs: Duration; bankedMs: Duration; warned: number[] },
  warnPercents: number[],
): Outlook {
  return {
    dueAt: after(hours, segmentStart, clock.targetMs - clock.bankedMs),
    warning: nextWarning(hours, segmentStart, clock, warnPercents),
  };
}

/** The first warning point not fired yet; one that lies in the past of the segment is due at its start. */
export function nextWarning(
  hours: BusinessHours,
  segmentStart: Instant,
  clock: { targetMs: Duration; bankedMs: Duration; warned: number[] },
  warnPercents: number[],
): { at: Instant; percent: number } | null {
  const percent = warnPercents.find((candidate) => !clock.warned.includes(candidate));
  if (percent === undefined) return null;
  const at = after(hours, segmentStart, Math.ceil((clock.targetMs * percent) / 100) - clock.bankedMs);
  return at === null ? null : { at, percent };
}

/** A new clock of `target`, running from `at`. */
export function startClock(target: Target, severity: Severity, hours: BusinessHours, at: Instant): SlaClock {
  const targetMs = target.targetMs[severity];
  const fresh = { targetMs, bankedMs: 0, warned: [] };
  return {
    ...fresh,
    kind: target.kind,
    calendarVersionId: target.calendarVersionId,
    cycle: 1,
    startedAt: at,
    breachedAt: null,
    state: 'running',
    segmentStart: at,
    ...outlook(hours, at, fresh, target.warnPercents),
  };
}

/** Business time used in this cycle up to `at`. */
export function usedTime(clock: SlaClock, hours: BusinessHours, at: Instant): Duration {
  return clock.state === 'running' ? clock.bankedMs + openTimeBetween(hours, clock.segmentStart, at) : clock.bankedMs;
}

/** Whether time is strictly past the due instant of a running clock that has not been marked yet. */
export function isOverdue(clock: SlaClock, now: Instant): clock is SlaClock & { state: 'running'; dueAt: Instant } {
  return clock.state === 'running' && clock.breachedAt === null && clock.dueAt !== null && now > clock.dueAt;
}

/** When Belay must look at this clock again: its next warning, or the first instant past its due. */
export function clockLookAt(clock: SlaClock): Instant {
  if (clock.state !== 'running' || clock.breachedAt !== null) return NEVER;
  return Math.min(clock.warning?.at ?? NEVER, clock.dueAt === null ? NEVER : clock.dueAt + 1);
}

function after(hours: BusinessHours, start: Instant, amount: Duration): Instant | null {
  if (amount <= 0) return start;
  const added = addOpenTime(hours, start, amount);
  if (!added.ok) throw new Error(`not a length of time: ${amount}`);
  return added.at;
}
