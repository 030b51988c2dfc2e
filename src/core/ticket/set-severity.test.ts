import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, history, HOUR_TO_REPLY, PETRA, zagreb } from '#test/harness/core.ts';

const [target] = HOUR_TO_REPLY.targets;
const policy = {
  ...HOUR_TO_REPLY,
  targets: [{ ...target!, targetMs: { S1: 15 * MINUTE, S2: HOUR, S3: HOUR, S4: 4 * HOUR } }],
};
const OPENED = zagreb('2026-11-23 09:00');
const opened = () => history(OPENED, { config: config({ policy }) });
const severity = (to: 'S1' | 'S3' | 'S4') => ({ type: 'set_severity', severity: to }) as const;

test('another severity counts from where the clock began: ten minutes in, severity 1 leaves five', () => {
  const told = opened();
  told.at(OPENED + 10 * MINUTE, severity('S1'), PETRA);
  expect(told.ticket.clocks[0]).toMatchObject({ dueAt: OPENED + 15 * MINUTE, cycle: 1, breachedAt: null });
  told.at(OPENED + 11 * MINUTE, severity('S4'), PETRA);
  expect(told.ticket.clocks[0]).toMatchObject({ dueAt: OPENED + 4 * HOUR, breachedAt: null });
});

test('a target that is used up when it comes is missed there and then, as nobody’s fault, and climbs once', () => {
  const told = opened();
  const now = OPENED + 15 * MINUTE;
  told.at(now, severity('S1'), PETRA);
  expect(told.ticket.clocks[0]).toMatchObject({ dueAt: now, breachedAt: now });
  expect(told.log.find(({ event }) => event.type === 'target_breached')?.event).toMatchObject({
    cause: 'policy_change',
  });
  told.at(now + MINUTE, severity('S4'), PETRA);
  told.at(now + 2 * MINUTE, severity('S1'), PETRA);
  expect(told.ticket.clocks[0]?.breachedAt).toBe(now);
  expect(told.log.filter(({ event }) => event.type === 'escalation_started')).toHaveLength(1);
});

test('a clock that stands still waits with its shorter target until it runs again', () => {
  const told = opened();
  told.at(OPENED + 20 * MINUTE, { type: 'set_status', to: 'on_hold' }, PETRA);
  told.at(OPENED + HOUR, severity('S1'), PETRA);
  expect(told.ticket.clocks[0]).toMatchObject({ state: 'paused', breachedAt: null });
  told.at(OPENED + 2 * HOUR, { type: 'set_status', to: 'open' }, PETRA);
  told.tick(OPENED + 2 * HOUR + 1);
  expect(told.ticket.clocks[0]?.breachedAt).toBe(OPENED + 2 * HOUR);
});
