import type { AgentEvent, PlannedBreak } from '#core/agent/agent.ts';
import { NEVER, type Instant } from '#core/time.ts';

/**
 * The breaks somebody took or plans, from the events of their log, oldest first. One that was given for missed offers is
 * left out: that follows from what was offered. One that was never ended lasts.
 */
export function breaksTaken(log: readonly { at: Instant; event: AgentEvent }[]): PlannedBreak[] {
  const planned = new Map<number, PlannedBreak>();
  const taken: PlannedBreak[] = [];
  /** The one they are on. */
  let on: PlannedBreak | undefined;
  for (const { at, event } of log) {
    if (event.type === 'break_planned') {
      const { breakId: id, from, until, reason } = event;
      planned.set(id, { id, from, until, reason });
    }
    if (event.type === 'break_cancelled') {
      const its = planned.get(event.breakId);
      // a break that begins is planned no longer
      if (its !== undefined && at < its.from) planned.delete(event.breakId);
    }
    if (event.type !== 'presence_changed') continue;
    if (on !== undefined) on.until = Math.min(on.until, at);
    on = event.to === 'break' ? begun(event, at, planned) : undefined;
    if (on !== undefined && event.because === 'asked') taken.push(on);
  }
  return [...planned.values(), ...taken]
    .filter(({ from, until }) => from < until)
    .toSorted((one, other) => one.from - other.from)
    .map((each, index) => ({ ...each, id: index + 1 }));
}

function begun(
  { because, until, reason }: Extract<AgentEvent, { type: 'presence_changed' }>,
  at: Instant,
  planned: ReadonlyMap<number, PlannedBreak>,
): PlannedBreak | undefined {
  if (because === 'asked') return { id: 0, from: at, until: until ?? NEVER, reason: reason ?? '' };
  return because === 'planned' ? [...planned.values()].find((each) => each.from <= at && at < each.until) : undefined;
}
