import { dutyAt, type Shift } from '#core/people/duty.ts';
import { DAY, type Instant } from '#core/time.ts';

/** From `from` until, not including, `until`. */
export interface Stretch {
  from: Instant;
  until: Instant;
}

/** Duty is known a week ahead of any moment; when nothing changes by then it is asked again. */
const ASKS_AGAIN_AFTER = 7 * DAY;

/** When somebody works and is not away, and when they are on duty for which list. */
export interface Attendance {
  there: Stretch[];
  duty: ReadonlyMap<number, Stretch[]>;
}

/** How a person's shifts and absences fall within a stretch of time. */
export function attendance(shifts: readonly Shift[], absences: readonly Stretch[], within: Stretch): Attendance {
  const working: Stretch[] = [];
  const duty = new Map<number, Stretch[]>();
  for (let at = within.from; at < within.until;) {
    const { onShift, onDutyIds, nextChangeAt } = dutyAt(shifts, at);
    const until = Math.min(nextChangeAt ?? at + ASKS_AGAIN_AFTER, within.until);
    if (onShift) working.push({ from: at, until });
    for (const id of onDutyIds) duty.set(id, [...(duty.get(id) ?? []), { from: at, until }]);
    at = until;
  }
  return {
    there: without(working, absences),
    duty: new Map([...duty].map(([id, stretches]) => [id, without(stretches, absences)])),
  };
}

/** The same time without seams. */
export function united(stretches: readonly Stretch[]): Stretch[] {
  const whole: Stretch[] = [];
  for (const each of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = whole.at(-1);
    if (last !== undefined && each.from <= last.until) last.until = Math.max(last.until, each.until);
    else whole.push({ ...each });
  }
  return whole;
}

/** The time of `stretches` that is in none of `taken`. */
export function without(stretches: readonly Stretch[], taken: readonly Stretch[]): Stretch[] {
  const holes = united(taken);
  return united(stretches).flatMap((each) => {
    const left: Stretch[] = [];
    let { from } = each;
    for (const hole of holes) {
      if (hole.until <= from || hole.from >= each.until) continue;
      if (hole.from > from) left.push({ from, until: hole.from });
      from = hole.until;
    }
    return from < each.until ? [...left, { from, until: each.until }] : left;
  });
}
