import type { Path, Step } from '#core/escalation/path.ts';
import { addOpenTime } from '#core/sla/business-hours.ts';
import type { Config } from '#core/ticket/context.ts';
import { MINUTE, type Duration, type Instant } from '#core/time.ts';

/** A look up to this long after its moment is on time. */
const ON_TIME: Duration = MINUTE;

/**
 * When the step after `step` fires. The wait counts from the moment `step` was due, so that a sweep that looks a
 * little late does not stretch the climb. When Belay looked later than that (it was asleep) it counts from now and is
 * marked late: whoever is told has the whole wait, and an overdue climb does not run down an avalanche of steps.
 */
export function nextStepAt(
  step: Step,
  path: Path,
  config: Config,
  from: Instant,
  now: Instant,
): { nextAt: Instant; late: boolean } {
  const onTime = after(from, step.waitMs, step.waitIn, path, config);
  return isOnTime(from, now) && onTime > now
    ? { nextAt: onTime, late: false }
    : { nextAt: after(now, step.waitMs, step.waitIn, path, config), late: true };
}

/** Whether a look at `now` is on time for a moment. */
export function isOnTime(moment: Instant, now: Instant): boolean {
  return now - moment <= ON_TIME;
}

/** The moment so long after `from`, by the path's business hours or the wall clock. */
export function after(
  from: Instant,
  length: Duration,
  countsIn: 'business' | 'wall',
  path: Path,
  config: Config,
): Instant {
  if (countsIn === 'wall') return from + length;
  const added = addOpenTime(config.calendar(path.calendarVersionId).hours, from, length);
  // Hours that never open again must not strand a climb: then the wall clock counts.
  return added.ok && added.at !== null ? added.at : from + length;
}
