import { expect, test } from 'vitest';
import type { Path, Step } from '#core/escalation/path.ts';
import { attendance } from '#core/lint/cover-time.ts';
import { lintClimb } from '#core/lint/lint-climb.ts';
import { lintPath, type PathSight } from '#core/lint/lint-path.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';
import { DAY } from '#core/time.ts';
import { BILLING, HOUR_TO_REPLY, MARKO, PATH_OF_TWO, SANJA, zagreb } from '#test/harness/core.ts';

const FROM = zagreb('2026-11-23 00:00');
const WITHIN = { from: FROM, until: FROM + 56 * DAY };
const [FIRST, SECOND] = [PATH_OF_TWO.steps[0]!, PATH_OF_TWO.steps[1]!];
const codes = (path: Partial<Path>, policy = HOUR_TO_REPLY) => {
  const judged = { ...PATH_OF_TWO, ...path };
  return lintClimb(judged, [{ policy, path: judged }]).map(({ code, place }) => `${code} ${place.field}`);
};

test('a gate waits for what may happen, and not for what comes too late', () => {
  const gated = (policy = HOUR_TO_REPLY) =>
    codes({ gates: [{ reason: 'skill', afterDue: true, attempts: 0 }] }, policy);
  expect(gated()).toEqual([]);
  expect(gated({ ...HOUR_TO_REPLY, targets: [] })).toEqual(['gate_holds_nothing gates.0.afterDue']);
  expect(codes({ gates: [{ reason: 'sla_at_risk', afterDue: true, attempts: 0 }] })).toEqual([
    'gate_too_late gates.0.afterDue',
  ]);
  expect(codes({ gates: [{ reason: 'sla_at_risk', afterDue: true, attempts: 0, orAfterMs: DAY }] })).toEqual([]);
  expect(codes({ gates: [{ reason: 'skill', afterDue: false, attempts: 3 }] })).toEqual([]);
});

test('a step waits for signals that something notices', () => {
  const calledOn = (kind: 'about_to_breach' | 'promise_broken' | 'anger' | 'silence') =>
    codes({ steps: [{ ...FIRST, calledOn: [{ type: 'signal', kind }] }, SECOND] });
  expect(calledOn('promise_broken')).toEqual(['signal_never steps.0.calledOn.0']);
  expect(calledOn('about_to_breach')).toEqual(['signal_never steps.0.calledOn.0']);
  // people say the one, and a part that nobody takes ends in the other
  expect([calledOn('anger'), calledOn('silence')]).toEqual([[], []]);
  expect(codes({ signals: { promiseAtRiskPercent: 50 } })).toEqual(['rule_never signals.promiseAtRiskPercent']);
});

test('a threshold lies between what holds nothing back and what nobody reaches', () => {
  const least = (value: number) => codes({ thresholds: [{ signal: 'anger', least: value }] }).length;
  expect([least(0), least(0.7), least(1)]).toEqual([1, 0, 1]);
});

test('somebody a step calls must be allowed to do what it needs', () => {
  const person = (id: number, changes: Partial<LintPerson> = {}): LintPerson => ({
    id,
    name: 'Marko',
    role: 'agent',
    reachable: true,
    tier: 2,
    teamIds: [BILLING],
    leadOf: [],
    managerId: null,
    skills: [],
    ...attendance([], [], WITHIN),
    ...changes,
  });
  const found = (step: Partial<Step>, role: LintPerson['role'] = 'agent', limits: PathSight['limits'] = []) => {
    const only = { ...FIRST, targets: [{ type: 'person' as const, personId: MARKO }], ...step };
    const people = [person(MARKO, { role }), person(SANJA, { role: 'escalation_manager' })];
    const sight = { ...WITHIN, people, teams: [{ id: BILLING, name: 'Billing' }], hours: null, limits };
    return lintPath({ ...PATH_OF_TWO, steps: [only] }, sight).map(({ code, stops }) => `${code} ${stops}`);
  };
  expect(found({ needs: 'take_over' })).toEqual([]);
  expect(found({ needs: 'take_over' }, 'approver')).toEqual(['nobody_may_take true']);
  const limits = [{ currency: 'EUR', of: { tier: 2 }, mostMinor: 10_000 }];
  expect(found({ needs: 'approval' }, 'agent', limits)).toEqual([]);
  // of what costs nothing they may still decide
  expect(found({ needs: 'approval' }, 'agent', [{ ...limits[0]!, of: { tier: 3 } }])).toEqual([
    'nobody_may_approve false',
  ]);
});
