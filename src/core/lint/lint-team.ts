import type { TeamId } from '#core/ids.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';

/** A team as far as tickets come to it. */
export interface LintTeam {
  id: TeamId;
  name: string;
  /** Who gets what waited too long; null or left out = nobody else. */
  overflowTeamId?: TeamId | null;
  /** What somebody must be able to do for tickets of a topic. */
  needs?: readonly { topic: string; skillId: number; level: number }[];
}

/** Teams whose overflow goes to a team in which nobody could be offered anything. */
export function lintTeams(teams: readonly LintTeam[], people: readonly LintPerson[]): Finding[] {
  return teams.flatMap(({ name, overflowTeamId }) => {
    const helping = teams.find(({ id }) => id === overflowTeamId);
    if (helping === undefined) return [];
    const takes = people.some(
      ({ reachable, tier, teamIds }) => reachable && tier !== null && teamIds.includes(helping.id),
    );
    const place = { kind: 'team' as const, name, field: 'overflowTeamId' };
    return takes ? [] : finding('overflow_empty', place, { team: name, helping: helping.name });
  });
}

/** Topics whose tickets wait for a skill that nobody of the team, or of the one that helps it, has. */
export function lintNeeds(teams: readonly LintTeam[], people: readonly LintPerson[]): Finding[] {
  return teams.flatMap(({ id, name, overflowTeamId, needs = [] }) => {
    const offered = people.filter(
      ({ reachable, teamIds }) => reachable && teamIds.some((team) => team === id || team === overflowTeamId),
    );
    return needs.flatMap(({ topic, skillId, level }, index) => {
      const has = offered.some(({ skills }) =>
        skills.some((skill) => skill.skillId === skillId && skill.level >= level),
      );
      const place = { kind: 'team' as const, name, field: `needs.${index}` };
      return has ? [] : finding('skill_missing', place, { team: name, topic, level });
    });
  });
}
