import { canReceive } from '#core/escalation/hand-back.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/**
 * The nearest person who stands above all of `people`, is none of them and none of `barred`, and can take something of
 * the ticket; else those who lead its team where all are of it, else the escalation managers, else the executives. Empty when nobody is left.
 */
export function superiorOf(
  people: readonly PersonId[],
  { teamId, excludedIds }: Ticket,
  roster: RosterPerson[],
  barred: readonly PersonId[],
): PersonId[] {
  const kept = new Set([...people, ...barred, ...excludedIds]);
  const free = roster.filter((person) => canReceive(person) && !kept.has(person.id));
  const [first = [], ...others] = people.map((person) => managersOf(person, roster));
  const common = first.find((id) => others.every((chain) => chain.includes(id)) && free.some((each) => each.id === id));
  if (common !== undefined) return [common];
  const groups = [
    // of people of two teams the lead of one is not above all
    free.filter(({ leadOf }) => leadOf.includes(teamId) && people.every((person) => isOf(person, leadOf, roster))),
    free.filter(({ role }) => role === 'escalation_manager'),
    free.filter(({ role }) => role === 'executive'),
  ];
  return (groups.find((group) => group.length > 0) ?? []).map(({ id }) => id);
}

function isOf(person: PersonId, teams: readonly TeamId[], roster: RosterPerson[]): boolean {
  return roster.some(({ id, teamIds }) => id === person && teamIds.some((team) => teams.includes(team)));
}

/** The chain of somebody's managers, the nearest first; one that comes round again ends. */
export function managersOf(person: PersonId, roster: RosterPerson[]): PersonId[] {
  const chain: PersonId[] = [];
  let current = roster.find(({ id }) => id === person)?.managerId ?? null;
  while (current !== null && current !== person && !chain.includes(current)) {
    chain.push(current);
    const manager = current;
    current = roster.find(({ id }) => id === manager)?.managerId ?? null;
  }
  return chain;
}
