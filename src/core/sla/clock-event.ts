import type { TicketId, VersionId } from '#core/ids.ts';
import type { BreachCause, ClockOutcome, ClockStop, LoggedClock, Warning } from '#core/sla/clock-state.ts';
import type { EndedCycle } from '#core/sla/ended-cycle.ts';
import type { ClockKey } from '#core/sla/policy.ts';
import type { Instant } from '#core/time.ts';

/**
 * Something that happened to one clock of a ticket. `fromCycle`: what is kept of this cycle and later ones counts no more;
 * `ended` is what is kept of them instead.
 */
export type ClockEvent =
  /** A clock, or its next cycle, in the place of the one before. */
  | { type: 'clock_started'; clock: LoggedClock }
  /** What an answer had ended goes on, because that answer never arrived. */
  | { type: 'clock_restored'; clock: LoggedClock; fromCycle?: number; ended?: EndedCycle[] }
  /** What a ticket that was merged into this one owed is owed here. */
  | { type: 'clock_carried_over'; clock: LoggedClock; mergedId: TicketId }
  /** As it would stand had it never been merged or taken for spam. */
  | { type: 'clock_relived'; clock: LoggedClock; fromCycle?: number; ended?: EndedCycle[] }
  /** The policy has no such target any more: it ends without outcome. With `fromCycle`, there never was such a one. */
  | { type: 'clock_removed'; clock: ClockKey; fromCycle?: number; ended?: EndedCycle[] }
  | { type: 'clock_paused'; clock: ClockKey; bankedMs: number }
  | {
      type: 'clock_resumed';
      clock: ClockKey;
      /** A breached clock keeps the due instant it missed. */
      dueAt: Instant | null;
      warning: Warning | null;
    }
  /** Another target from now on; what was used and what was missed stays. */
  | {
      type: 'clock_retargeted';
      clock: ClockKey;
      targetMs: number;
      /** Without it, the calendar stays. */
      calendarVersionId?: VersionId;
      /** Of a running clock that moved to another calendar: what it used by the old one; a segment begins here. */
      bankedMs?: number;
      /** More is used than the new target allows: it is missed here, or when it runs again. */
      overtakenBy?: BreachCause;
      /** The target stays: the rules of time zones changed, and this version of them moved the moments to come. */
      zoneData?: string;
      /** Of a clock that runs and has missed nothing; else null. */
      outlook: { dueAt: Instant | null; warning: Warning | null } | null;
    }
  | {
      type: 'clock_stopped';
      clock: ClockKey;
      bankedMs: number;
      outcome: ClockOutcome;
      stoppedBy: ClockStop;
    }
  | {
      type: 'target_at_risk';
      clock: ClockKey;
      percent: number;
      /** Of a point said as business time left. */
      beforeMs?: number;
      /** The point itself; the event's own time is when Belay looked. */
      reachedAt: Instant;
      /** The warning after this one. */
      next: Warning | null;
      /** A change put the point into the past. */
      late?: true;
    }
  | {
      type: 'target_breached';
      clock: ClockKey;
      breachedAt: Instant;
      /** Time alone did not run out: the promise was changed, or an answer never arrived. */
      cause?: BreachCause;
    };
