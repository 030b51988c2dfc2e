import type { TeamId } from '#core/ids.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';

/** A team as far as tickets come to it. */
export interface LintTeam {
  id: TeamId;
  name: string;
  /** Who gets what waited too long; null or left out = nobody else. */
  overflowTeamId?: TeamId | null;
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
