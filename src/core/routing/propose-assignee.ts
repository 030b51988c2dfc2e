import type { PersonId, TeamId } from '#core/ids.ts';
import { preferring, type RosterPerson } from '#core/people/roster.ts';

/** Who is not asked, on which tier the ticket stands, and whether it comes of itself or a colleague hands it to the team. */
interface Asking {
  excludedIds?: PersonId[];
  at?: number;
  from?: 'itself' | 'colleague';
}

/**
 * Who gets a ticket of a team: of its reachable people at the lowest tier from `at` on, else at the highest below, who take
 * work as they are present (of all of those when none does), the one with the fewest open tickets, then the one who has waited
 * longest for a ticket. null when nobody is left: it stays with the team.
 */
export function proposeAssignee(
  teamId: TeamId,
  roster: RosterPerson[],
  { excludedIds = [], at = 1, from = 'itself' }: Asking = {},
): RosterPerson | null {
  const eligible = roster.filter(
    ({ id, reachable, tier, teamIds }) =>
      reachable && tier !== null && teamIds.includes(teamId) && !excludedIds.includes(id),
  );
  const tiers = eligible.flatMap(({ tier }) => tier ?? []);
  const fitting = tiers.filter((tier) => tier >= at);
  const asked = fitting.length > 0 ? Math.min(...fitting) : Math.max(...tiers);
  const [first] = preferring(
    eligible.filter(({ tier }) => tier === asked),
    from,
  ).toSorted(byLoad);
  return first ?? null;
}

function byLoad(one: RosterPerson, other: RosterPerson): number {
  return (
    one.openTickets - other.openTickets || (one.lastAssignedAt ?? 0) - (other.lastAssignedAt ?? 0) || one.id - other.id
  );
}
