import { canReceive } from '#core/escalation/hand-back.ts';
import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import { managersOf } from '#core/leg/superior.ts';
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
    !leg.barred.includes(person.id) &&
    !ticket.excludedIds.includes(person.id);
  const managers = having.flatMap((person) => nearestOf(managersOf(person, roster), roster, mayTake));
  if (managers.length > 0) return [...new Set(managers)];
  const free = roster.filter(mayTake);
  const leads = free.filter(({ leadOf }) => leadOf.includes(ticket.teamId));
  const last = leads.length > 0 ? leads : free.filter(({ role }) => role === 'escalation_manager');
  return last.map(({ id }) => id);
}

/** The first of a chain who may take it; none when nobody may. */
function nearestOf(chain: PersonId[], roster: RosterPerson[], mayTake: (person: RosterPerson) => boolean): PersonId[] {
  const first = chain.find((id) => roster.some((person) => person.id === id && mayTake(person)));
  return first === undefined ? [] : [first];
}
