import { canReceive } from '#core/escalation/hand-back.ts';
import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/**
 * Who stands above those who have the leg and was not asked yet: their nearest managers who can take it, else those who
 * lead the ticket's team, else the escalation managers. Empty when nobody is left.
 */
export function above(leg: Leg, having: PersonId[], ticket: Ticket, roster: RosterPerson[]): PersonId[] {
  const mayTake = (person: RosterPerson): boolean =>
    canReceive(person) &&
    person.id !== leg.openedBy &&
    !leg.asked.includes(person.id) &&
    !ticket.excludedIds.includes(person.id);
  const managers = having.flatMap((person) => nearestManager(person, roster, mayTake) ?? []);
  if (managers.length > 0) return [...new Set(managers)];
  const free = roster.filter(mayTake);
  const leads = free.filter(({ leadOf }) => leadOf.includes(ticket.teamId));
  const last = leads.length > 0 ? leads : free.filter(({ role }) => role === 'escalation_manager');
  return last.map(({ id }) => id);
}

/** The first in somebody's chain of managers who may take it; a chain that comes round again ends. */
function nearestManager(
  person: PersonId,
  roster: RosterPerson[],
  mayTake: (person: RosterPerson) => boolean,
): PersonId | null {
  const seen = new Set<PersonId>();
  let current = roster.find(({ id }) => id === person);
  while (current !== undefined && !seen.has(current.id)) {
    seen.add(current.id);
    const { managerId } = current;
    current = roster.find(({ id }) => id === managerId);
    if (current !== undefined && mayTake(current)) return current.id;
  }
  return null;
}
