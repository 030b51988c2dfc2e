import type { ApprovalLimit } from '#core/approval/approvers.ts';
import type { Path, Step, StepTarget } from '#core/escalation/path.ts';
import type { TeamId } from '#core/ids.ts';
import { united, without, type Stretch } from '#core/lint/cover-time.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import { lintReach } from '#core/lint/lint-reach.ts';
import { meantBy, timesOf, type LintPerson } from '#core/lint/lint-person.ts';
import { can } from '#core/people/can.ts';
import { never } from '#core/result.ts';
import { openSpans, type BusinessHours } from '#core/sla/business-hours.ts';
import type { Instant } from '#core/time.ts';

/** What the lint of a path looks at. */
export interface PathSight {
  from: Instant;
  until: Instant;
  people: readonly LintPerson[];
  /** Teams whose tickets may climb it. */
  teams: readonly { id: TeamId; name: string }[];
  /** The hours its business time is counted by; null when nobody published them. */
  hours: BusinessHours | null;
  /** What tiers and roles may allow; where there is none at all, nobody is limited. */
  limits: readonly ApprovalLimit[];
}

type Judged = Pick<Path, 'name' | 'steps' | 'lastResort'>;

/** Most open stretches of the weeks that are looked at. */
const MOST_SPANS = 1_000;

/** Steps that reach nobody, say again what was said, or go in circles; and hours in which nobody at all can be called. */
export function lintPath(path: Judged, sight: PathSight): Finding[] {
  const place = (field: string) => ({ kind: 'path' as const, name: path.name, field });
  const lastResort = sight.people.filter(({ id, reachable }) => reachable && path.lastResort.includes(id));
  const bottom =
    lastResort.length > 0 ? [] : [finding('no_last_resort', place('lastResort'), { count: path.lastResort.length })];
  return [
    ...bottom,
    ...(path.steps.length > 0 && path.steps.every(({ guarded }) => guarded)
      ? [finding('only_guarded', place('steps'), { count: path.steps.length })]
      : []),
    ...(bottom.length > 0
      ? []
      : path.lastResort.flatMap((personId, index) => {
          if (lastResort.some(({ id }) => id === personId)) return [];
          return finding('target_nobody', place(`lastResort.${index}`), { where: 'last_resort', step: '' });
        })),
    ...path.steps.flatMap((step, index) => {
      const found = lintStep(path, step, index, sight);
      return found.some(({ code }) => code === 'empty_target')
        ? found
        : [...found, ...lintReach(path, step, index, sight)];
    }),
    ...sight.teams.flatMap((team) => unreachableHours(path, team, lastResort, sight)),
  ];
}

function lintStep(path: Judged, step: Step, index: number, { teams, people, limits }: PathSight): Finding[] {
  const place = (field: string) => ({ kind: 'path' as const, name: path.name, field });
  const at = `steps.${index}`;
  if (step.targets.length === 0)
    return [finding('empty_target', place(`${at}.targets`), { step: step.name, team: '' })];
  // a place where people read is reached whoever is there
  if (step.targets.some(({ type }) => type === 'channel')) return [];
  const empty = teams.filter(({ id }) => calledBy(step, id, people).length === 0);
  if (empty.length > 0) {
    const named = empty.map(({ name }) => name).join(', ');
    return [finding('empty_target', place(`${at}.targets`), { step: step.name, team: named })].map((found) => ({
      ...found,
      // somewhere it reaches somebody: there it is passed over, and the climb goes on
      stops: empty.length === teams.length,
    }));
  }
  const unfit = teams.filter(({ id }) => calledBy(step, id, people).every((person) => !mayDo(step, person, limits)));
  if (unfit.length > 0) {
    const code = step.needs === 'approval' ? 'nobody_may_approve' : 'nobody_may_take';
    const named = unfit.map(({ name }) => name).join(', ');
    const found = finding(code, place(`${at}.targets`), { step: step.name, team: named });
    return [{ ...found, stops: found.stops && unfit.length === teams.length }];
  }
  const same = (other: Step) =>
    teams.length > 0 && teams.every(({ id }) => idsOf(other, id, people) === idsOf(step, id, people));
  const earlier = path.steps.slice(0, index).findLastIndex(same);
  if (earlier === -1) return [];
  const values = { step: step.name, by: path.steps[earlier]!.name };
  return [finding(earlier === index - 1 ? 'step_shadowed' : 'step_loop', place(at), values)];
}

/** Whether somebody may do what a step needs of them. */
function mayDo({ needs }: Step, person: LintPerson, limits: readonly ApprovalLimit[]): boolean {
  const { id: personId, role, teamIds, leadOf, tier } = person;
  const actor = { kind: 'person' as const, personId, role, teamIds, leadOf };
  switch (needs) {
    case 'acknowledge':
      return true;
    case 'take_over':
      return can(actor, 'ticket.acknowledge');
    case 'approval':
      return (
        can(actor, 'ticket.decide_approval') &&
        (limits.length === 0 ||
          limits.some(({ of, mostMinor }) => mostMinor !== 0 && ('tier' in of ? of.tier === tier : of.role === role)))
      );
    default:
      return never(needs);
  }
}

/** Whoever a step would call if everybody were there. */
function calledBy(step: Step, teamId: TeamId, people: readonly LintPerson[]): LintPerson[] {
  const reached = (targets: StepTarget[]) => {
    const meant = targets.flatMap((target) => meantBy(target, teamId, people));
    return [...new Set(meant)].filter(({ reachable }) => reachable);
  };
  const own = reached(step.targets);
  return own.length > 0 ? own : reached(step.fallback);
}

function idsOf(step: Step, teamId: TeamId, people: readonly LintPerson[]): string {
  return calledBy(step, teamId, people)
    .map(({ id }) => id)
    .toSorted((one, other) => one - other)
    .join();
}

/**
 * The time in which the climb may move and nobody of the path is there, the last resort included. A path that counts only
 * business time moves only then.
 */
function unreachableHours(
  path: Judged,
  team: { id: TeamId; name: string },
  lastResort: LintPerson[],
  { from, until, hours, people }: PathSight,
): Finding[] {
  const targets = path.steps.flatMap(({ targets: own, fallback }) => [...own, ...fallback]);
  const times = [
    ...targets.flatMap((target) => timesOf(target, team.id, people)),
    ...lastResort.flatMap(({ there }) => there),
  ];
  // said already, of each step
  if (times.length === 0) return [];
  const moves: Stretch[] =
    hours !== null && path.steps.every(({ waitIn }) => waitIn === 'business')
      ? openSpans(hours, from, until, MOST_SPANS).spans.map(({ opens, closes }) => ({ from: opens, until: closes }))
      : [{ from, until }];
  const gaps = without(moves, united(times));
  const [first] = gaps;
  if (first === undefined) return [];
  return [
    finding(
      'nobody_reachable',
      { kind: 'path', name: path.name, field: 'steps' },
      {
        team: team.name,
        fromAt: first.from,
        untilAt: first.until,
        count: gaps.length,
        totalMs: gaps.reduce((sum, gap) => sum + gap.until - gap.from, 0),
      },
    ),
  ];
}
