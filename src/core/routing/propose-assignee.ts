import type { PersonId, TeamId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';

/**
 * Who gets a new ticket of a team: of its reachable people at the lowest tier, the one with the fewest open
 * tickets, then the one who has waited longest for a ticket; nobody in `excludedIds`. null when nobody is left: it
 * stays with the team.
 */
export function proposeAssignee(
  teamId: TeamId,
  roster: RosterPerson[],
  excludedIds: PersonId[] = [],
): RosterPerson | null {
  const eligible = roster.filter(
    ({ id, reachable, tier, teamIds }) =>
      reachable && tier !== null && teamIds.includes(teamId) && !excludedIds.includes(id),
  );
  const lowest = Math.min(...eligible.map((person) => person.tier ?? Infinity));
  const [first] = eligible.filter((person) => person.tier === lowest).toSorted(byLoad);
  return first ?? null;
}

function byLoad(one: RosterPerson, other: RosterPerson): number {
  return (
    one.openTickets - other.openTickets || (one.lastAssignedAt ?? 0) - (other.lastAssignedAt ?? 0) || one.id - other.id
  );
}
