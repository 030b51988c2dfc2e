import fc from 'fast-check';
import type { PersonId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { HOUR, type Instant } from '#core/time.ts';
import { EVERYBODY } from './core.ts';

/** What happens to the people while a ticket lives. */
const HAPPENINGS = {
  goes: (now: Instant): Partial<RosterPerson> => ({ reachable: false, awayUntil: now + 5 * HOUR }),
  comes: (): Partial<RosterPerson> => ({ active: true, reachable: true, onShift: true, awayUntil: null }),
  is_deactivated: (): Partial<RosterPerson> => ({ active: false, reachable: false }),
  ends_their_shift: (): Partial<RosterPerson> => ({ onShift: false, reachable: false }),
  has_much_to_do: (): Partial<RosterPerson> => ({ openTickets: 40 }),
};

/** One of them, before the act at that place of the script. */
export interface RosterChange {
  before: number;
  personId: PersonId;
  what: keyof typeof HAPPENINGS;
  to(roster: RosterPerson[], now: Instant): void;
}

/** At random: who goes, comes, is deactivated or has much to do, and before which of forty acts. */
export const rosterChanges: fc.Arbitrary<RosterChange[]> = fc.array(
  fc
    .record({
      before: fc.nat(39),
      personId: fc.constantFrom(...EVERYBODY.map(({ id }) => id)),
      what: fc.constantFrom(...(Object.keys(HAPPENINGS) as (keyof typeof HAPPENINGS)[])),
    })
    .map((change) => ({
      ...change,
      to(roster, now) {
        for (const person of roster)
          if (person.id === change.personId) Object.assign(person, HAPPENINGS[change.what](now));
      },
    })),
  { maxLength: 8 },
);
