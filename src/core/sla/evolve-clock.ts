import { never } from '#core/result.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

type ClockEvent = Extract<
  TicketEvent,
  {
    type:
      | 'clock_started'
      | 'clock_paused'
      | 'clock_resumed'
      | 'clock_retargeted'
      | 'clock_stopped'
      | 'target_at_risk'
      | 'target_breached';
  }
>;

/** The ticket's clocks after an event about one of them. */
export function evolveClocks(clocks: SlaClock[], event: ClockEvent, at: Instant): SlaClock[] {
  if (event.type === 'clock_started') return [...clocks, event.clock];
  return clocks.map((clock) => (clock.kind === event.clock ? evolveClock(clock, event, at) : clock));
}

function evolveClock(clock: SlaClock, event: Exclude<ClockEvent, { type: 'clock_started' }>, at: Instant): SlaClock {
  switch (event.type) {
    case 'clock_paused':
      return { ...lasting(clock), bankedMs: event.bankedMs, state: 'paused', pausedAt: at };
    case 'clock_resumed':
      return {
        ...lasting(clock),
        state: 'running',
        segmentStart: at,
        dueAt: event.dueAt,
        warning: event.warning,
      };
    case 'clock_retargeted':
      return { ...clock, targetMs: event.targetMs, ...(clock.state === 'running' ? event.outlook : null) };
    case 'clock_stopped':
      return {
        ...lasting(clock),
        bankedMs: event.bankedMs,
        state: 'stopped',
        stoppedAt: at,
        outcome: event.outcome,
        stoppedBy: event.stoppedBy,
      };
    case 'target_at_risk':
      return running({ ...clock, warned: [...clock.warned, event.percent] }, event.next);
    case 'target_breached':
      return running({ ...clock, breachedAt: event.breachedAt }, null);
    default:
      return never(event);
  }
}

/** What a clock keeps whatever its state. */
function lasting(clock: SlaClock) {
  const { kind, calendarVersionId, targetMs, cycle, startedAt, bankedMs, breachedAt, warned } = clock;
  return { kind, calendarVersionId, targetMs, cycle, startedAt, bankedMs, breachedAt, warned };
}

function running(clock: SlaClock, warning: { at: Instant; percent: number } | null): SlaClock {
  return clock.state === 'running' ? { ...clock, warning } : clock;
}
