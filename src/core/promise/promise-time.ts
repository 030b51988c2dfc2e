import type { Path, Step } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import { mergeSpans } from '#core/people/duty.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { PromiseStage, StageSpeed, StepPromise } from '#core/promise/promise.ts';
import { addOpenTime, openTimeBetween, type BusinessHours } from '#core/sla/business-hours.ts';
import type { Facts } from '#core/ticket/context.ts';
import type { Duration, Instant } from '#core/time.ts';

/** Below so many answers a stage's speed says nothing. */
export const FEWEST_SAMPLES = 20;

/** Where the speed of a path's stage is found among the facts; all versions of a path are one. */
export function speedKey(pathName: string, stage: PromiseStage): string {
  return `${stage} ${pathName}`;
}

/**
 * How long a promise is: what nine of ten answers at that stage took, but at least the time in which somebody takes it;
 * where too little is known, the time to take it and the time to do it. `speed` is what it was learned from.
 */
export function promiseLength(
  path: Path,
  step: Step,
  given: StepPromise,
  { speeds }: Facts,
): { lengthMs: Duration; speed: StageSpeed | null } {
  const speed = speeds?.get(speedKey(path.name, given.stage));
  if (speed === undefined || speed.samples < FEWEST_SAMPLES) {
    return { lengthMs: step.waitMs + given.doWithinMs, speed: null };
  }
  return { lengthMs: Math.max(step.waitMs, speed.mostMs), speed };
}

/**
 * The earliest moment by which so much working time has passed in which at least one of `told` works: nobody is promised
 * an hour at which all of them have gone home. null where they are not known to work for so long, or it never opens.
 */
export function heldBy(
  told: readonly PersonId[],
  lengthMs: Duration,
  hours: BusinessHours,
  roster: readonly RosterPerson[],
  now: Instant,
): Instant | null {
  const works = told.map((person) => roster.find(({ id }) => id === person)?.works ?? null);
  if (works.includes(null)) return momentAfter(hours, now, lengthMs);
  let left = lengthMs;
  for (const { from, until } of mergeSpans(works.flatMap((spans) => spans ?? []))) {
    const begins = Math.max(from, now);
    if (until <= begins) continue;
    const open = openTimeBetween(hours, begins, until);
    if (open >= left) return momentAfter(hours, begins, left);
    left -= open;
  }
  return null;
}

function momentAfter(hours: BusinessHours, from: Instant, length: Duration): Instant | null {
  const added = addOpenTime(hours, from, length);
  return added.ok ? added.at : null;
}
