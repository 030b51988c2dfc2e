import type { ApprovalLimit } from '#core/approval/approvers.ts';
import type { Path } from '#core/escalation/path.ts';
import type { VersionId } from '#core/ids.ts';
import type { IntakeRules } from '#core/intake/rules.ts';
import type { Finding } from '#core/lint/finding.ts';
import { lintCalendars } from '#core/lint/lint-calendar.ts';
import { lintClimb } from '#core/lint/lint-climb.ts';
import { lintMatrix } from '#core/lint/lint-matrix.ts';
import { lintPath } from '#core/lint/lint-path.ts';
import { lintManagers, type LintPerson } from '#core/lint/lint-person.ts';
import { lintPlan, lintTriggers } from '#core/lint/lint-plan.ts';
import { lintRules, lintRuleTeams } from '#core/lint/lint-rules.ts';
import { lintNeeds, lintTeams, type LintTeam } from '#core/lint/lint-team.ts';
import { lintTranslations } from '#core/lint/lint-translations.ts';
import { plansOf } from '#core/matrix/choose-plan.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Calendar, Policy } from '#core/sla/policy.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';

/** How far ahead people and hours are looked at. */
export const LOOKS_AHEAD: Duration = 56 * DAY;

/** A configuration as it would be: what is active, with a draft in its place. */
export interface LintSubject {
  from: Instant;
  matrix: Matrix | null;
  intakeRules: IntakeRules | null;
  policies: readonly Policy[];
  paths: readonly Path[];
  /** By version, and the active ones by name too. */
  calendars: readonly Calendar[];
  activeCalendars: ReadonlyMap<string, VersionId>;
  /** What the path versions that policies keep to are called. */
  pathNames: ReadonlyMap<VersionId, string>;
  people: readonly LintPerson[];
  teams: readonly LintTeam[];
  /** What tiers and roles may allow. */
  limits: readonly ApprovalLimit[];
}

/** Everything that is wrong with a configuration, in the order matrix, rules, paths, plans, words, teams, hours. */
export function lintConfig(subject: LintSubject): Finding[] {
  const { from, matrix, intakeRules, paths, calendars, people, teams, limits } = subject;
  const until = from + LOOKS_AHEAD;
  const hoursOf = (id: VersionId | undefined) => calendars.find(({ versionId }) => versionId === id)?.hours ?? null;
  const calendarNamed = (name: string) => hoursOf(subject.activeCalendars.get(name));
  const pairs = pairsOf(subject);
  return [
    ...(matrix === null ? [] : lintMatrix(matrix, { from, until, hoursOf: calendarNamed })),
    ...(intakeRules === null ? [] : [...lintRules(intakeRules), ...lintRuleTeams(intakeRules, people, teams)]),
    ...paths.flatMap((path) =>
      lintPath(path, { from, until, people, teams, limits, hours: hoursOf(path.calendarVersionId) }),
    ),
    ...lintManagers(people, paths[0]?.name ?? ''),
    ...pairs.flatMap(lintPlan),
    ...lintTriggers(pairs),
    ...paths.flatMap((path) => lintClimb(path, pairs)),
    ...lintTranslations(matrix, paths),
    ...lintTeams(teams, people),
    ...lintNeeds(teams, people),
    ...lintCalendars(subject),
  ];
}

/** Each policy with each path its tickets may climb: as the matrix says, else its own. */
function pairsOf({ matrix, policies, paths, pathNames }: LintSubject) {
  const pathOf = (policy: Policy, name: string | undefined): Path | undefined =>
    paths.find((path) => path.name === (name ?? pathNames.get(policy.pathVersionId)));
  const plans = matrix === null ? policies.map(({ name }) => ({ policy: name, path: undefined })) : plansOf(matrix);
  const seen = new Set<string>();
  return plans.flatMap((plan) => {
    const policy = policies.find(({ name }) => name === plan.policy);
    const path = policy === undefined ? undefined : pathOf(policy, plan.path);
    if (policy === undefined || path === undefined || seen.has(`${policy.versionId} ${path.versionId}`)) return [];
    seen.add(`${policy.versionId} ${path.versionId}`);
    return { policy, path };
  });
}
