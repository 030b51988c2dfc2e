import { expect, test } from 'vitest';
import type { AgentEvent } from '#core/agent/agent.ts';
import { breaksTaken } from '#core/agent/breaks-taken.ts';
import type { PresenceKind } from '#core/agent/presence.ts';
import { HOUR, MINUTE, NEVER } from '#core/time.ts';
import { zagreb } from '#test/harness/core.ts';

const NINE = zagreb('2026-11-20 09:00');
const at = (minutes: number, event: AgentEvent) => ({ at: NINE + minutes * MINUTE, event });
const plans = (breakId: number, from: number, until: number): AgentEvent => ({
  type: 'break_planned',
  breakId,
  from: NINE + from * MINUTE,
  until: NINE + until * MINUTE,
  reason: 'Lunch',
});
type Because = Extract<AgentEvent, { type: 'presence_changed' }>['because'];
const becomes = (to: PresenceKind, because: Because, until: number | null = null): AgentEvent => ({
  type: 'presence_changed',
  from: to === 'break' ? 'available' : 'break',
  to,
  until: until === null ? null : NINE + until * MINUTE,
  reason: null,
  because,
});
const minutes = (log: Parameters<typeof breaksTaken>[0]) =>
  breaksTaken(log).map(({ from, until }) => [(from - NINE) / MINUTE, until === NEVER ? null : (until - NINE) / MINUTE]);

test('a planned break is taken as planned, one called off before it began is not', () => {
  const cancelled: AgentEvent = { type: 'break_cancelled', breakId: 1 };
  const log = [at(0, plans(1, 60, 90)), at(0, plans(2, 120, 150))];
  expect(minutes(log)).toEqual([
    [60, 90],
    [120, 150],
  ]);
  expect(minutes([...log, at(10, cancelled)])).toEqual([[120, 150]]);
  // as it begins it is planned no longer
  expect(minutes([...log, at(60, cancelled), at(60, becomes('break', 'planned', 90))])).toEqual([
    [60, 90],
    [120, 150],
  ]);
});

test('whoever comes back early is back; a break without an end lasts', () => {
  const began = [at(0, plans(1, 60, 90)), at(60, becomes('break', 'planned', 90))];
  expect(minutes([...began, at(70, becomes('available', 'asked'))])).toEqual([[60, 70]]);
  expect(minutes([at(5, becomes('break', 'asked', 25)), at(25, becomes('available', 'ended'))])).toEqual([[5, 25]]);
  expect(minutes([at(5, becomes('break', 'asked'))])).toEqual([[5, null]]);
});

test('a break for missed offers is not one of theirs: it follows from what was offered', () => {
  const given = at(5, becomes('break', 'missed_offers', 20));
  expect(minutes([given, at(HOUR / MINUTE, becomes('available', 'ended'))])).toEqual([]);
});
