import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PresenceKind } from '#core/agent/presence.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { candidatesFor } from '#core/routing/candidates.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { dueAt } from '#core/ticket/due.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  BILLING,
  colleague,
  config,
  EVERYBODY,
  history,
  IVANA,
  LEA,
  MARKO,
  PETRA,
  PUSHED,
  zagreb,
} from '#test/harness/core.ts';

/** Compiled once: a calendar takes longer than an offer. */
const CONFIG = config();
const NINE = zagreb('2026-11-20 09:00');
const offersIn = (events: TicketEvent[]) => events.flatMap((each) => (each.type === 'offered' ? [each.personId] : []));
const present = (kind: PresenceKind) => ({ presence: { kind, since: null, until: null, because: 'asked' as const } });
const without = (id: number, changes: Partial<RosterPerson>) =>
  EVERYBODY.map((person) => (person.id === id ? { ...person, ...changes } : person));

test('a ticket of a team that does not push is given at once, as before', () => {
  expect(history(NINE).ticket).toMatchObject({ assigneeId: PETRA, distribution: null });
});

test('a ticket of a team that pushes waits with it, is offered, and is whose accepts', () => {
  const told = history(NINE, { routing: [PUSHED] });
  expect(told.ticket).toMatchObject({ assigneeId: null, distribution: { state: 'waiting' } });
  told.at(NINE + 1, { type: 'offer' });
  expect(told.ticket.distribution).toMatchObject({ state: 'offered', to: PETRA, expiresAt: NINE + 1 + 2 * MINUTE });
  expect(dueAt(told.ticket)).toBe(NINE + 1 + 2 * MINUTE);
  expect(told.at(NINE + 2, { type: 'accept_offer' }, LEA)).toMatchObject({ ok: false, refusal: 'not_offered' });
  // at the very moment it ends, an answer comes before the end
  told.at(NINE + 1 + 2 * MINUTE, { type: 'accept_offer' }, PETRA);
  expect(told.ticket).toMatchObject({ assigneeId: PETRA, distribution: null });
});

test('an offer that is declined or missed goes to the next, and after everybody had a turn it begins again', () => {
  const told = history(NINE, { routing: [PUSHED] });
  told.at(NINE, { type: 'offer' });
  told.at(NINE + MINUTE, { type: 'decline_offer' }, PETRA);
  told.at(NINE + MINUTE, { type: 'offer' });
  expect(told.ticket.distribution).toMatchObject({ state: 'offered', to: LEA, passed: [PETRA] });
  expect(told.tick(NINE + 3 * MINUTE).map(({ type }) => type)).toEqual(['offer_missed']);
  told.at(NINE + 3 * MINUTE, { type: 'offer' });
  expect(told.log.at(-1)?.event).toEqual({ type: 'nobody_eligible', why: 'passed' });
  told.at(NINE + 4 * MINUTE, { type: 'offer' });
  expect(told.ticket.distribution).toMatchObject({ state: 'offered', to: PETRA });
});

test.each([
  ['off_shift', { onShift: false }],
  ['away', { awayUntil: NINE + HOUR, reachable: false }],
  ['on_break', present('break')],
  ['offline', present('offline')],
  ['focus', present('focus')],
  ['transfer_only', present('transfer_only')],
  ['at_capacity', { capacity: { email: 2 }, load: { email: 1 }, offers: { email: 1 } }],
  ['inactive', { active: false }],
] as const)('who is %s is passed over, and told why', (code, changes) => {
  const roster = without(PETRA, changes as Partial<RosterPerson>);
  const told = history(NINE, { roster, routing: [PUSHED] });
  const petra = candidatesFor(told.ticket, PUSHED, roster).find(({ personId }) => personId === PETRA);
  expect(petra?.why).toBe(code);
  told.at(NINE, { type: 'offer' });
  expect(offersIn(told.log.map(({ event }) => event))).toEqual([LEA]);
});

test('nobody eligible is said once, with what stands in the way of whoever comes nearest', () => {
  const roster = EVERYBODY.map((person) => ({ ...person, ...present('break') }));
  const told = history(NINE, { roster, routing: [PUSHED] });
  for (const minute of [0, 1, 2]) told.at(NINE + minute * MINUTE, { type: 'offer' });
  expect(told.log.map(({ event }) => event).filter(({ type }) => type === 'nobody_eligible')).toEqual([
    { type: 'nobody_eligible', why: 'on_break' },
  ]);
  expect(told.ticket.distribution).toMatchObject({ state: 'waiting', why: 'on_break' });
});

test('skill and language are asked for as far as anybody of the team has them', () => {
  const routing = { ...PUSHED, skills: [{ topic: 'billing', skillId: 5, level: 2 }] };
  const skilled = EVERYBODY.map((person) =>
    person.id === LEA ? { ...person, skills: [{ skillId: 5, level: 2 }] } : { ...person, skills: [] },
  );
  const told = history(NINE, { roster: skilled, routing: [routing] });
  told.at(NINE, { type: 'offer' });
  expect(told.ticket.distribution).toMatchObject({ to: LEA });
  // nobody can do it: insisting would leave the requester waiting for ever
  const unskilled = history(NINE, { routing: [routing] });
  unskilled.at(NINE, { type: 'offer' });
  expect(unskilled.ticket.distribution).toMatchObject({ to: PETRA });
  const croatian = history(NINE, { roster: without(PETRA, { languages: ['en'] }), routing: [PUSHED] });
  croatian.at(NINE, { type: 'offer' });
  expect(croatian.ticket.distribution).toMatchObject({ to: LEA });
});

test('when more comes than goes the higher tiers help', () => {
  const busy = EVERYBODY.map((person) => (person.tier === 1 ? { ...person, ...present('break') } : person));
  const told = history(NINE, { roster: busy, routing: [{ ...PUSHED, isOverloaded: true }] });
  told.at(NINE, { type: 'offer' });
  expect([MARKO, IVANA]).toContain(offersIn(told.log.map(({ event }) => event))[0]);
});

const TECHNICAL = 2;
test('what waited too long goes to the overflow team, once', () => {
  const jonas = colleague(51, 'agent', 1, { teamIds: [TECHNICAL] });
  const away = EVERYBODY.map((person) => ({ ...person, ...present('offline') }));
  const routing = [
    { ...PUSHED, overflowTeamId: TECHNICAL },
    { ...PUSHED, teamId: TECHNICAL, overflowTeamId: BILLING },
  ];
  const told = history(NINE, { roster: [...away, jonas], routing });
  told.at(NINE, { type: 'offer' });
  told.at(NINE + 30 * MINUTE - 1, { type: 'offer' });
  expect(told.ticket.teamId).toBe(BILLING);
  told.at(NINE + 30 * MINUTE, { type: 'offer' });
  expect(told.ticket).toMatchObject({ teamId: TECHNICAL, distribution: { state: 'waiting', overflowed: true } });
  told.at(NINE + 31 * MINUTE, { type: 'offer' });
  expect(told.ticket.distribution).toMatchObject({ state: 'offered', to: 51 });
  told.at(NINE + 32 * MINUTE, { type: 'decline_offer' }, 51);
  told.at(NINE + 90 * MINUTE, { type: 'offer' });
  expect(told.ticket.teamId).toBe(TECHNICAL);
});

test('what somebody absent holds goes to who stands in, else back to its team; what they were offered goes on', () => {
  const held = history(NINE);
  expect(held.ticket.assigneeId).toBe(PETRA);
  const facts = { away: { awayUntil: NINE + HOUR, reachable: false } };
  const standing = history(NINE, { roster: without(PETRA, { ...facts.away, standInId: MARKO }) });
  expect(standing.ticket.assigneeId).toBe(LEA);
  const roster = [...EVERYBODY].map((person) => ({ ...person }));
  const told = history(NINE, { roster, routing: [] });
  Object.assign(
    roster.find(({ id }) => id === PETRA)!,
    { ...facts.away, standInId: MARKO },
  );
  told.at(NINE + MINUTE, { type: 'recheck' });
  expect(told.ticket.assigneeId).toBe(MARKO);
  Object.assign(
    roster.find(({ id }) => id === MARKO)!,
    facts.away,
  );
  told.at(NINE + 2 * MINUTE, { type: 'recheck' });
  expect(told.ticket.assigneeId).toBe(LEA);

  const offered = [...EVERYBODY].map((person) => ({ ...person }));
  const pushed = history(NINE, { roster: offered, routing: [PUSHED] });
  pushed.at(NINE, { type: 'offer' });
  pushed.at(NINE + 1, { type: 'recheck' });
  expect(pushed.ticket.distribution).toMatchObject({ state: 'offered', to: PETRA });
  Object.assign(
    offered.find(({ id }) => id === PETRA)!,
    present('offline'),
  );
  pushed.at(NINE + 2, { type: 'recheck' });
  expect(pushed.ticket.distribution).toMatchObject({ state: 'waiting', passed: [] });
});

const person = fc.record({
  kind: fc.constantFrom<PresenceKind>('available', 'available', 'available', 'break', 'offline', 'focus'),
  onShift: fc.boolean(),
  away: fc.boolean(),
  most: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
  excluded: fc.boolean(),
});

test('nobody is ever offered what they are excluded from, absent for, or have no room for; an offer always ends', () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 25 }), (people, count) => {
      const roster = people.map((each, index) =>
        colleague(100 + index, 'agent', 1, {
          presence: { kind: each.kind, since: null, until: null, because: 'asked' as const },
          onShift: each.onShift,
          awayUntil: each.away ? NINE + HOUR : null,
          capacity: each.most === undefined ? {} : { email: each.most },
        }),
      );
      const excluded = roster.filter((_, index) => people[index]!.excluded).map(({ id }) => id);
      for (let ticket = 0; ticket < count; ticket += 1) {
        const told = history(NINE, { config: CONFIG, roster, routing: [PUSHED] });
        for (const id of excluded) told.at(NINE, { type: 'exclude', personId: id }, 999);
        told.at(NINE, { type: 'offer' });
        const { distribution } = told.ticket;
        if (distribution?.state !== 'offered') {
          // it is only left waiting when there is truly nobody
          const free = roster.filter(
            ({ id, presence, onShift, awayUntil, capacity, offers }) =>
              !excluded.includes(id) &&
              presence.kind === 'available' &&
              onShift &&
              awayUntil === null &&
              (offers.email ?? 0) < (capacity.email ?? Infinity),
          );
          expect(free).toEqual([]);
          continue;
        }
        const to = roster.find(({ id }) => id === distribution.to)!;
        expect(excluded).not.toContain(to.id);
        expect([to.presence.kind, to.onShift, to.awayUntil]).toEqual(['available', true, null]);
        to.offers.email = (to.offers.email ?? 0) + 1;
        expect(to.offers.email).toBeLessThanOrEqual(to.capacity.email ?? Infinity);
        expect(distribution.expiresAt).toBeGreaterThan(NINE);
        expect(dueAt(told.ticket)).toBeLessThanOrEqual(distribution.expiresAt);
      }
    }),
    { numRuns: 100 },
  );
});
