import type { IntakeConditions, IntakeResult, IntakeRules } from '#core/intake/rules.ts';
import { plainPhrase } from '#core/intake/words.ts';
import { isWithin, type Conditions } from '#core/lint/cover.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';
import type { LintTeam } from '#core/lint/lint-team.ts';

const PARTS = ['topic', 'severity', 'teamId'] as const satisfies (keyof IntakeResult)[];

/** Rules that decide nothing, because earlier ones decide all they say for whatever they fit. */
export function lintRules({ name, rules }: Pick<IntakeRules, 'name' | 'rules'>): Finding[] {
  const asked = rules.map(({ when }) => conditionsOf(when));
  return rules.flatMap((rule, index) => {
    const saying = PARTS.filter((part) => rule.give[part] !== undefined);
    const shadows = saying.map((part) =>
      rules
        .slice(0, index)
        .find((earlier, at) => earlier.give[part] !== undefined && isWithin(asked[index]!, asked[at]!)),
    );
    const by = shadows[0];
    if (by === undefined || shadows.includes(undefined)) return [];
    return finding(
      'rule_shadowed',
      { kind: 'intake_rules', name, field: `rules.${index}` },
      { rule: rule.id, by: by.id },
    );
  });
}

/** Rules that send to a team in which nobody can be told. */
export function lintRuleTeams(
  { name, rules }: Pick<IntakeRules, 'name' | 'rules'>,
  people: readonly LintPerson[],
  teams: readonly LintTeam[],
): Finding[] {
  return rules.flatMap(({ id, give: { teamId } }, index) => {
    const team = teams.find((each) => each.id === teamId);
    if (team === undefined || people.some(({ reachable, teamIds }) => reachable && teamIds.includes(team.id)))
      return [];
    const place = { kind: 'intake_rules' as const, name, field: `rules.${index}.give.teamId` };
    return finding('rule_team_empty', place, { rule: id, team: team.name });
  });
}

/** Each field of a form is asked for by itself, so it is a dimension of its own. */
function conditionsOf({ fields = [], words, ...lists }: IntakeConditions): Conditions {
  const named = Object.entries(lists).filter(([, values]) => values !== undefined);
  return {
    ...(Object.fromEntries(named) as Record<string, readonly string[]>),
    ...(words === undefined ? {} : { words: words.map(plainPhrase) }),
    ...Object.fromEntries(
      fields.map((field) => [`field ${field.name}`, field.values.map((value) => value.trim().toLowerCase())]),
    ),
  };
}
