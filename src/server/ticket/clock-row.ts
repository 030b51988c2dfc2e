import type { BreachCause, ClockOutcome, ClockStop, SlaClock } from '#core/sla/clock-state.ts';
import { kindOf, type ClockKey } from '#core/sla/policy.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { given } from './row.ts';

/** A row of `sla_clock`. */
export interface ClockRow {
  ticket_id: number;
  /** The clock's key. */
  kind: ClockKey;
  calendar_version_id: number;
  target_ms: number;
  cycle: number;
  state: SlaClock['state'];
  started_at: Instant;
  banked_ms: number;
  segment_start: Instant | null;
  due_at: Instant | null;
  warning_at: Instant | null;
  warning_percent: number | null;
  warning_before_ms: number | null;
  warned: number[];
  warned_before: number[];
  breached_at: Instant | null;
  breach_cause: BreachCause | null;
  earlier_breaches: number;
  overtaken_by: BreachCause | null;
  paused_at: Instant | null;
  stopped_at: Instant | null;
  outcome: ClockOutcome | null;
  stopped_by: ClockStop | null;
  nearest: boolean;
  /** The ticket's team, for whoever counts clocks; null = not noted yet. */
  team_id: number | null;
}

export function clockFrom(row: ClockRow): SlaClock {
  const base = {
    key: row.kind,
    kind: kindOf(row.kind),
    calendarVersionId: row.calendar_version_id,
    targetMs: row.target_ms,
    cycle: row.cycle,
    startedAt: row.started_at,
    bankedMs: row.banked_ms,
    breachedAt: row.breached_at,
    warned: row.warned,
    warnedBefore: row.warned_before,
    breachCause: row.breach_cause,
    earlierBreaches: row.earlier_breaches,
    overtakenBy: row.overtaken_by,
  };
  const told = given(`clock ${row.kind} of ticket ${row.ticket_id}`);
  switch (row.state) {
    case 'running':
      return {
        ...base,
        state: row.state,
        segmentStart: told(row.segment_start, 'segment_start'),
        dueAt: row.due_at,
        warning:
          row.warning_at === null
            ? null
            : {
                at: row.warning_at,
                percent: told(row.warning_percent, 'warning_percent'),
                ...(row.warning_before_ms === null ? {} : { beforeMs: row.warning_before_ms }),
              },
      };
    case 'paused':
      return { ...base, state: row.state, pausedAt: told(row.paused_at, 'paused_at') };
    case 'stopped':
      return {
        ...base,
        state: row.state,
        stoppedAt: told(row.stopped_at, 'stopped_at'),
        outcome: told(row.outcome, 'outcome'),
        stoppedBy: told(row.stopped_by, 'stopped_by'),
      };
  }
}

/** The row of a ticket's clock; `nearest` when it is the one that lists show. */
export function clockRow({ id, teamId }: Ticket, clock: SlaClock, nearest: boolean): ClockRow {
  const running = clock.state === 'running' ? clock : null;
  const stopped = clock.state === 'stopped' ? clock : null;
  return {
    ticket_id: id,
    kind: clock.key,
    calendar_version_id: clock.calendarVersionId,
    target_ms: clock.targetMs,
    cycle: clock.cycle,
    state: clock.state,
    started_at: clock.startedAt,
    banked_ms: clock.bankedMs,
    segment_start: running?.segmentStart ?? null,
    due_at: running?.dueAt ?? null,
    warning_at: running?.warning?.at ?? null,
    warning_percent: running?.warning?.percent ?? null,
    warning_before_ms: running?.warning?.beforeMs ?? null,
    warned: clock.warned,
    warned_before: clock.warnedBefore,
    breached_at: clock.breachedAt,
    breach_cause: clock.breachCause,
    earlier_breaches: clock.earlierBreaches,
    overtaken_by: clock.overtakenBy,
    paused_at: clock.state === 'paused' ? clock.pausedAt : null,
    stopped_at: stopped?.stoppedAt ?? null,
    outcome: stopped?.outcome ?? null,
    stopped_by: stopped?.stoppedBy ?? null,
    nearest,
    team_id: teamId,
  };
}
