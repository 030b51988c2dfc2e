import type { Clock as ClockView } from '#contract/ticket.ts';
import { isOpen, nextOpen, openSpans, openTimeBetween, type BusinessHours } from '#core/sla/business-hours.ts';
import type { ClockOutcome, ClockStop, SlaClock } from '#core/sla/clock-state.ts';
import type { Config } from '#core/ticket/context.ts';
import { DAY, type Instant } from '#core/time.ts';

/** How far ahead the end of an opening is looked for; a client asks again long before. */
const HORIZON_MS = 8 * DAY;

/** What is told of a clock; `SlaClock` is one. */
export type ShownClock = Pick<
  SlaClock,
  | 'key'
  | 'kind'
  | 'cycle'
  | 'calendarVersionId'
  | 'targetMs'
  | 'bankedMs'
  | 'breachedAt'
  | 'breachCause'
  | 'earlierBreaches'
> &
  (
    | { state: 'running'; dueAt: Instant | null }
    | { state: 'paused'; pausedAt: Instant }
    | { state: 'stopped'; stoppedAt: Instant; outcome: ClockOutcome; stoppedBy: ClockStop }
  );

/** A clock as the client renders it at `now`: business time left, and when the counting next starts or stops. */
export const clockView = (clock: ShownClock, policy: string, config: Config, now: Instant): ClockView => {
  const calendar = config.calendar(clock.calendarVersionId);
  const running = clock.state === 'running';
  return {
    key: clock.key,
    kind: clock.kind,
    cycle: clock.cycle,
    state: clock.state,
    dueAt: running ? clock.dueAt : null,
    remainingMs: remainingOf(clock, calendar.hours, now),
    counting: running && isOpen(calendar.hours, now),
    nextSwitchAt: running ? nextSwitch(calendar.hours, now) : null,
    targetMs: clock.targetMs,
    breachedAt: clock.breachedAt,
    breachCause: clock.breachCause,
    breaches: clock.earlierBreaches + (clock.breachedAt === null ? 0 : 1),
    pausedAt: clock.state === 'paused' ? clock.pausedAt : null,
    stoppedAt: clock.state === 'stopped' ? clock.stoppedAt : null,
    outcome: clock.state === 'stopped' ? clock.outcome : null,
    stoppedBy: clock.state === 'stopped' ? clock.stoppedBy : null,
    calendar: calendar.name,
    policy,
  };
};

/** Business milliseconds left, negative when over; of a clock that stands, what was left when it stood still. */
const remainingOf = (clock: ShownClock, hours: BusinessHours, now: Instant): number | null => {
  if (clock.state !== 'running') return clock.targetMs - clock.bankedMs;
  if (clock.dueAt === null) return null;
  return now <= clock.dueAt ? openTimeBetween(hours, now, clock.dueAt) : -openTimeBetween(hours, clock.dueAt, now);
};

/** null when it is open for as far as we look, or never opens again. */
const nextSwitch = (hours: BusinessHours, now: Instant): Instant | null => {
  if (!isOpen(hours, now)) return nextOpen(hours, now);
  const closes = openSpans(hours, now, now + HORIZON_MS, 1).spans[0]?.closes;
  return closes === undefined || closes >= now + HORIZON_MS ? null : closes;
};
