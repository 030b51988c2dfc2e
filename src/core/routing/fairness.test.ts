import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PresenceKind } from '#core/agent/presence.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { directCandidates } from '#core/routing/candidates.ts';
import { MINUTE } from '#core/time.ts';
import { BILLING, colleague, config, EVERYBODY, history, LEA, PETRA, PUSHED, zagreb } from '#test/harness/core.ts';

/** Compiled once: a calendar takes longer than an offer. */
const CONFIG = config();
const NINE = zagreb('2026-11-20 09:00');
const present = (kind: PresenceKind) => ({ presence: { kind, since: null, until: null, because: 'asked' as const } });
const without = (id: number, changes: Partial<RosterPerson>) =>
  EVERYBODY.map((person) => (person.id === id ? { ...person, ...changes } : person));

test('a team that gives directly passes over who says that nothing new is to come, as long as there is anybody else', () => {
  const given = (roster: RosterPerson[]) => history(NINE, { roster }).ticket.assigneeId;
  for (const kind of ['focus', 'break', 'transfer_only', 'offline'] as const) {
    expect([kind, given(without(PETRA, present(kind)))]).toEqual([kind, LEA]);
    // somebody must have it: the front line, though it is at lunch, before its specialists
    const both = without(PETRA, present(kind)).map((one) => (one.id === LEA ? { ...one, ...present(kind) } : one));
    expect([kind, given(both)]).toEqual([kind, PETRA]);
  }
  // whoever was merely not heard of said nothing
  const unseen = { presence: { ...present('offline').presence, because: 'unseen' as const } };
  expect(given(without(PETRA, unseen))).toBe(PETRA);
});

test('whoever stands first of those whom a team weighs that gives directly is whoever it gives it to', () => {
  const kinds = fc.constantFrom<PresenceKind>('available', 'focus', 'break', 'transfer_only', 'offline');
  const people = fc.array(
    fc.record({ kind: kinds, tier: fc.integer({ min: 1, max: 2 }), open: fc.nat(3), here: fc.boolean() }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(people, (all) => {
      const roster = all.map(({ kind, tier, open, here }, index) =>
        colleague(100 + index, 'agent', tier, { ...present(kind), openTickets: open, reachable: here, onShift: here }),
      );
      const { ticket } = history(NINE, { config: CONFIG, roster });
      const [first] = directCandidates(ticket, roster);
      expect(first?.why === null ? first.personId : null).toBe(ticket.assigneeId);
    }),
    { numRuns: 200 },
  );
});

test('who takes only what colleagues hand over is asked when a colleague does, who is in focus is not', () => {
  const toldOf = (kind: PresenceKind) => {
    const story = history(NINE, { roster: without(LEA, present(kind)) });
    const target = { type: 'team', teamId: BILLING } as const;
    const leg = { type: 'open_leg', direction: 'functional', target, reason: 'skill', messageId: null } as const;
    story.at(NINE + MINUTE, leg, PETRA);
    const [opened] = story.ticket.legs;
    return opened?.status === 'offered' && opened.told.includes(LEA);
  };
  expect((['available', 'transfer_only', 'focus', 'break'] as const).map(toldOf)).toEqual([true, true, false, false]);
});

test('among people who are all there, what each was given differs by at most one, whatever order they began in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 7 }),
      fc.integer({ min: 1, max: 40 }),
      (lastTimes, count) => {
        const roster = lastTimes.map((last, index) =>
          colleague(100 + index, 'agent', 1, { lastAssignedAt: NINE - last * MINUTE }),
        );
        for (let ticket = 0; ticket < count; ticket += 1) {
          const told = history(NINE + ticket, { config: CONFIG, roster, routing: [PUSHED] });
          told.at(NINE + ticket, { type: 'offer' });
          const { distribution } = told.ticket;
          const to = distribution?.state === 'offered' ? distribution.to : 0;
          told.at(NINE + ticket, { type: 'accept_offer' }, to);
          const taker = roster.find(({ id }) => id === to)!;
          taker.openTickets += 1;
          taker.lastAssignedAt = NINE + ticket;
        }
        const counts = roster.map(({ openTickets }) => openTickets);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 100 },
  );
});

test('whatever each can hold and whatever is finished meanwhile, nobody is given work while somebody is relatively freer', () => {
  const people = fc.array(fc.record({ most: fc.integer({ min: 1, max: 12 }), held: fc.nat(12) }), {
    minLength: 2,
    maxLength: 6,
  });
  // a ticket comes, or somebody finishes one
  const days = fc.array(fc.oneof(fc.constant(null), fc.nat(5)), { minLength: 20, maxLength: 80 });
  fc.assert(
    fc.property(people, days, (limits, day) => {
      const roster = limits.map(({ most, held }, index) =>
        colleague(100 + index, 'agent', 1, { capacity: { email: most }, load: { email: Math.min(held, most) } }),
      );
      const heldBy = ({ load }: RosterPerson) => load.email ?? 0;
      const relative = (person: RosterPerson) => heldBy(person) / person.capacity.email!;
      for (const [minute, finishes] of day.entries()) {
        const now = NINE + minute * MINUTE;
        if (finishes !== null) {
          const who = roster[finishes % roster.length]!;
          who.load = { email: Math.max(0, heldBy(who) - 1) };
          continue;
        }
        const told = history(now, { config: CONFIG, roster, routing: [PUSHED] });
        told.at(now, { type: 'offer' });
        const { distribution } = told.ticket;
        const free = roster.filter((person) => relative(person) < 1);
        if (distribution?.state !== 'offered') {
          expect(free).toEqual([]);
          continue;
        }
        const taker = roster.find(({ id }) => id === distribution.to)!;
        expect(relative(taker)).toBe(Math.min(...free.map(relative)));
        taker.load = { email: heldBy(taker) + 1 };
        taker.lastAssignedAt = now;
      }
    }),
    { numRuns: 100 },
  );
});
