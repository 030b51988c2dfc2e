import { expect, test } from 'vitest';
import type { Gate } from '#core/escalation/gate.ts';
import { askGate } from '#core/escalation/gate.ts';
import { ESCALATION_REASONS, type EscalationReason } from '#core/escalation/escalation.ts';
import { HOUR } from '#core/time.ts';
import { config, history, HOUR_TO_REPLY, MARKO, PATH_OF_TWO, PETRA, zagreb, type History } from '#test/harness/core.ts';

const GATED: Gate = { reason: 'skill', afterDue: true, attempts: 2 };
const settings = (gates: Gate[], targets = HOUR_TO_REPLY.targets) =>
  config({ policy: { ...HOUR_TO_REPLY, targets }, path: { ...PATH_OF_TWO, gates } });
const opened = (gates: Gate[], targets = HOUR_TO_REPLY.targets): History =>
  history(zagreb('2026-11-20 09:00'), { config: settings(gates, targets) });
const escalates = (told: History, at: string, reason: EscalationReason = 'skill') =>
  told.at(zagreb(at), { type: 'escalate', firing: null, reason, messageId: null }, PETRA);
const tries = (told: History, at: string) =>
  told.at(zagreb(at), { type: 'record_attempt', kind: 'advice', messageId: null }, PETRA);

test('a reason that waits says from when on, and what is missing', () => {
  const told = opened([GATED]);
  expect(escalates(told, '2026-11-20 09:10')).toMatchObject({
    refusal: 'attempts_missing',
    details: { made: 0, needed: 2 },
  });
  tries(told, '2026-11-20 09:11');
  tries(told, '2026-11-20 09:12');
  const due = zagreb('2026-11-20 10:00');
  expect(escalates(told, '2026-11-20 09:13')).toMatchObject({ refusal: 'too_early', details: { at: due + 1 } });
  expect(told.ticket.escalations).toEqual([]);
});

test('exactly at due it is too early, a millisecond later the miss itself climbs', () => {
  const told = opened([{ ...GATED, attempts: 0 }]);
  expect(escalates(told, '2026-11-20 10:00')).toMatchObject({ refusal: 'too_early' });
  told.tick(zagreb('2026-11-20 10:00') + 1);
  expect(told.ticket.escalations).toMatchObject([{ status: 'climbing', told: [MARKO] }]);
});

test('a demand of the customer, a threat and what needs authority never wait', () => {
  for (const reason of ['asked_for_manager', 'threat_or_abuse', 'authority'] as const) {
    const told = opened([GATED, { reason: 'sla_at_risk', afterDue: true, attempts: 3 }]);
    expect(escalates(told, '2026-11-20 09:10', reason).ok).toBe(true);
    expect(told.ticket.escalations).toMatchObject([{ told: [MARKO] }]);
  }
});

test('what climbs already is past the gate', () => {
  const told = opened([GATED]);
  escalates(told, '2026-11-20 09:10', 'asked_for_manager');
  const firing = told.ticket.escalations[0]?.firing ?? 0;
  const on = { type: 'escalate', firing, reason: 'skill', messageId: null } as const;
  expect(told.at(zagreb('2026-11-20 09:12'), on, PETRA).ok).toBe(true);
});

test('while the clock stands still nobody knows when; where no target is left, only attempts are asked for', () => {
  const told = opened([{ ...GATED, attempts: 0 }]);
  told.at(zagreb('2026-11-20 09:10'), { type: 'set_status', to: 'on_hold' }, PETRA);
  expect(escalates(told, '2026-11-20 09:11')).toMatchObject({ refusal: 'clock_paused' });
  const unmeasured = opened([GATED], []);
  expect(escalates(unmeasured, '2026-11-20 09:11')).toMatchObject({ refusal: 'attempts_missing' });
  tries(unmeasured, '2026-11-20 09:12');
  tries(unmeasured, '2026-11-20 09:13');
  expect(escalates(unmeasured, '2026-11-20 09:14').ok).toBe(true);
});

test('what is said beforehand is what the act answers, for every reason', () => {
  const gates: Gate[] = [GATED, { reason: 'repeat_contact', afterDue: false, attempts: 1 }];
  for (const minutes of [1, 40, 59]) {
    for (const attempts of [0, 1, 2]) {
      const told = opened(gates);
      for (let made = 0; made < attempts; made += 1) tries(told, '2026-11-20 09:00');
      const at = new Date(zagreb('2026-11-20 09:00') + minutes * 60_000).toISOString();
      for (const reason of ESCALATION_REASONS) {
        const answer = askGate(told.ticket, settings(gates), reason, Date.parse(at));
        const command = { type: 'escalate', firing: null, reason, messageId: null } as const;
        const copy = opened(gates);
        for (let made = 0; made < attempts; made += 1) tries(copy, '2026-11-20 09:00');
        expect(copy.at(Date.parse(at), command, PETRA).ok).toBe(answer.when === 'now');
      }
    }
  }
});

test('an attempt is work: it renews what somebody holds', () => {
  const told = opened([]);
  escalates(told, '2026-11-20 09:10');
  told.at(zagreb('2026-11-20 09:15'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  told.at(zagreb('2026-11-20 09:50'), { type: 'record_attempt', kind: 'test', messageId: null }, MARKO);
  expect(told.ticket.escalations).toMatchObject([{ confirmBy: zagreb('2026-11-20 09:50') + HOUR }]);
  expect(told.ticket.watch.attempts).toBe(1);
});

test('two attempts or thirty minutes: a gate may let time stand in for what was not tried', () => {
  const told = opened([{ reason: 'skill', afterDue: false, attempts: 2, orAfterMs: HOUR / 2 }]);
  const half = zagreb('2026-11-20 09:30');
  expect(escalates(told, '2026-11-20 09:10')).toMatchObject({
    refusal: 'attempts_missing',
    details: { made: 0, needed: 2, at: half },
  });
  const answer = askGate(
    told.ticket,
    settings([{ reason: 'skill', afterDue: false, attempts: 2, orAfterMs: HOUR / 2 }]),
    'skill',
    half - 1,
  );
  expect(answer).toMatchObject({ when: 'at', at: half, because: 'attempts_missing' });
  expect(escalates(told, '2026-11-20 09:30').ok).toBe(true);
  const tried = opened([{ reason: 'skill', afterDue: false, attempts: 1, orAfterMs: HOUR / 2 }]);
  tries(tried, '2026-11-20 09:05');
  expect(escalates(tried, '2026-11-20 09:06').ok).toBe(true);
});
