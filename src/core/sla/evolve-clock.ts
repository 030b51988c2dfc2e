import { never } from '#core/result.ts';
import { lastingOf, wholeClock, type SlaClock, type Warning } from '#core/sla/clock-state.ts';
import type { ClockEvent } from '#core/sla/clock-event.ts';
import type { Instant } from '#core/time.ts';

/** The ticket's clocks after an event about one of them. A new cycle takes the place of the one before. */
export function evolveClocks(clocks: SlaClock[], event: ClockEvent, at: Instant): SlaClock[] {
  switch (event.type) {
    case 'clock_started':
    case 'clock_restored':
    case 'clock_carried_over':
    case 'clock_relived': {
      const clock = wholeClock(event.clock);
      const known = clocks.some(({ key }) => key === clock.key);
      return known ? clocks.map((each) => (each.key === clock.key ? clock : each)) : inOrderOfKey([...clocks, clock]);
    }
    case 'clock_removed':
      return clocks.filter(({ key }) => key !== event.clock);
    default:
      return clocks.map((clock) => (clock.key === event.clock ? evolveClock(clock, event, at) : clock));
  }
}

type Whole = 'clock_started' | 'clock_restored' | 'clock_carried_over' | 'clock_relived' | 'clock_removed';
type Lasting = Exclude<ClockEvent, { type: Whole }>;

function evolveClock(clock: SlaClock, event: Lasting, at: Instant): SlaClock {
  switch (event.type) {
    case 'clock_paused':
      return { ...lastingOf(clock), bankedMs: event.bankedMs, state: 'paused', pausedAt: at };
    case 'clock_resumed':
      return {
        ...lastingOf(clock),
        state: 'running',
        segmentStart: at,
        dueAt: event.dueAt,
        warning: event.warning,
      };
    case 'clock_retargeted':
      return retargeted(clock, event, at);
    case 'clock_stopped':
      return {
        ...lastingOf(clock),
        bankedMs: event.bankedMs,
        state: 'stopped',
        stoppedAt: at,
        outcome: event.outcome,
        stoppedBy: event.stoppedBy,
      };
    case 'target_at_risk': {
      const { percent, beforeMs, next } = event;
      const warned =
        beforeMs === undefined
          ? { warned: [...clock.warned, percent] }
          : { warnedBefore: [...clock.warnedBefore, beforeMs] };
      return running({ ...clock, ...warned }, next);
    }
    case 'target_breached':
      return running({ ...clock, breachedAt: event.breachedAt, breachCause: event.cause ?? null }, null);
    default:
      return never(event);
  }
}

function retargeted(clock: SlaClock, event: Extract<ClockEvent, { type: 'clock_retargeted' }>, at: Instant): SlaClock {
  const { targetMs, calendarVersionId = clock.calendarVersionId, bankedMs, overtakenBy = null } = event;
  const changed = { ...clock, targetMs, calendarVersionId, bankedMs: bankedMs ?? clock.bankedMs, overtakenBy };
  if (changed.state !== 'running') return changed;
  return { ...changed, segmentStart: bankedMs === undefined ? changed.segmentStart : at, ...event.outlook };
}

function running(clock: SlaClock, warning: Warning | null): SlaClock {
  return clock.state === 'running' ? { ...clock, warning } : clock;
}

/** As they are read back: which of two that are due at one instant comes first depends on nothing else. */
function inOrderOfKey(clocks: SlaClock[]): SlaClock[] {
  return clocks.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}
