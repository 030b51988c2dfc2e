import type { PersonId, TeamId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';

/** One person a step may call, as known at the moment of deciding. */
export interface RosterPerson {
  id: PersonId;
  role: Role;
  /** Rank of the person, 1 = front line; null for people outside the tiers. */
  tier: number | null;
  teamIds: TeamId[];
  leadOf: TeamId[];
  /** Active and with at least one way to be told. A person who cannot be told is nobody. */
  reachable: boolean;
  /** Open tickets assigned to the person; the measure of load. */
  openTickets: number;
  /** When the person was last given a ticket; null = never. */
  lastAssignedAt: number | null;
}
