import { endedIn } from '#core/metrics/cycles.ts';
import type { Relived } from '#core/merge/relive.ts';
import { trigger } from '#core/escalation/trigger.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { EndedCycle } from '#core/sla/ended-cycle.ts';
import type { ClockKey } from '#core/sla/policy.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Draft } from '#core/ticket/draft.ts';

/**
 * Gives the ticket the clocks it would have by now, and their cycles that would be over, in place of those its `log`
 * tells of. What they missed meanwhile is missed when it was due, and climbs if it is still owed.
 */
export function restoreClocks(draft: Draft, log: readonly LoggedEvent[], relived: Relived): void {
  const { clocks } = draft.ticket;
  const kept = endedIn(log);
  const all = [...clocks, ...relived.ticket.clocks, ...kept, ...relived.ended];
  for (const key of new Set(all.map((each) => each.key))) {
    const find = (of: SlaClock[]): SlaClock | undefined => of.find((clock) => clock.key === key);
    const [now, clock] = [find(clocks), find(relived.ticket.clocks)];
    const mended = mendedOf(key, kept, relived.ended);
    if (clock === undefined) {
      if (now !== undefined || mended !== null)
        draft.emit({ type: 'clock_removed', clock: key, ...(mended ?? asKept(key, kept)) });
    } else if (now === undefined || !isSame(now, clock) || mended !== null) {
      restore(draft, now, clock, mended ?? {});
    }
  }
}

/** What was over of the clock is over, and nothing else. */
function asKept(key: ClockKey, kept: EndedCycle[]): Mended {
  const last = kept.findLast((cycle) => cycle.key === key);
  return { fromCycle: (last?.cycle ?? 0) + 1, ended: [] };
}

type Mended = { fromCycle?: number; ended?: EndedCycle[] };

/** From where on other cycles of the clock are over than its log tells of, and which; null when they are the same. */
function mendedOf(key: ClockKey, kept: EndedCycle[], relived: EndedCycle[]): Mended | null {
  const ofKey = (cycles: EndedCycle[]): EndedCycle[] => cycles.filter((cycle) => cycle.key === key);
  const [before, after] = [ofKey(kept), ofKey(relived)];
  const same = before.findIndex(
    (cycle, index) => after[index] === undefined || !isSame(unplaced(cycle), unplaced(after[index])),
  );
  const first = same === -1 ? before.length : same;
  if (first === before.length && first === after.length) return null;
  const fromCycle = Math.min(before[first]?.cycle ?? Infinity, after[first]?.cycle ?? Infinity);
  return { fromCycle, ended: after.slice(first) };
}

/** Lived anew, the events that end it stand elsewhere in the log. */
const unplaced = ({ seq: _seq, ...cycle }: EndedCycle): Omit<EndedCycle, 'seq'> => cycle;

function restore(draft: Draft, current: SlaClock | undefined, clock: SlaClock, mended: Mended): void {
  const { key, breachedAt, breachCause } = clock;
  const isKnown = current?.cycle === clock.cycle && current.breachedAt === breachedAt;
  if (breachedAt === null || isKnown) {
    draft.emit({ type: 'clock_relived', clock, ...mended });
    return;
  }
  draft.emit({ type: 'clock_relived', clock: { ...clock, breachedAt: null, breachCause: null }, ...mended });
  const cause = breachCause === null ? {} : { cause: breachCause };
  draft.emit({ type: 'target_breached', clock: key, breachedAt, ...cause });
  if (clock.state !== 'stopped') trigger(draft, { type: 'breach', clock: key, breachedAt }, draft.context.now);
}

/** Whether two clocks or cycles stand alike, in whatever order their fields were written. */
function isSame<Kept extends object>(one: Kept, other: Kept): boolean {
  return written(one) === written(other);
}

const written = (kept: object): string =>
  JSON.stringify(Object.entries(kept).toSorted(([one], [other]) => (one < other ? -1 : 1)));
