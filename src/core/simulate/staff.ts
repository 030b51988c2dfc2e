import type { PersonId } from '#core/ids.ts';
import { rosterPerson, type PersonFacts, type RosterPerson } from '#core/people/roster.ts';
import { carrierOf } from '#core/ticket/carrier.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, NEVER, type Duration, type Instant } from '#core/time.ts';

/** A colleague with every absence of the time that is simulated. */
export type SimulatedPerson = Omit<
  PersonFacts,
  'awayUntil' | 'standInId' | 'nextAbsenceAt' | 'openTickets' | 'load' | 'offers' | 'lastAssignedAt'
> & {
  absences: { from: Instant; until: Instant; standInId: PersonId | null }[];
};

/** Shifts are looked up so far ahead and no further. */
const LOOKS_AGAIN_AFTER: Duration = 7 * DAY;

/** Everyone who can be called or given work, as they are while simulated time goes on. All begin without work. */
export class Staff {
  readonly #people: readonly SimulatedPerson[];
  readonly #places: Map<PersonId, number>;
  readonly #roster: RosterPerson[] = [];
  /** Until when each of them, and all of them, stay as they are. */
  readonly #holdUntil: Instant[];
  #allHoldUntil: Instant = -NEVER;

  constructor(people: readonly SimulatedPerson[]) {
    this.#people = people;
    this.#places = new Map(people.map(({ id }, place) => [id, place]));
    this.#holdUntil = people.map(() => -NEVER);
  }

  /** The roster at `now`, which never runs back. */
  at(now: Instant): RosterPerson[] {
    if (now < this.#allHoldUntil) return this.#roster;
    for (const [place, person] of this.#people.entries()) {
      if (now < this.#holdUntil[place]!) continue;
      const present = personAt(person, this.#roster[place], now);
      this.#roster[place] = present;
      const changes = person.shifts.length > 0 || person.absences.length > 0;
      this.#holdUntil[place] = changes ? Math.min(present.nextShiftChangeAt ?? NEVER, now + LOOKS_AGAIN_AFTER) : NEVER;
    }
    this.#allHoldUntil = this.#holdUntil.reduce((first, each) => Math.min(first, each), NEVER);
    return this.#roster;
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
    if (receiver !== undefined) receiver.lastAssignedAt = now;
  }

  #offer(ticket: Ticket | null, more: 1 | -1): void {
    if (ticket?.distribution?.state !== 'offered') return;
    const person = this.#roster[this.#places.get(ticket.distribution.to) ?? -1];
    if (person !== undefined) person.offers[ticket.channel] = (person.offers[ticket.channel] ?? 0) + more;
  }

  #more(id: PersonId | null, { channel }: Ticket, more: 1 | -1): RosterPerson | undefined {
    const place = id === null ? undefined : this.#places.get(id);
    const person = place === undefined ? undefined : this.#roster[place];
    if (person === undefined) return undefined;
    person.openTickets += more;
    person.load[channel] = (person.load[channel] ?? 0) + more;
    return person;
  }
}

function personAt(
  { absences, ...facts }: SimulatedPerson,
  before: RosterPerson | undefined,
  now: Instant,
): RosterPerson {
  const away = absences.find(({ from, until }) => from <= now && now < until);
  const ahead = absences.map(({ from }) => from).filter((from) => from > now);
  return rosterPerson(
    {
      ...facts,
      openTickets: before?.openTickets ?? 0,
      lastAssignedAt: before?.lastAssignedAt ?? null,
      load: before?.load ?? {},
      awayUntil: away?.until ?? null,
      standInId: away?.standInId ?? null,
      offers: before?.offers ?? {},
      nextAbsenceAt: ahead.length === 0 ? null : Math.min(...ahead),
    },
    now,
  );
}
