import type { VersionId } from '#core/ids.ts';
import type { ClockKind } from '#core/sla/policy.ts';
import type { Duration, Instant } from '#core/time.ts';

interface ClockBase {
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
  /** Warning points already fired in this cycle, as percent. */
  warned: number[];
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
        /** The next warning and its percent; null when none is left. */
        warning: { at: Instant; percent: number } | null;
      }
    | { state: 'paused'; pausedAt: Instant }
    | {
        state: 'stopped';
        stoppedAt: Instant;
        outcome: 'met' | 'late' | 'void';
        stoppedBy: 'reply' | 'solve' | 'close';
      }
  );
