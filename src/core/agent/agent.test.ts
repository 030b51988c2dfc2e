import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agentDueAt,
  AUTOMATIC_BREAK,
  newAgent,
  UNSEEN_AFTER,
  type Agent,
  type AgentCommand,
  type AgentContext,
} from '#core/agent/agent.ts';
import { decideAgent } from '#core/agent/decide.ts';
import { evolveAgent } from '#core/agent/evolve.ts';
import { PRESENCES } from '#core/agent/presence.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { zagreb } from '#test/harness/core.ts';

const NINE = zagreb('2026-11-20 09:00');

/** Petra at her desk: heard of all the time, unless a test says since when not. */
function petra() {
  let agent = newAgent(11);
  const facts = { seenUntil: Infinity, awayUntil: null as Instant | null, nextAbsenceAt: null as Instant | null };
  let lastHere: AgentContext['lastHere'] = null;
  const contextAt = (now: Instant): AgentContext => {
    const { seenUntil, ...others } = facts;
    return { now, ...others, lastHere, seenAt: Math.min(now, seenUntil) };
  };
  return {
    facts,
    get agent(): Agent {
      return agent;
    },
    at(now: Instant, command: AgentCommand) {
      const decision = decideAgent(agent, command, contextAt(now));
      if (!decision.ok) return decision.refusal;
      for (const event of decision.events) {
        agent = evolveAgent(agent, event, now);
        if (event.type === 'presence_changed' && event.to !== 'offline')
          lastHere = { kind: event.to, until: event.until };
      }
      return decision.events.map(({ type }) => type);
    },
    dueAt: (now: Instant) => agentDueAt(agent, contextAt(now)),
  };
}
const says = (to: (typeof PRESENCES)[number], until: Instant | null = null): AgentCommand => ({
  type: 'set_presence',
  to,
  until,
  reason: null,
});
const TICK: AgentCommand = { type: 'tick' };
const APPEAR: AgentCommand = { type: 'appear' };

test('a break ends when it was said to end, and then she is available', () => {
  const she = petra();
  she.at(NINE, says('available'));
  she.at(NINE + HOUR, says('break', NINE + HOUR + 20 * MINUTE));
  expect(she.dueAt(NINE + HOUR)).toBe(NINE + HOUR + 20 * MINUTE);
  expect(she.at(NINE + HOUR + 20 * MINUTE - 1, TICK)).toEqual([]);
  she.at(NINE + HOUR + 20 * MINUTE, TICK);
  expect(she.agent.presence).toMatchObject({ kind: 'available', because: 'ended' });
});

test('a planned break begins by itself, and one planned over another is refused', () => {
  const she = petra();
  she.at(NINE, says('available'));
  const lunch = { type: 'plan_break', from: NINE + 3 * HOUR, until: NINE + 4 * HOUR, reason: 'Lunch' } as const;
  she.at(NINE, lunch);
  expect(she.at(NINE, { ...lunch, from: NINE + 3.5 * HOUR, until: NINE + 5 * HOUR })).toBe('breaks_overlap');
  expect(she.at(NINE, { ...lunch, from: NINE - 1 })).toBe('break_over');
  she.at(NINE + 3 * HOUR, TICK);
  expect(she.agent.presence).toMatchObject({
    kind: 'break',
    until: NINE + 4 * HOUR,
    reason: 'Lunch',
    because: 'planned',
  });
  expect(she.agent.breaks).toEqual([]);
});

test('two offers missed in a row are a break; one that was taken in between is not', () => {
  const she = petra();
  const count = (word: 'offer_missed' | 'offer_accepted') => she.at(NINE, { type: 'count_offer', word });
  she.at(NINE, says('available'));
  count('offer_missed');
  count('offer_accepted');
  count('offer_missed');
  expect(she.agent.presence.kind).toBe('available');
  count('offer_missed');
  expect(she.agent.presence).toMatchObject({ kind: 'break', until: NINE + AUTOMATIC_BREAK, because: 'missed_offers' });
});

test('whoever is not heard of any more is offline; a break may be longer than that', () => {
  const she = petra();
  she.at(NINE, says('available'));
  she.facts.seenUntil = NINE + HOUR;
  expect(she.dueAt(NINE + HOUR)).toBe(NINE + HOUR + UNSEEN_AFTER);
  she.at(NINE + HOUR + UNSEEN_AFTER - 1, TICK);
  expect(she.agent.presence.kind).toBe('available');
  she.at(NINE + HOUR + UNSEEN_AFTER, TICK);
  expect(she.agent.presence).toMatchObject({ kind: 'offline', because: 'unseen' });
  she.at(NINE + 2 * HOUR, says('break', NINE + 3 * HOUR));
  she.at(NINE + 2.5 * HOUR, TICK);
  expect(she.agent.presence.kind).toBe('break');
  she.at(NINE + 3 * HOUR, TICK);
  expect(she.agent.presence.kind).toBe('offline');
});

test('an absence begins and ends at its moments', () => {
  const she = petra();
  she.facts.nextAbsenceAt = NINE + HOUR;
  expect(she.dueAt(NINE)).toBe(NINE + HOUR);
  Object.assign(she.facts, { nextAbsenceAt: null, awayUntil: NINE + DAY });
  expect(she.at(NINE + HOUR, TICK)).toEqual(['absence_began']);
  expect(she.dueAt(NINE + HOUR)).toBe(NINE + DAY);
  she.facts.awayUntil = null;
  expect(she.at(NINE + DAY, TICK)).toEqual(['absence_ended']);
  expect(she.dueAt(NINE + DAY)).toBeNull();
});

const command = fc.oneof(
  fc.record({
    type: fc.constant('set_presence' as const),
    to: fc.constantFrom(...PRESENCES),
    until: fc.option(fc.integer({ min: NINE, max: NINE + DAY })),
    reason: fc.constant(null),
  }),
  fc.record({
    type: fc.constant('plan_break' as const),
    from: fc.integer({ min: NINE, max: NINE + DAY }),
    until: fc.integer({ min: NINE, max: NINE + DAY }),
    reason: fc.constant('Lunch'),
  }),
  fc.record({
    type: fc.constant('count_offer' as const),
    word: fc.constantFrom('offer_missed' as const, 'offer_accepted' as const),
  }),
  fc.constant(TICK),
);

test('after a look nothing is left that is due, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 * HOUR }), command), { maxLength: 20 }), (script) => {
      const she = petra();
      let now = NINE;
      for (const [wait, each] of script) {
        now += wait;
        she.facts.seenUntil = now - (wait % (10 * MINUTE));
        she.at(now, each);
        she.at(now, TICK);
        expect(she.dueAt(now) ?? Infinity).toBeGreaterThan(now);
      }
    }),
  );
});

test('somebody who never said how they are there is available when their desk is open', () => {
  const she = petra();
  she.at(NINE, APPEAR);
  expect(she.agent.presence).toMatchObject({ kind: 'available', until: null, because: 'ended' });
});

test('whoever closes the desk for a while comes back as they were, and to what has not ended', () => {
  const back = (to: (typeof PRESENCES)[number], until: Instant | null) => {
    const she = petra();
    she.at(NINE, says(to, until));
    she.facts.seenUntil = NINE;
    she.at(NINE + HOUR, TICK);
    expect(she.agent.presence).toMatchObject({ kind: 'offline', because: 'unseen' });
    she.facts.seenUntil = Infinity;
    she.at(NINE + HOUR, APPEAR);
    return she.agent.presence;
  };
  expect(back('available', null)).toMatchObject({ kind: 'available' });
  expect(back('transfer_only', null)).toMatchObject({ kind: 'transfer_only' });
  expect(back('focus', NINE + 2 * HOUR)).toMatchObject({ kind: 'focus', until: NINE + 2 * HOUR });
  expect(back('focus', NINE + HOUR)).toMatchObject({ kind: 'available', until: null });
});

test('whoever said that they are offline, has a break or is absent stays so whatever is open', () => {
  for (const to of ['offline', 'break'] as const) {
    const she = petra();
    she.at(NINE, says(to));
    expect(she.at(NINE + HOUR, APPEAR)).toEqual([]);
  }
  const away = petra();
  away.facts.awayUntil = NINE + DAY;
  away.at(NINE, APPEAR);
  expect(away.agent.presence.kind).toBe('offline');
});
