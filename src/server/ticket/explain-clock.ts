import type { ClockExplanation, ClockSpan } from '#contract/explanation.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import { usedTime } from '#core/sla/clock.ts';
import { openSpans, type BusinessHours } from '#core/sla/business-hours.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/** Most stretches that are told of one clock. */
const MOST_SPANS = 60;

type Segment = { from: Instant; to: Instant; running: boolean };

/** When a clock ran and when it was paused, as the log says, up to where it stopped or to `now`. */
export const segmentsOf = (key: string, log: readonly LoggedEvent[], now: Instant): Segment[] => {
  const segments: Segment[] = [];
  let from = 0;
  let state: 'running' | 'paused' | 'over' = 'over';
  const turn = (at: Instant, next: typeof state): void => {
    if (state !== 'over' && at > from) segments.push({ from, to: at, running: state === 'running' });
    from = at;
    state = next;
  };
  for (const { at, event } of log) {
    if (isWhole(event)) {
      if ((event.clock.key ?? event.clock.kind) !== key) continue;
      // what had been stopped and goes on counts from where it was counted last
      const begins = event.clock.state === 'running' ? event.clock.segmentStart : at;
      while ((segments.at(-1)?.to ?? 0) > begins) segments.pop();
      state = 'over';
      turn(begins, event.clock.state === 'stopped' ? 'over' : event.clock.state);
    } else if ('clock' in event && event.clock === key) {
      if (event.type === 'clock_paused') turn(at, 'paused');
      if (event.type === 'clock_resumed') turn(at, 'running');
      if (event.type === 'clock_stopped' || event.type === 'clock_removed') turn(at, 'over');
    }
  }
  turn(now, 'over');
  return segments;
};

type Whole = Extract<
  TicketEvent,
  { type: 'clock_started' | 'clock_restored' | 'clock_carried_over' | 'clock_relived' }
>;

const isWhole = (event: TicketEvent): event is Whole => 'clock' in event && typeof event.clock === 'object';

/** A clock's stretches: counted while its calendar is open, closed otherwise, paused where it stood still. */
export const spansOf = (
  segments: readonly Segment[],
  hours: BusinessHours,
): { spans: ClockSpan[]; complete: boolean } => {
  const spans: ClockSpan[] = [];
  const add = (from: Instant, to: Instant, what: ClockSpan['what']): void => {
    if (to <= from) return;
    const last = spans.at(-1);
    if (last?.what === what && last.to === from) last.to = to;
    else spans.push({ from, to, what });
  };
  for (const { from, to, running } of segments) {
    if (!running) {
      add(from, to, 'paused');
      continue;
    }
    let at = from;
    for (const { opens, closes } of openSpans(hours, from, to).spans) {
      add(at, opens, 'closed');
      add(opens, closes, 'counted');
      at = closes;
    }
    add(at, to, 'closed');
  }
  return { spans: spans.slice(-MOST_SPANS), complete: spans.length <= MOST_SPANS };
};

type Known = Pick<ClockExplanation, 'policy' | 'calendar' | 'pauseIn'>;

/** One clock with everything its time was counted by. */
export const explainClock = (
  clock: SlaClock,
  known: Known,
  hours: BusinessHours,
  log: readonly LoggedEvent[],
  now: Instant,
): ClockExplanation => ({
  ...known,
  key: clock.key,
  kind: clock.kind,
  cycle: clock.cycle,
  state: clock.state,
  timeZone: hours.zone.name,
  targetMs: clock.targetMs,
  usedMs: usedTime(clock, hours, now),
  startedAt: clock.startedAt,
  dueAt: clock.state === 'running' ? clock.dueAt : null,
  breachedAt: clock.breachedAt,
  breachCause: clock.breachCause,
  breaches: clock.earlierBreaches + (clock.breachedAt === null ? 0 : 1),
  outcome: clock.state === 'stopped' ? clock.outcome : null,
  stoppedBy: clock.state === 'stopped' ? clock.stoppedBy : null,
  ...spansOf(segmentsOf(clock.key, log, now), hours),
});
