import type { PersonId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { mayHold, takesWork } from '#core/people/roster.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import { proposeAssignee } from '#core/routing/propose-assignee.ts';
import { NOT_OFFERED, type NotOffered, type WaitReason } from '#core/routing/distribution.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { never } from '#core/result.ts';

/** Where somebody without a limit for a channel counts as full, for comparing loads. */
const USUAL_CAPACITY = 20;

/** One person of the team, and why they are (not) offered the ticket. */
export interface Candidate {
  personId: PersonId;
  /** null: they could take it. */
  why: NotOffered | null;
  /** What they hold and are offered, of the ticket's channel where they have a limit for it, else of all. */
  held: number;
  /** Their limit; null = none. */
  most: number | null;
  /** When they were last given a ticket; null = never. */
  idleSince: number | null;
}

/** Every person of the ticket's team: the eligible in the order in which they are asked, then the others by id. */
export function candidatesFor(ticket: Ticket, routing: TeamRouting, roster: RosterPerson[]): Candidate[] {
  const team = roster.filter(({ teamIds, tier }) => tier !== null && teamIds.includes(ticket.teamId));
  const need = needOf(ticket, routing, team);
  const candidates = team.map((person) => ({ ...burdenOf(person, ticket), why: whyNot(person, ticket, need) }));
  return inTurn(candidates, byRelativeLoad);
}

/**
 * The same of a team that gives directly, by the rule of `proposeAssignee`: it asks for no skill, language or room, and how
 * somebody is there stands in the way only as long as there is anybody else of the tier.
 */
export function directCandidates(ticket: Ticket, roster: RosterPerson[]): Candidate[] {
  const { teamId, excludedIds } = ticket;
  const team = roster.filter(({ teamIds, tier }) => tier !== null && teamIds.includes(teamId));
  const first = proposeAssignee(teamId, roster, { excludedIds, at: ticket.tier });
  const why = (person: RosterPerson): NotOffered | null =>
    whyNotThere(person, ticket) ??
    (person.tier === first?.tier ? null : 'other_tier') ??
    (first !== null && takesWork(first, 'itself') && !takesWork(person, 'itself') ? notPresent(person) : null);
  const byWork = (one: Candidate, other: Candidate): number =>
    one.held - other.held || (one.idleSince ?? 0) - (other.idleSince ?? 0) || one.personId - other.personId;
  return inTurn(
    team.map((person) => ({
      personId: person.id,
      why: why(person),
      held: person.openTickets,
      most: null,
      idleSince: person.lastAssignedAt,
    })),
    byWork,
  );
}

function inTurn(candidates: Candidate[], order: (one: Candidate, other: Candidate) => number): Candidate[] {
  const eligible = candidates.filter(({ why }) => why === null).toSorted(order);
  const others = candidates.filter(({ why }) => why !== null).toSorted((one, other) => one.personId - other.personId);
  return [...eligible, ...others];
}

/** What stands in the way of whoever comes nearest to being offered the ticket. */
export function waitReason(candidates: Candidate[]): WaitReason {
  const nearest = Math.max(...candidates.map(({ why }) => (why === null ? -1 : NOT_OFFERED.indexOf(why))));
  return NOT_OFFERED[nearest] ?? 'empty_team';
}

/** What the ticket asks of a person, as far as the team has anybody for it. */
interface Need {
  /** Ranks that are asked; null = every rank. */
  tier: number | null;
  language: boolean;
  skill: { skillId: number; level: number } | null;
}

/** A need that nobody of the team could ever meet is not insisted on: the ticket would wait for ever. */
function needOf(ticket: Ticket, routing: TeamRouting, team: RosterPerson[]): Need {
  const holders = team.filter((person) => mayHold(person) && !ticket.excludedIds.includes(person.id));
  const ranks = holders.flatMap(({ tier }) => (tier === null || tier < ticket.tier ? [] : [tier]));
  const skill = routing.skills.find(({ topic }) => topic === ticket.topic) ?? null;
  return {
    tier: routing.isOverloaded || ranks.length === 0 ? null : Math.min(...ranks),
    language: holders.some((person) => speaks(person, ticket)),
    skill: skill !== null && holders.some((person) => can(person, skill)) ? skill : null,
  };
}

function whyNotThere(person: RosterPerson, ticket: Ticket): NotOffered | null {
  if (!person.active) return 'inactive';
  if (!person.hasNotificationMethod) return 'cannot_be_told';
  if (ticket.excludedIds.includes(person.id)) return 'excluded';
  if (person.awayUntil !== null) return 'away';
  return person.onShift ? null : 'off_shift';
}

function whyNot(person: RosterPerson, ticket: Ticket, need: Need): NotOffered | null {
  const absent = whyNotThere(person, ticket) ?? notPresent(person);
  if (absent !== null) return absent;
  if (need.tier !== null && person.tier !== need.tier) return 'other_tier';
  if (need.language && !speaks(person, ticket)) return 'language';
  if (need.skill !== null && !can(person, need.skill)) return 'skill';
  const { held, most } = burdenOf(person, ticket);
  if (most !== null && held >= most) return 'at_capacity';
  return ticket.distribution?.passed.includes(person.id) === true ? 'passed' : null;
}

function notPresent({ presence }: RosterPerson): NotOffered | null {
  switch (presence.kind) {
    case 'available':
      return null;
    case 'break':
      return 'on_break';
    case 'focus':
    case 'transfer_only':
    case 'offline':
      return presence.kind;
    default:
      return never(presence.kind);
  }
}

function speaks({ languages }: RosterPerson, { language }: Ticket): boolean {
  return languages.includes(language);
}

function can({ skills }: RosterPerson, need: { skillId: number; level: number }): boolean {
  return skills.some(({ skillId, level }) => skillId === need.skillId && level >= need.level);
}

function burdenOf(person: RosterPerson, { channel }: Ticket): Omit<Candidate, 'why'> {
  const most = person.capacity[channel] ?? null;
  const offered = Object.values(person.offers).reduce((sum, each) => sum + each, 0);
  const held =
    most === null ? person.openTickets + offered : (person.load[channel] ?? 0) + (person.offers[channel] ?? 0);
  return { personId: person.id, held, most, idleSince: person.lastAssignedAt };
}

/** Least relatively loaded first, then longest idle, then lowest id. */
function byRelativeLoad(one: Candidate, other: Candidate): number {
  return (
    relative(one) - relative(other) || (one.idleSince ?? 0) - (other.idleSince ?? 0) || one.personId - other.personId
  );
}

function relative({ held, most }: Candidate): number {
  return held / (most ?? USUAL_CAPACITY);
}
