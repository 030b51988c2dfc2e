import { agentDueAt, newAgent, type Agent, type AgentCommand, type PlannedBreak } from '#core/agent/agent.ts';
import { decideAgent } from '#core/agent/decide.ts';
import { evolveAgent } from '#core/agent/evolve.ts';
import type { KeptFree } from '#core/agent/kept-free.ts';
import type { PersonId } from '#core/ids.ts';
import { dutyAt, type Duty } from '#core/people/duty.ts';
import { rosterPerson, type PersonFacts, type RosterPerson } from '#core/people/roster.ts';
import type { Actor } from '#core/people/roles.ts';
import { carrierOf } from '#core/ticket/carrier.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, NEVER, type Duration, type Instant } from '#core/time.ts';

/** A colleague with every absence and every break of the time that is simulated. */
export type SimulatedPerson = Omit<
  PersonFacts,
  'awayUntil' | 'standInId' | 'nextAbsenceAt' | 'openTickets' | 'load' | 'offers' | 'lastAssignedAt' | 'presence'
> & {
  absences: { from: Instant; until: Instant; standInId: PersonId | null }[];
  /** In the order in which they begin. */
  breaks: PlannedBreak[];
  /** When they were in focus, or took only what was handed to them; in the order in which it begins. */
  keptFree: KeptFree[];
};

/** What others look at because of it: somebody holds nothing any more, takes nothing new for now, or is back. */
export interface Turned {
  person: PersonId;
  how: 'absent' | 'away_for_now' | 'back';
}

/** Shifts are looked up so far ahead and no further. */
const LOOKS_AGAIN_AFTER: Duration = 7 * DAY;

/**
 * Everyone who can be called or given work, as they are while simulated time goes on. All begin without work, and
 * available: breaks begin and end, and are given after missed offers, as the desk itself does it.
 */
export class Staff {
  readonly #people: readonly SimulatedPerson[];
  readonly #places: Map<PersonId, number>;
  readonly #agents: Agent[];
  /** Whose shifts are the same; and by them, what they said last: whoever has the same changes at the same moment. */
  readonly #patterns: string[];
  readonly #duties = new Map<string, { at: Instant; duty: Duty }>();
  /** The roster as of the last `turn`. */
  readonly roster: RosterPerson[] = [];
  /** The most open tickets that each of them had at once. */
  readonly mostHeld = new Map<PersonId, number>();
  /** Until when each of them stays as they are. */
  readonly #holdUntil: Instant[];
  /** How many of the stretches that each of them kept free have begun. */
  readonly #begun: number[];

  constructor(people: readonly SimulatedPerson[]) {
    this.#people = people;
    this.#places = new Map(people.map(({ id }, place) => [id, place]));
    this.#patterns = people.map(({ shifts }) => JSON.stringify(shifts));
    this.#agents = people.map(({ id, breaks }) => {
      const agent = newAgent(id);
      return { ...agent, breaks, presence: { ...agent.presence, kind: 'available', because: 'asked' } };
    });
    this.#holdUntil = people.map(() => -NEVER);
    this.#begun = people.map(() => 0);
  }

  /** When somebody next changes. */
  get changesAt(): Instant {
    return this.#holdUntil.reduce((first, each) => Math.min(first, each), NEVER);
  }

  /** Everybody as they are at `now`, which never runs back; who turned meanwhile. */
  turn(now: Instant): Turned[] {
    const turned: Turned[] = [];
    for (const place of this.#people.keys()) {
      if (now >= this.#holdUntil[place]!) turned.push(...this.#look(place, this.#ownAct(place, now), now));
    }
    return turned;
  }

  /** What somebody did with an offer counts for how they are present. */
  count(personId: PersonId, word: 'offer_missed' | 'offer_accepted', now: Instant): Turned[] {
    const place = this.#places.get(personId);
    return place === undefined ? [] : this.#look(place, { type: 'count_offer', word }, now);
  }

  /** The person as an actor; null when there is nobody of that id. */
  actor(personId: PersonId): Extract<Actor, { kind: 'person' }> | null {
    const person = this.#people[this.#places.get(personId) ?? -1];
    if (person === undefined) return null;
    const { role, teamIds, leadOf } = person;
    return { kind: 'person', personId, role, teamIds, leadOf };
  }

  /** The breaks that somebody has planned still. */
  breaksOf(personId: PersonId): PlannedBreak[] {
    return this.#agents[this.#places.get(personId) ?? -1]?.breaks ?? [];
  }

  /** What somebody says of how they are there; what began and ended before anybody looked is nothing any more. */
  #ownAct(place: number, now: Instant): AgentCommand {
    let said: AgentCommand = { type: 'tick' };
    for (
      let next = this.#nextKeptFree(place);
      next !== undefined && next.from <= now;
      next = this.#nextKeptFree(place)
    ) {
      this.#begun[place]! += 1;
      const until = next.until === NEVER ? null : next.until;
      if (next.until > now) said = { type: 'set_presence', to: next.kind, until, reason: null };
    }
    return said;
  }

  #nextKeptFree(place: number): KeptFree | undefined {
    return this.#people[place]!.keptFree[this.#begun[place]!];
  }

  #look(place: number, command: AgentCommand, now: Instant): Turned[] {
    const person = this.#people[place]!;
    const { awayUntil, standInId, nextAbsenceAt } = absenceAt(person, now);
    // whoever is simulated is heard of all the time
    const context = { now, seenAt: NEVER, lastHere: null, awayUntil, nextAbsenceAt };
    const decision = decideAgent(this.#agents[place]!, command, context);
    if (!decision.ok) throw new Error(`${command.type} of ${person.id}: ${decision.refusal}`);
    const turned: Turned[] = [];
    for (const event of decision.events) {
      this.#agents[place] = evolveAgent(this.#agents[place]!, event, now);
      if (event.type === 'absence_began') turned.push({ person: person.id, how: 'absent' });
      if (event.type === 'absence_ended') turned.push({ person: person.id, how: 'back' });
      if (event.type === 'presence_changed') {
        turned.push({ person: person.id, how: event.to === 'available' ? 'back' : 'away_for_now' });
      }
    }
    const agent = this.#agents[place]!;
    const changed = { agent, duty: this.#duty(place, now), now };
    const present = personAt(person, this.roster[place], { awayUntil, standInId, nextAbsenceAt, ...changed });
    this.roster[place] = present;
    const looksAgain = person.shifts.length > 0 ? now + LOOKS_AGAIN_AFTER : NEVER;
    this.#holdUntil[place] = Math.min(
      present.nextShiftChangeAt ?? NEVER,
      agentDueAt(agent, context) ?? NEVER,
      this.#nextKeptFree(place)?.from ?? NEVER,
      looksAgain,
    );
    return turned;
  }

  #duty(place: number, now: Instant): Duty {
    const pattern = this.#patterns[place]!;
    const known = this.#duties.get(pattern);
    if (known?.at === now) return known.duty;
    const duty = dutyAt(this.#people[place]!.shifts, now);
    this.#duties.set(pattern, { at: now, duty });
    return duty;
  }

  /** Work changed hands. */
  carry(before: Ticket | null, after: Ticket, now: Instant): void {
    this.#offer(before, -1);
    this.#offer(after, 1);
    const from = carrierOf(before);
    const to = carrierOf(after);
    if (from === to) return;
    this.#more(from, after, -1);
    const receiver = this.#more(to, after, 1);
    if (receiver === undefined) return;
    receiver.lastAssignedAt = now;
    const most = this.mostHeld.get(receiver.id) ?? 0;
    if (receiver.openTickets > most) this.mostHeld.set(receiver.id, receiver.openTickets);
  }

  #offer(ticket: Ticket | null, more: 1 | -1): void {
    if (ticket?.distribution?.state !== 'offered') return;
    const person = this.roster[this.#places.get(ticket.distribution.to) ?? -1];
    if (person !== undefined) person.offers[ticket.channel] = (person.offers[ticket.channel] ?? 0) + more;
  }

  #more(id: PersonId | null, { channel }: Ticket, more: 1 | -1): RosterPerson | undefined {
    const place = id === null ? undefined : this.#places.get(id);
    const person = place === undefined ? undefined : this.roster[place];
    if (person === undefined) return undefined;
    person.openTickets += more;
    person.load[channel] = (person.load[channel] ?? 0) + more;
    return person;
  }
}

type Away = Pick<PersonFacts, 'awayUntil' | 'standInId' | 'nextAbsenceAt'>;

function absenceAt({ absences }: SimulatedPerson, now: Instant): Away {
  const away = absences.find(({ from, until }) => from <= now && now < until);
  const next = absences.reduce((first, { from }) => (from > now ? Math.min(first, from) : first), NEVER);
  return {
    awayUntil: away?.until ?? null,
    standInId: away?.standInId ?? null,
    nextAbsenceAt: next === NEVER ? null : next,
  };
}

function personAt(
  { absences: _absences, breaks: _breaks, keptFree: _keptFree, ...facts }: SimulatedPerson,
  before: RosterPerson | undefined,
  { agent: { presence }, duty, now, ...away }: Away & { agent: Agent; duty: Duty; now: Instant },
): RosterPerson {
  const { kind, since, until, because } = presence;
  return rosterPerson(
    {
      ...facts,
      ...away,
      presence: { kind, since, until, because },
      openTickets: before?.openTickets ?? 0,
      lastAssignedAt: before?.lastAssignedAt ?? null,
      load: before?.load ?? {},
      offers: before?.offers ?? {},
    },
    now,
    duty,
  );
}
