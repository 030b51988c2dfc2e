import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { BreachCause, ClockOutcome, ClockStop } from '#core/sla/clock-state.ts';
import type { ClockKey } from '#core/sla/policy.ts';
import type { Duration, Instant } from '#core/time.ts';

export const CYCLE_ENDS = ['removed', 'restarted'] as const;
/** What ends a cycle without an outcome: its policy has no such target any more, or the next one began before it ended. */
export type CycleEnd = (typeof CYCLE_ENDS)[number];

/** A stretch that a clock measured and that is over, as reports keep it. */
export interface EndedCycle {
  key: ClockKey;
  cycle: number;
  targetMs: Duration;
  calendarVersionId: VersionId;
  policyVersionId: VersionId;
  startedAt: Instant;
  /** Until when it was met; null of one that stood still at its end, or was only measured afterwards. */
  dueAt: Instant | null;
  endedAt: Instant;
  endedBy: ClockStop | CycleEnd;
  /** null: it ended without one. */
  outcome: ClockOutcome | null;
  /** Business time used; of one that ended without outcome, before its last segment. */
  bankedMs: Duration;
  breachedAt: Instant | null;
  breachCause: BreachCause | null;
  /** Who had the ticket at the end; of one that was handed on, who handed it on. */
  teamId: TeamId;
  assigneeId: PersonId | null;
  /** The event that ended it. */
  seq: number;
}
