import type { Step, StepTarget } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/**
 * Everyone reachable whom `step` means for `ticket` at this moment, once each, in the order of its targets. Not meant
 * are whoever has the ticket already, whoever is kept away from it, and `others`: who asks, who has returned it.
 */
export function peopleOf(step: Step, ticket: Ticket, roster: RosterPerson[], others: PersonId[] = []): PersonId[] {
  const away = new Set([ticket.assigneeId, ...ticket.excludedIds, ...others]);
  const meant = (person: RosterPerson) => !away.has(person.id);
  const reachable = roster.filter((person) => person.reachable && meant(person));
  const called = step.targets.flatMap((target) =>
    reachable.filter((person) => isMeant(target, ticket, person)).map((person) => person.id),
  );
  return [...new Set(called)];
}

function isMeant(target: StepTarget, ticket: Ticket, person: RosterPerson): boolean {
  switch (target.type) {
    case 'person':
      return person.id === target.personId;
    case 'tier':
      return person.tier === target.tier && person.teamIds.includes(target.teamId ?? ticket.teamId);
    case 'lead':
      return person.leadOf.includes(target.teamId ?? ticket.teamId);
    case 'role':
      return person.role === target.role;
    default:
      return never(target);
  }
}
