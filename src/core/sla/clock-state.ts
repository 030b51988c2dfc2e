import type { VersionId } from '#core/ids.ts';
import type { ClockKey, ClockKind } from '#core/sla/policy.ts';
import type { Duration, Instant } from '#core/time.ts';

/** Why a target was missed when time alone did not run out: what was promised changed, or an answer never arrived. */
export const BREACH_CAUSES = ['policy_change', 'calendar_change', 'undelivered'] as const;
export type BreachCause = (typeof BREACH_CAUSES)[number];

export const CLOCK_OUTCOMES = ['met', 'late', 'void', 'not_measured'] as const;
/** `void`: it does not count; `not_measured`: it was already over when the policy began to measure it. */
export type ClockOutcome = (typeof CLOCK_OUTCOMES)[number];

export const CLOCK_STOPS = [
  'reply',
  'solve',
  'close',
  'merged',
  'spam',
  'handed_on',
  'picked_up',
  'abandoned',
] as const;
export type ClockStop = (typeof CLOCK_STOPS)[number];

/** A point of warning ahead. */
export interface Warning {
  at: Instant;
  /** Of the target's business time. */
  percent: number;
  /** Of a point said as business time left: that time. */
  beforeMs?: Duration;
}

export interface ClockBase {
  key: ClockKey;
  kind: ClockKind;
  calendarVersionId: VersionId;
  targetMs: Duration;
  /** Counts from 1; a new cycle starts with nothing banked. */
  cycle: number;
  startedAt: Instant;
  /** Business time used in this cycle before the current segment. */
  bankedMs: Duration;
  /** The due instant that was missed, once time is strictly past it; never cleared in its cycle. */
  breachedAt: Instant | null;
  /** Null: time ran out. */
  breachCause: BreachCause | null;
  /** How many cycles before this one were missed. */
  earlierBreaches: number;
  /** Warning points already fired in this cycle, as percent. */
  warned: number[];
  /** The same of points said as business time left, in milliseconds. */
  warnedBefore: Duration[];
  /**
   * While it stood still its target became shorter than the time already used: it is missed at the instant it runs
   * again, for this reason.
   */
  overtakenBy: BreachCause | null;
}

/**
 * One running target on one ticket. Breached is a fact beside the state, never a state:
 * a paused or stopped clock may be breached.
 */
export type SlaClock = ClockBase &
  (
    | {
        state: 'running';
        /** Start of the segment that is being counted. */
        segmentStart: Instant;
        /** Met up to and including this instant; null when the calendar never opens far enough. */
        dueAt: Instant | null;
        /** The next warning; null when none is left. */
        warning: Warning | null;
      }
    | { state: 'paused'; pausedAt: Instant }
    | { state: 'stopped'; stoppedAt: Instant; outcome: ClockOutcome; stoppedBy: ClockStop }
  );

/** A clock as a log holds it: what was written before a clock had a key or several causes lacks them. */
export type LoggedClock = SlaClock | LoggedClockOf<SlaClock>;
type LoggedClockOf<Clock> = Clock extends SlaClock ? Omit<Clock, keyof Added> & Partial<Added> : never;
type Added = Pick<ClockBase, 'key' | 'breachCause' | 'earlierBreaches' | 'warnedBefore' | 'overtakenBy'>;

/** The same with what an older log leaves out. */
export function wholeClock(clock: LoggedClock): SlaClock {
  const { key = clock.kind, breachCause = null, earlierBreaches = 0, warnedBefore = [], overtakenBy = null } = clock;
  return { ...clock, key, breachCause, earlierBreaches, warnedBefore, overtakenBy };
}

/** What a clock keeps whatever its state. */
export function lastingOf(clock: SlaClock): ClockBase {
  const { key, kind, calendarVersionId, targetMs, cycle, startedAt, bankedMs, breachedAt, breachCause } = clock;
  const { earlierBreaches, warned, warnedBefore, overtakenBy } = clock;
  return {
    key,
    kind,
    calendarVersionId,
    targetMs,
    cycle,
    startedAt,
    bankedMs,
    breachedAt,
    breachCause,
    earlierBreaches,
    warned,
    warnedBefore,
    overtakenBy,
  };
}

/** Stopped by solving before it was answered: a reopen takes it up again. */
export function isProvisional(clock: SlaClock): clock is SlaClock & { state: 'stopped' } {
  return clock.state === 'stopped' && clock.stoppedBy === 'solve';
}
