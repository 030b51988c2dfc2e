import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PersonId } from '#core/ids.ts';
import { assumedFrom, decisionsIn } from '#core/simulate/assumed.ts';
import { peopleUnder, teamsUnder } from '#core/simulate/company.ts';
import { outcomeOf } from '#core/simulate/outcome.ts';
import { run } from '#core/simulate/run.ts';
import type { Script } from '#core/simulate/script.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { as, BILLING, IVANA, LEA, MARKO, PATH_OF_TWO, PETRA, SANJA } from '#test/harness/core.ts';
import { NINE, PUSHING, STAFF, staffWith, unanswered, world } from '#test/harness/simulated.ts';

const breakOf = (from: Instant, until: Instant) => [{ id: 1, from, until, reason: 'Lunch' }];
const many = (count: number, every = 1): Script[] =>
  Array.from({ length: count }, (_, index) => unanswered(index + 1, NINE + index * every));
const told = (lived: ReturnType<typeof run>, id: PersonId): number => lived.notices.get(id) ?? 0;

test('whoever is on a planned break is offered nothing; afterwards they are asked first', () => {
  const people = staffWith(PETRA, { breaks: breakOf(NINE, NINE + 30 * MINUTE) });
  const pushed = { teams: [PUSHING], until: NINE + 25 * MINUTE };
  const lunch = run(many(2), world({ ...pushed, people }));
  expect([told(lunch, PETRA), lunch.mostHeld.get(LEA)]).toEqual([0, 2]);
  expect(run(many(2), world(pushed)).mostHeld.get(LEA)).toBe(1);
  const later = [...many(2), unanswered(3, NINE + 31 * MINUTE)];
  expect(run(later, world({ ...pushed, people, until: NINE + 40 * MINUTE })).mostHeld.get(PETRA)).toBe(1);
});

test('what is offered to somebody whose break begins goes to the next at once', () => {
  const people = staffWith(PETRA, { breaks: breakOf(NINE + 30_000, NINE + HOUR) });
  const lived = run(many(1), world({ teams: [PUSHING], people, until: NINE + 20 * MINUTE }));
  expect([lived.mostHeld.get(PETRA), lived.mostHeld.get(LEA)]).toEqual([undefined, 1]);
});

test.each(['focus', 'transfer_only'] as const)(
  'whoever was there for nothing new (%s) is offered nothing until then',
  (kind) => {
    const people = staffWith(PETRA, { keptFree: [{ kind, from: NINE - HOUR, until: NINE + 30 * MINUTE }] });
    const pushed = { teams: [PUSHING], people, until: NINE + 25 * MINUTE };
    const lived = run(many(2), world(pushed));
    expect([lived.mostHeld.get(PETRA), lived.mostHeld.get(LEA)]).toEqual([undefined, 2]);
    const later = [...many(2), unanswered(3, NINE + 31 * MINUTE)];
    expect(run(later, world({ ...pushed, until: NINE + 40 * MINUTE })).mostHeld.get(PETRA)).toBe(1);
  },
);

test('what is offered to somebody who begins to focus goes to the next at once', () => {
  const people = staffWith(PETRA, { keptFree: [{ kind: 'focus', from: NINE + 30_000, until: NINE + HOUR }] });
  const lived = run(many(1), world({ teams: [PUSHING], people, until: NINE + 20 * MINUTE }));
  expect([lived.mostHeld.get(PETRA), lived.mostHeld.get(LEA)]).toEqual([undefined, 1]);
});

test('two offers in a row that somebody lets pass are a break, as at the desk', () => {
  const taken = { type: 'assign', assigneeId: LEA, teamId: null } as const;
  // the past says who took them, an hour later: until then every offer passes
  const scripts = many(2).map(({ ticketId, acts }) => ({
    ticketId,
    acts: [...acts, { at: NINE + HOUR, actor: as(LEA), command: taken, imported: false }],
  }));
  const lived = run(scripts, world({ teams: [PUSHING], until: NINE + 2 * HOUR }));
  expect(lived.breaksGiven.get(PETRA)).toBeGreaterThan(0);
  const { people } = outcomeOf(run(scripts, world({ until: NINE + 2 * HOUR })), () => 0);
  expect(people.every(({ breaksGiven }) => breaksGiven === 0)).toBe(true);
});

test('nobody is given more of a channel than they hold at once', () => {
  const one = STAFF.map((person) => ({ ...person, capacity: { email: 1 } }));
  const lived = run(many(4), world({ teams: [PUSHING], people: one, until: NINE + 20 * MINUTE }));
  expect([lived.mostHeld.get(PETRA), lived.mostHeld.get(LEA)]).toEqual([1, 1]);
  const free = run(many(4), world({ teams: [PUSHING], until: NINE + 20 * MINUTE }));
  expect([free.mostHeld.get(PETRA), free.mostHeld.get(LEA)]).toEqual([2, 2]);
});

test('whoever falls ill holds nothing any more: their stand-in has it, and is told', () => {
  const absences = [{ from: NINE + 10 * MINUTE, until: NINE + DAY, standInId: MARKO }];
  const lived = run(many(1), world({ people: staffWith(PETRA, { absences }), until: NINE + 20 * MINUTE }));
  expect([told(lived, PETRA), told(lived, MARKO)]).toEqual([1, 1]);
});

test('a team that cannot keep up is overloaded before the first answer is late, and the ticket in danger climbs', () => {
  const slow = { ...PUSHING, mode: 'direct' as const };
  const spike = many(40, 1_000);
  const lived = run(spike, world({ teams: [slow], until: NINE + 50 * MINUTE }));
  expect(lived.overloads).toMatchObject([{ teamId: BILLING, times: 1 }]);
  expect(lived.overloads[0]!.lastedMs).toBeGreaterThan(40 * MINUTE);
  expect(lived.fates.flatMap(({ missed }) => missed)).toEqual([]);
  // the first step is called at once, not a quarter of an hour later
  expect(lived.fates.flatMap(({ calls }) => calls.map(({ told: called }) => called))[0]).toEqual([MARKO]);
  const quick = run(spike, world({ teams: [{ ...slow, answerMs: MINUTE / 2 }], until: NINE + 50 * MINUTE }));
  expect([quick.overloads, quick.fates.every(({ calls }) => calls.length === 0)]).toEqual([[], true]);
});

const [specialists, lead] = PATH_OF_TWO.steps;
const ASKING = { ...PATH_OF_TWO, steps: [{ ...lead!, needs: 'approval' as const }, specialists!] };
const costing = (euros: number): Script => ({
  ticketId: 1,
  acts: [
    ...unanswered(1).acts,
    {
      at: NINE + MINUTE,
      actor: as(PETRA),
      imported: false,
      command: {
        type: 'escalate',
        firing: null,
        reason: 'authority',
        messageId: null,
        amount: { minor: euros * 100, currency: 'EUR' },
      },
    },
  ],
});
const limits = (most: number) => ({
  limits: [
    { currency: 'EUR', of: { role: 'lead' as const }, mostMinor: most * 100 },
    { currency: 'EUR', of: { role: 'admin' as const }, mostMinor: null },
  ],
  delegates: new Map(),
});

test('what a step asks people to allow is decided as the desk used to; where nobody does it expires, and climbs on', () => {
  const asked = { path: ASKING, until: NINE + 5 * HOUR, approvals: limits(100) };
  const granted = run([costing(80)], world({ ...asked, decides: { afterMs: 10 * MINUTE, verdict: 'granted' } }));
  expect(granted.fates[0]!.approvals).toEqual([{ at: NINE + 11 * MINUTE, why: 'granted' }]);
  expect(granted.fates[0]!.calls[0]!.told).toEqual([IVANA]);
  expect(granted.fates[0]!.calls.filter(({ cause }) => cause === 'not_decided')).toEqual([]);
  const silent = run([costing(80)], world(asked));
  expect(silent.fates[0]!.approvals.map(({ why }) => why)).toEqual(['expired']);
  const because = silent.fates[0]!.calls.find(({ cause }) => cause === 'not_decided')!;
  expect(because).toMatchObject({ at: silent.fates[0]!.approvals[0]!.at, told: [MARKO] });
  expect(outcomeOf(silent, () => 0).approvals).toEqual({ granted: 0, refused: 0, expired: 1 });
  // whoever may not allow so much is not asked, and says nothing
  const dear = run([costing(800)], world({ ...asked, decides: { afterMs: 10 * MINUTE, verdict: 'granted' } }));
  expect(dear.fates[0]!.calls[0]!.told).not.toContain(IVANA);
});

test('what people did decide they decide again then, and nothing else is assumed of them', () => {
  const [open, asks] = costing(80).acts;
  const decision = { type: 'decide_approval', approvalId: 1, verdict: 'refused', messageId: null } as const;
  const acts = [open!, asks!, { at: NINE + 20 * MINUTE, actor: as(IVANA), command: decision, imported: false }];
  const decides = { afterMs: 5 * MINUTE, verdict: 'granted' as const };
  const lived = run([{ ticketId: 1, acts }], world({ path: ASKING, until: NINE + HOUR, decides }));
  expect(lived.fates[0]!.approvals).toEqual([{ at: NINE + 20 * MINUTE, why: 'refused' }]);
});

test('approvals are assumed to take the median of what they took, counted from whoever was asked last', () => {
  const at = (minutes: number, event: LoggedEvent['event']): LoggedEvent => ({
    seq: 1,
    at: NINE + minutes * MINUTE,
    actorId: null,
    version: 1,
    event,
  });
  const seat = { target: { type: 'step' as const }, told: [IVANA] };
  const asked = {
    type: 'approval_asked',
    approvalId: 1,
    by: null,
    rule: 'all',
    amount: null,
    messageId: null,
  } as const;
  const log = [
    at(0, { ...asked, decideMs: HOUR, decideBy: NINE + HOUR, seats: [seat, seat] }),
    at(10, { type: 'approval_decided', approvalId: 1, seatId: 1, by: IVANA, verdict: 'granted', messageId: null }),
    at(30, {
      type: 'approval_delegated',
      approvalId: 1,
      seatId: 2,
      by: IVANA,
      to: SANJA,
      messageId: null,
      decideBy: 0,
    }),
    at(34, { type: 'approval_decided', approvalId: 1, seatId: 2, by: SANJA, verdict: 'refused', messageId: null }),
  ];
  const decisions = decisionsIn(log);
  expect(decisions).toEqual([
    { afterMs: 10 * MINUTE, verdict: 'granted' },
    { afterMs: 4 * MINUTE, verdict: 'refused' },
  ]);
  expect(assumedFrom(decisions)).toEqual({ afterMs: 4 * MINUTE, verdict: 'refused' });
  expect(assumedFrom([])).toBeNull();
});

test('a draft moves people between teams, and gives them skills, room and ranks; the others stay as they are', () => {
  const draft = {
    teams: [{ team: { ...PUSHING, teamId: 5 }, members: [{ personId: LEA, leads: true }] }],
    skills: [{ skillId: 9, holders: [{ personId: LEA, level: 3 }] }],
    capacities: [{ personId: LEA, most: { email: 2 } }],
    tiers: [{ personId: LEA, tier: 2 }],
  };
  const before = staffWith(LEA, { skills: [{ skillId: 9, level: 1 }], capacity: { chat: 1 } });
  const under = peopleUnder(before, draft);
  expect(under.find(({ id }) => id === LEA)).toMatchObject({
    teamIds: [BILLING, 5],
    leadOf: [5],
    skills: [{ skillId: 9, level: 3 }],
    capacity: { email: 2 },
    tier: 2,
  });
  expect(under.filter(({ id }) => id !== LEA)).toEqual(before.filter(({ id }) => id !== LEA));
  const without = { ...draft, teams: [{ team: PUSHING, members: [] }], capacities: null, tiers: [] };
  expect(peopleUnder(before, without).some(({ teamIds }) => teamIds.includes(BILLING))).toBe(false);
  expect(teamsUnder([{ ...PUSHING, mode: 'direct' }], without)).toEqual([PUSHING]);
});

const span = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 120 })).map(([from, length]) => ({
  from: NINE + from * MINUTE,
  until: NINE + (from + length) * MINUTE,
}));
const life = fc.record({
  absences: fc.array(
    span.map((each) => ({ ...each, standInId: null })),
    { maxLength: 2 },
  ),
  breaks: fc
    .array(span, { maxLength: 3 })
    .map((spans) =>
      spans
        .toSorted((one, other) => one.from - other.from)
        .map((each, index) => ({ ...each, id: index + 1, reason: '' })),
    ),
  capacity: fc.constantFrom<SimulatedPerson['capacity']>({}, { email: 1 }, { email: 3 }),
});

test('whatever breaks and absences people have, the same simulation twice goes the same way, and keeps within their room', () => {
  fc.assert(
    fc.property(
      fc.array(life, { minLength: STAFF.length, maxLength: STAFF.length }),
      fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 12 }),
      fc.constantFrom('push' as const, 'direct' as const),
      (lives, moments, mode) => {
        const people = STAFF.map((person, index) => ({ ...person, ...lives[index]! }));
        const scripts = moments.map((minute, index) => unanswered(index + 1, NINE + minute * MINUTE));
        const there = world({ people, teams: [{ ...PUSHING, mode }], until: NINE + 12 * HOUR });
        const lived = run(scripts, there);
        expect(run(scripts, there).fingerprint).toBe(lived.fingerprint);
        if (mode === 'direct') return;
        for (const { id, capacity, absences } of people) {
          // what somebody stands in for comes on top of what they take
          if (absences.length === 0) expect(lived.mostHeld.get(id) ?? 0).toBeLessThanOrEqual(capacity.email ?? 12);
        }
      },
    ),
    { numRuns: 40 },
  );
});
