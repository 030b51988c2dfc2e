import type { Step, StepTarget } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/**
 * Everyone reachable whom `step` means for `ticket` at this moment, once each, in the order of its targets: whoever
 * has the ticket already, or asks for it to be raised, is not meant.
 */
export function peopleOf(
  step: Step,
  ticket: Ticket,
  roster: RosterPerson[],
  askedBy: PersonId | null = null,
): PersonId[] {
  const meant = (person: RosterPerson) => person.id !== ticket.assigneeId && person.id !== askedBy;
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
