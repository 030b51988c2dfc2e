import type { Forecast } from '#core/queue/forecast.ts';
import type { TeamId, TicketId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { WaitReason } from '#core/routing/distribution.ts';
import { MINUTE, type Duration, type Instant } from '#core/time.ts';

/** How a team's queue does: nothing will be late; something will; so much, so soon, that help is asked for. */
export type Pressure = 'calm' | 'warned' | 'overloaded';

/** A queue is forecast this often. */
export const FORECASTS_EVERY: Duration = MINUTE;
/** This many late answers are an overload … */
const LATE_OVERLOADS = 3;
/** … when the first of them is this near. */
const NEAR: Duration = 60 * MINUTE;

export interface Queue {
  teamId: TeamId;
  /** Counts the queue's events. */
  seq: number;
  pressure: Pressure;
  /** Null while nothing was ever to be said. */
  since: Instant | null;
  /** When people were last told that nobody may be offered what waits; null = never. */
  stoodStillAt: Instant | null;
}

/** The forecast that changed it is the reason. */
export interface PressureChanged {
  type: 'pressure_changed';
  from: Pressure;
  to: Pressure;
  forecast: Forecast;
}

/** Nobody may be offered what waits: how much, what has waited longest, and what stands in the way of whoever comes nearest. */
export interface StoodStill {
  type: 'stood_still';
  waiting: number;
  ticketId: TicketId;
  why: WaitReason;
}

export type QueueEvent = PressureChanged | StoodStill;

/** What follows from a forecast: nothing, or another pressure. */
export function decideQueue(queue: Queue, forecast: Forecast): PressureChanged[] {
  const to = pressureOf(queue, forecast);
  return to === queue.pressure ? [] : [{ type: 'pressure_changed', from: queue.pressure, to, forecast }];
}

/** The queue after an event that happened at `at`. */
export function evolveQueue(queue: Queue, event: QueueEvent, at: Instant): Queue {
  const seq = queue.seq + 1;
  switch (event.type) {
    case 'pressure_changed':
      return { ...queue, seq, pressure: event.to, since: at };
    case 'stood_still':
      return { ...queue, seq, stoodStillAt: at };
    default:
      return never(event);
  }
}

/** When it is forecast again. */
export function queueDueAt(now: Instant): Instant {
  return now + FORECASTS_EVERY;
}

/** An overload lasts until nothing will be late any more, so that help is not sent away as soon as it helps. */
function pressureOf({ pressure }: Queue, { at, late, firstLateAt }: Forecast): Pressure {
  if (late === 0 || firstLateAt === null) return 'calm';
  if (pressure === 'overloaded') return 'overloaded';
  return late >= LATE_OVERLOADS && firstLateAt - at <= NEAR ? 'overloaded' : 'warned';
}
