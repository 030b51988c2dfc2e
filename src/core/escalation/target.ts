import type { Step, StepTarget } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Facts } from '#core/ticket/context.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Whom and what a step calls at one moment. */
export interface Called {
  /** Once each, in the order of the targets. */
  people: PersonId[];
  channels: string[];
  turns: { rotationId: string; personId: PersonId }[];
}

/**
 * Everyone reachable whom `step` means for `ticket` at this moment; where that is nobody, whom its fallback means. Not
 * meant are whoever has the ticket already, whoever is kept away from it, and `others`: who asks, who has returned it.
 */
export function calledBy(step: Step, ticket: Ticket, facts: Facts, others: PersonId[] = []): Called {
  const called = calledOf(step.targets, ticket, facts, others);
  const reachesNobody = called.people.length === 0 && called.channels.length === 0;
  return reachesNobody ? calledOf(step.fallback, ticket, facts, others) : called;
}

function calledOf(targets: StepTarget[], ticket: Ticket, facts: Facts, others: PersonId[]): Called {
  const kept = new Set([ticket.assigneeId, ...ticket.excludedIds, ...others]);
  const free = facts.roster.filter((person) => person.reachable && !kept.has(person.id));
  const called: Called = { people: [], channels: [], turns: [] };
  for (const target of targets) {
    if (target.type === 'channel') called.channels.push(target.channelId);
    else if (target.type === 'rotation') takeTurn(called, target, free, facts);
    else called.people.push(...free.filter((person) => isMeant(target, ticket, person, facts)).map(({ id }) => id));
  }
  return { ...called, people: [...new Set(called.people)], channels: [...new Set(called.channels)] };
}

/** The people of `calledBy`. */
export function peopleOf(step: Step, ticket: Ticket, roster: RosterPerson[], others: PersonId[] = []): PersonId[] {
  return calledBy(step, ticket, { roster }, others).people;
}

type Rotation = Extract<StepTarget, { type: 'rotation' }>;

/** The next who is free after whoever was told last, also earlier in this same step. */
function takeTurn(called: Called, { rotationId, personIds }: Rotation, free: RosterPerson[], facts: Facts): void {
  const earlier = called.turns.findLast((turn) => turn.rotationId === rotationId)?.personId;
  const last = earlier ?? facts.turns?.get(rotationId);
  const start = last === undefined ? 0 : personIds.indexOf(last) + 1;
  const order = [...personIds.slice(start), ...personIds.slice(0, start)];
  const next = order.find((id) => free.some((person) => person.id === id));
  if (next === undefined) return;
  called.people.push(next);
  called.turns.push({ rotationId, personId: next });
}

function isMeant(
  target: Exclude<StepTarget, { type: 'channel' | 'rotation' }>,
  ticket: Ticket,
  person: RosterPerson,
  { roster }: Facts,
): boolean {
  switch (target.type) {
    case 'person':
      return person.id === target.personId;
    case 'tier':
      return person.tier === target.tier && person.teamIds.includes(target.teamId ?? ticket.teamId);
    case 'lead':
      return person.leadOf.includes(target.teamId ?? ticket.teamId);
    case 'team':
      return person.teamIds.includes(target.teamId ?? ticket.teamId);
    case 'role':
      return person.role === target.role;
    case 'skill':
      return person.skills.some(({ skillId, level }) => skillId === target.skillId && level >= target.level);
    case 'manager': {
      const of = target.personId ?? ticket.assigneeId;
      return roster.some(({ id, managerId }) => id === of && managerId === person.id);
    }
    case 'on_duty':
      return person.onDutyIds.includes(target.dutyListId);
    default:
      return never(target);
  }
}
