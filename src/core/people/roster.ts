import type { Presence } from '#core/agent/presence.ts';
import type { DutyListId, PersonId, SkillId, TeamId } from '#core/ids.ts';
import { dutyAt, type Duty, type Shift, type Span } from '#core/people/duty.ts';
import type { Role } from '#core/people/roles.ts';
import { never } from '#core/result.ts';
import type { Channel, Language } from '#core/ticket/ticket.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';

/** A way to tell somebody something. */
export type NotificationMethod = 'app' | 'mail';

/** What is kept about a person, as it stands at one moment. */
export interface PersonFacts {
  id: PersonId;
  role: Role;
  active: boolean;
  /** Rank of the person, 1 = front line; null for people outside the tiers. */
  tier: number | null;
  teamIds: TeamId[];
  leadOf: TeamId[];
  /** Whom they report to. */
  managerId: PersonId | null;
  /** 1 has learnt it, 2 does it every day, 3 teaches it. */
  skills: { skillId: SkillId; level: number }[];
  /** Their own language first. */
  languages: Language[];
  shifts: Shift[];
  /** End of the absence that holds; null when they are not absent. */
  awayUntil: Instant | null;
  /** Who stands in for them during that absence. */
  standInId: PersonId | null;
  /** Begin of the next absence; null when none is known. */
  nextAbsenceAt: Instant | null;
  presence: Presence;
  /** Ways to tell them that work, with how long each waits; a method they switched off is not among them. */
  notifyBy: { method: NotificationMethod; afterMs: Duration }[];
  /** Open tickets assigned to the person; the measure of load. */
  openTickets: number;
  /** The same by channel; none = 0. */
  load: Partial<Record<Channel, number>>;
  /** What they are offered and have not answered yet, by channel; none = 0. */
  offers: Partial<Record<Channel, number>>;
  /** The most they hold of a channel at once; none = no limit. */
  capacity: Partial<Record<Channel, number>>;
  /** When the person was last given a ticket; null = never. */
  lastAssignedAt: Instant | null;
}

/** One person whom a step may call or a ticket may be given to, as known at the moment of deciding. */
export interface RosterPerson extends Omit<PersonFacts, 'shifts' | 'nextAbsenceAt'> {
  /** On-duty lists that hold for them now, those of their teams included. */
  onDutyIds: DutyListId[];
  /** Within their working hours; also true of whoever has none. */
  onShift: boolean;
  /** When a shift or an absence of theirs next begins or ends; null when none does in the coming days. */
  nextShiftChangeAt: Instant | null;
  /** When they work in the coming days, up to their next absence; null: at all hours. Without it, nobody asked. */
  works?: Span[] | null;
  /** A person who cannot be told is nobody. */
  hasNotificationMethod: boolean;
  /** Active, not absent, within their working hours, and to be told. How they are present says nothing about it. */
  reachable: boolean;
}

/** What follows at `now` from what is kept about a person; `duty` is what their shifts say of that moment. */
export function rosterPerson(
  { shifts, nextAbsenceAt, ...facts }: PersonFacts,
  now: Instant,
  duty: Duty = dutyAt(shifts, now),
): RosterPerson {
  const { onDutyIds, onShift, nextChangeAt, works } = duty;
  const next = Math.min(nextChangeAt ?? NEVER, facts.awayUntil ?? NEVER, nextAbsenceAt ?? NEVER);
  const hasNotificationMethod = facts.notifyBy.length > 0;
  return {
    ...facts,
    onDutyIds: facts.awayUntil === null ? onDutyIds : [],
    onShift,
    nextShiftChangeAt: next === NEVER ? null : next,
    works: worksUntil(works, nextAbsenceAt, now),
    hasNotificationMethod,
    reachable: facts.active && hasNotificationMethod && facts.awayUntil === null && onShift,
  };
}

/** The working hours before the next absence begins. */
function worksUntil(works: Span[] | null, absentAt: Instant | null, now: Instant): Span[] | null {
  if (absentAt === null) return works;
  const all = works ?? [{ from: now, until: absentAt }];
  return all.flatMap(({ from, until }) => (from < absentAt ? [{ from, until: Math.min(until, absentAt) }] : []));
}

/**
 * Whether somebody takes work as they are present: of itself it comes only to who is available, from a colleague also to who
 * takes only that. Whoever is merely not heard of said nothing: a team that gives directly knows people by their hours.
 */
export function takesWork({ presence: { kind, because } }: RosterPerson, from: 'itself' | 'colleague'): boolean {
  switch (kind) {
    case 'available':
      return true;
    case 'transfer_only':
      return from === 'colleague';
    case 'offline':
      return because !== 'asked';
    case 'focus':
    case 'break':
      return false;
    default:
      return never(kind);
  }
}

/** Those of them who take it as they are present; all when none does, because somebody must. */
export function preferring(people: RosterPerson[], from: 'itself' | 'colleague'): RosterPerson[] {
  const taking = people.filter((person) => takesWork(person, from));
  return taking.length > 0 ? taking : people;
}

/** Whether a ticket may lie with the person: they are with us, and learn of it. They may be off shift, not absent. */
export function mayHold({ active, hasNotificationMethod, awayUntil }: RosterPerson): boolean {
  return active && hasNotificationMethod && awayUntil === null;
}
