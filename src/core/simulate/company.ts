import type { PersonId, SkillId, TeamId } from '#core/ids.ts';
import type { SimulatedTeam } from '#core/simulate/queues.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';

/** Who is where and what they can do and hold, as a draft would have it; what it leaves out stays. */
export interface CompanyDraft {
  teams: { team: SimulatedTeam; members: { personId: PersonId; leads: boolean }[] }[];
  skills: { skillId: SkillId; holders: { personId: PersonId; level: number }[] }[];
  /** Of everybody: who is not named has no limit. */
  capacities: { personId: PersonId; most: SimulatedPerson['capacity'] }[] | null;
  tiers: { personId: PersonId; tier: number | null }[];
}

/** The people of a company with a draft laid over it. Their shifts and absences stay as they are. */
export function peopleUnder(people: readonly SimulatedPerson[], draft: CompanyDraft): SimulatedPerson[] {
  const drafted = new Set(draft.teams.map(({ team }) => team.teamId));
  const tiers = new Map(draft.tiers.map(({ personId, tier }) => [personId, tier]));
  return people.map((person) => {
    const named = draft.teams.flatMap(({ team: { teamId }, members }) =>
      members.filter(({ personId }) => personId === person.id).map(({ leads }) => ({ teamId, leads })),
    );
    const kept = (ids: TeamId[]): TeamId[] => ids.filter((id) => !drafted.has(id));
    return {
      ...person,
      teamIds: inOrder([...kept(person.teamIds), ...named.map(({ teamId }) => teamId)]),
      leadOf: inOrder([...kept(person.leadOf), ...named.flatMap(({ teamId, leads }) => (leads ? teamId : []))]),
      skills: skillsUnder(person, draft),
      capacity:
        draft.capacities === null
          ? person.capacity
          : (draft.capacities.find(({ personId }) => personId === person.id)?.most ?? {}),
      tier: tiers.has(person.id) ? tiers.get(person.id)! : person.tier,
    };
  });
}

function skillsUnder({ id, skills }: SimulatedPerson, draft: CompanyDraft): SimulatedPerson['skills'] {
  const others = skills.filter(({ skillId }) => !draft.skills.some((drafted) => drafted.skillId === skillId));
  const drafted = draft.skills.flatMap(({ skillId, holders }) =>
    holders.filter(({ personId }) => personId === id).map(({ level }) => ({ skillId, level })),
  );
  return [...others, ...drafted].toSorted((one, other) => one.skillId - other.skillId);
}

const inOrder = (ids: number[]): number[] => ids.toSorted((one, other) => one - other);

/** How the teams distribute under a draft. */
export function teamsUnder(teams: readonly SimulatedTeam[], draft: CompanyDraft): SimulatedTeam[] {
  const drafted = draft.teams.map(({ team }) => team);
  const others = teams.filter(({ teamId }) => !drafted.some((each) => each.teamId === teamId));
  return [...others, ...drafted].toSorted((one, other) => one.teamId - other.teamId);
}
