import type { Path, QuietHours, Step, StepTarget } from '#core/escalation/path.ts';
import { quietOn } from '#core/escalation/quiet.ts';
import { DO_MS } from '#core/leg/leg.ts';
import { united, without, type Stretch } from '#core/lint/cover-time.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { PathSight } from '#core/lint/lint-path.ts';
import { meantBy, timesOf } from '#core/lint/lint-person.ts';
import type { TeamId } from '#core/ids.ts';
import type { BusinessHours } from '#core/sla/business-hours.ts';
import { DAY, type Instant } from '#core/time.ts';

/** What is in vain in a step that reaches somebody: a target, a fallback, hours, a promise. */
export function lintReach(path: Pick<Path, 'name'>, step: Step, index: number, sight: PathSight): Finding[] {
  const place = (field: string) => ({ kind: 'path' as const, name: path.name, field: `steps.${index}.${field}` });
  const values = { step: step.name };
  const gone = (['targets', 'fallback'] as const).flatMap((field) =>
    step[field].flatMap((target, at) =>
      reachesNobody(target, sight)
        ? finding('target_nobody', place(`${field}.${at}`), { where: 'step', ...values })
        : [],
    ),
  );
  const own = step.doMs ?? DO_MS;
  const isTooSoon = step.promise !== undefined && step.needs === 'take_over' && step.promise.doWithinMs < own;
  return [
    ...gone,
    ...(isInVain(step, sight) ? [finding('fallback_shadowed', place('fallback'), values)] : []),
    ...(isAlwaysQuiet(step, sight) ? [finding('quiet_always', place('quietHours'), values)] : []),
    ...(isTooSoon
      ? [
          finding('promise_before_done', place('promise.doWithinMs'), {
            ...values,
            promisedMs: step.promise!.doWithinMs,
            doMs: own,
          }),
        ]
      : []),
  ];
}

/** Whether a target means nobody who can be told, whichever team the ticket is with. A channel is read by somebody. */
function reachesNobody(target: StepTarget, { teams, people }: PathSight): boolean {
  if (target.type === 'channel' || teams.length === 0) return false;
  return teams.every(({ id }) => !meantBy(target, id, people).some(({ reachable }) => reachable));
}

/** Whether a fallback only calls who would have been called anyway. */
function isInVain({ targets, fallback }: Step, { teams, people }: PathSight): boolean {
  if (fallback.length === 0 || teams.length === 0) return false;
  const idsOf = (of: StepTarget[], team: TeamId) =>
    of.flatMap((target) => meantBy(target, team, people)).filter(({ reachable }) => reachable);
  const helping = teams.map(({ id }) => ({ own: idsOf(targets, id), more: idsOf(fallback, id) }));
  return (
    helping.some(({ more }) => more.length > 0) &&
    helping.every(({ own, more }) => more.every((each) => own.includes(each)))
  );
}

/** Whether quiet hours leave no time in which somebody of the step is there, so that only a person's asking calls it. */
function isAlwaysQuiet({ quietHours, targets, fallback }: Step, sight: PathSight): boolean {
  const { from, until, hours, teams, people } = sight;
  if (quietHours === null || hours === null) return false;
  const free = without([{ from, until }], quietStretches(quietHours, hours, from, until));
  const times = teams.flatMap(({ id }) => [...targets, ...fallback].flatMap((target) => timesOf(target, id, people)));
  // said already, of a step that reaches nobody
  return times.length > 0 && without(free, without(free, united(times))).length === 0;
}

function quietStretches(quiet: QuietHours, hours: BusinessHours, from: Instant, until: Instant): Stretch[] {
  const first = Math.floor(from / DAY) - 2;
  const days = Math.ceil((until - from) / DAY) + 4;
  return Array.from({ length: days }, (_, index) => quietOn(quiet, hours, first + index));
}
