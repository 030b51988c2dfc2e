import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import type { IntakeRule } from '#core/intake/rules.ts';
import { attendance, united, without } from '#core/lint/cover-time.ts';
import { coveredBy, isCovered } from '#core/lint/cover.ts';
import { lintConfig, type LintSubject } from '#core/lint/lint-config.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';
import type { MatrixRow } from '#core/matrix/matrix.ts';
import type { Policy } from '#core/sla/policy.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { BILLING, HOUR_TO_REPLY, IVANA, MARKO, PATH_OF_TWO, SANJA, zagreb } from '#test/harness/core.ts';
import {
  ALWAYS,
  calendar,
  OFFICE,
  PEOPLE,
  person,
  row,
  STEPS,
  subject,
  with1,
  WITHIN,
  ZAGREB,
} from '#test/harness/lint-subject.ts';

const matrixOf = (...rows: MatrixRow[]) => subject({ matrix: { ...subject().matrix!, rows } });
const rulesOf = (...rules: IntakeRule[]) =>
  subject({ intakeRules: { kind: 'intake_rules', versionId: 2, name: 'main', rules } });
const pathOf = (path: Path) => subject({ paths: [path] });
const found = (judged: LintSubject) =>
  lintConfig(judged).map(({ code, place }) => `${code} ${place.kind} ${place.field}`);

test('a good configuration has nothing to mend', () => {
  expect(lintConfig(subject())).toEqual([]);
});

test('rows that an earlier row, or several together, take everything from', () => {
  expect(
    found(matrixOf(row('bad', { severities: ['S1', 'S2'] }), row('worst', { severities: ['S1'], topics: ['x'] }))),
  ).toEqual(['row_shadowed matrix rows.1']);
  const halves = [
    row('open', { hours: { calendar: 'Zagreb', state: 'open' } }),
    row('shut', { hours: { calendar: 'Zagreb', state: 'closed' } }),
  ];
  expect(found(matrixOf(...halves, row('mail', { channels: ['email'] })))).toEqual([
    'row_unreachable matrix rows.2',
    'otherwise_unreachable matrix otherwise',
  ]);
  expect(found(matrixOf(row('never', { hours: { calendar: 'Always', state: 'closed' } })))).toEqual([
    'row_never_in_hours matrix rows.0.when.hours',
  ]);
});

test('hours that never open, at the policy that counts by them and at their next version', () => {
  const shut = (versionId: number) => calendar(versionId, 'Zagreb', { timeZone: 'Europe/Zagreb', week: {} });
  const paths = [{ ...PATH_OF_TWO, calendarVersionId: 104 }];
  const drafted = subject({ paths, calendars: [ZAGREB, ALWAYS, shut(-1)], activeCalendars: new Map([['Zagreb', -1]]) });
  const never = lintConfig(drafted).filter(({ code }) => code === 'calendar_never_open');
  expect(never).toMatchObject([{ stops: true, place: { kind: 'calendar', name: 'Zagreb', field: 'week' } }]);
  const kept = found(subject({ paths, calendars: [shut(101), ALWAYS] }));
  expect(kept).toContain('calendar_never_open policy targets.0.calendar');
  // one that no policy counts by may stay shut, and one that opened for the last time is over
  expect(
    found(subject({ calendars: [ZAGREB, ALWAYS, calendar(105, 'Spare', { timeZone: 'UTC', week: {} })] })),
  ).toEqual([]);
  const once = calendar(101, 'Zagreb', { timeZone: 'UTC', week: {}, overrides: { '2026-11-20': OFFICE } });
  expect(found(subject({ paths, calendars: [once, ALWAYS] }))).toContain(
    'calendar_never_open policy targets.0.calendar',
  );
});

test('a team whose overflow goes to a team in which nobody can take anything', () => {
  const helping = { id: 77, name: 'Helping' };
  const billing = { id: BILLING, name: 'Billing', overflowTeamId: 77 };
  const crew = [...PEOPLE, person(78, 'Nina', { teamIds: [77] })];
  const paths = {
    paths: [
      { ...PATH_OF_TWO, steps: [{ ...STEPS[0]!, targets: [{ type: 'role', role: 'escalation_manager' } as const] }] },
    ],
  };
  expect(found(subject({ ...paths, teams: [billing, helping] }))).toContain('overflow_empty team overflowTeamId');
  expect(found(subject({ ...paths, teams: [billing, helping], people: crew }))).not.toContain(
    'overflow_empty team overflowTeamId',
  );
});

test('rules whose every word is said before', () => {
  const mail = { id: 'mail', when: { channels: ['email' as const] }, give: { topic: 'mail', severity: 'S4' as const } };
  const refunds = {
    id: 'refunds',
    when: { channels: ['email' as const], words: ['refund'] },
    give: { topic: 'refund' },
  };
  expect(found(rulesOf(mail, refunds))).toEqual(['rule_shadowed intake_rules rules.1']);
  expect(found(rulesOf(refunds, mail))).toEqual([]);
  expect(found(rulesOf(mail, { ...refunds, give: { topic: 'refund', teamId: 1 } }))).toEqual([]);
});

test('steps that reach nobody, repeat what was just said, or go in circles', () => {
  expect(found(pathOf(with1({ targets: [] })))).toEqual(['empty_target path steps.0.targets']);
  const nobody = lintConfig(pathOf(with1({ targets: [{ type: 'tier', teamId: null, tier: 9 }] })));
  expect(nobody).toMatchObject([{ code: 'empty_target', stops: true, values: { team: 'Billing' } }]);
  expect(found(pathOf(with1({ targets: [{ type: 'lead', teamId: null }] })))).toEqual(['step_shadowed path steps.1']);
  expect(found(pathOf({ ...PATH_OF_TWO, steps: [...STEPS, STEPS[0]!] }))).toEqual(['step_loop path steps.2']);
  const gone = PEOPLE.map((each) => (each.id === MARKO ? { ...each, reachable: false } : each));
  expect(found(subject({ people: gone }))).toEqual(['empty_target path steps.0.targets']);
});

test('a fallback reaches whom the targets do not, and a trigger that never comes', () => {
  const { steps } = PATH_OF_TWO;
  const none = { type: 'tier' as const, teamId: null, tier: 9 };
  const helped = with1({ targets: [none], fallback: [{ type: 'tier', teamId: null, tier: 2 }] });
  expect(found(pathOf(helped))).toEqual(['target_nobody path steps.0.targets.0']);
  const early = (percent: number) =>
    found(pathOf({ ...PATH_OF_TWO, steps: [{ ...steps[0]!, calledOn: [{ type: 'at_risk', percent }] }, steps[1]!] }));
  expect(early(80)).toEqual([]);
  expect(early(75)).toEqual(['trigger_never path steps.0.calledOn.0']);
});

test('no last resort that can be told', () => {
  const gone = PEOPLE.map((each) => (each.id === SANJA ? { ...each, reachable: false } : each));
  expect(lintConfig(subject({ people: gone }))).toMatchObject([{ code: 'no_last_resort', stops: true }]);
});

test('managers in a circle are named once', () => {
  const circle = PEOPLE.map((each) => (each.id === SANJA ? { ...each, managerId: IVANA } : each));
  expect(lintConfig(subject({ people: circle }))).toMatchObject([{ code: 'manager_loop', values: { count: 2 } }]);
});

test('hours of the next eight weeks in which nobody of a path is there', () => {
  const away = (from: string, until: string) => attendance([], [{ from: zagreb(from), until: zagreb(until) }], WITHIN);
  const all = (more: Record<number, Partial<LintPerson>>) => PEOPLE.map((each) => ({ ...each, ...more[each.id] }));
  const outing = away('2026-12-04 12:00', '2026-12-07 09:00');
  const people = all({ [MARKO]: outing, [IVANA]: outing, [SANJA]: outing });
  const findings = lintConfig(subject({ people }));
  expect(findings).toMatchObject([
    {
      code: 'nobody_reachable',
      place: { kind: 'path', name: 'Billing', field: 'steps' },
      values: {
        team: 'Billing',
        fromAt: zagreb('2026-12-04 12:00'),
        untilAt: zagreb('2026-12-04 18:00'),
        count: 2,
        // Friday afternoon and an hour of Monday: in between the path stands still
        totalMs: 7 * HOUR,
      },
    },
  ]);
  const weekend = away('2026-12-05 00:00', '2026-12-07 00:00');
  const quiet = all({ [MARKO]: weekend, [IVANA]: weekend, [SANJA]: weekend });
  expect(lintConfig(subject({ people: quiet }))).toEqual([]);
  const byTheWall = with1({ waitIn: 'wall' });
  expect(lintConfig({ ...pathOf(byTheWall), people: quiet }).map(({ code }) => code)).toEqual(['nobody_reachable']);
});

test('people on shifts leave the hours between them', () => {
  const shift = { dutyListId: 1, isWorkingHours: true, timeZone: 'Europe/Zagreb', date: null };
  const shifts = [1, 2, 3, 4, 5].map((weekday) => ({ ...shift, weekday, opensMinute: 9 * 60, closesMinute: 17 * 60 }));
  const people = PEOPLE.map((each) => ({ ...each, ...attendance(shifts, [], WITHIN) }));
  expect(lintConfig(subject({ people }))).toMatchObject([
    { code: 'nobody_reachable', values: { fromAt: zagreb('2026-11-23 08:00'), count: 80, totalMs: 80 * HOUR } },
  ]);
});

test('a step after the time for the whole matter, and news promised before the next step', () => {
  const target = HOUR_TO_REPLY.targets[0]!;
  const each = (ms: number) => ({ S1: ms, S2: ms, S3: ms, S4: ms });
  const withTarget = (kind: string, ms: number): Policy => ({
    ...HOUR_TO_REPLY,
    targets: [target, { ...target, kind, targetMs: { ...each(DAY), S1: ms } } as typeof target],
  });
  const policy = (kind: string, ms: number) => lintConfig(subject({ policies: [withTarget(kind, ms)] }));
  expect(policy('resolution', 70 * MINUTE)).toMatchObject([
    { code: 'step_after_target', place: { field: 'steps.1' }, values: { severity: 'S1', calledMs: 75 * MINUTE } },
  ]);
  expect(policy('resolution', 75 * MINUTE)).toEqual([]);
  expect(policy('update', 20 * MINUTE)).toMatchObject([
    { code: 'promise_before_step', place: { field: 'steps.1.waitMs' }, values: { severity: 'S1' } },
  ]);
  expect(policy('update', 30 * MINUTE)).toEqual([]);
});

test('what is said in some languages is said in all of them', () => {
  const translated = with1({ names: { hr: 'Stručnjaci', it: 'Specialisti' } });
  expect(lintConfig(pathOf(translated))).toMatchObject([
    { code: 'missing_translation', place: { field: 'steps.1.names' }, values: { languages: 'hr, it' } },
  ]);
});

const values = fc.subarray(['a', 'b', 'c'], { minLength: 1 });
const conditions = fc.record({ one: values, two: values }, { requiredKeys: [] });
const KNOWN = { one: ['a', 'b', 'c'], two: ['a', 'b', 'c'] };

test('what is said to be covered is exactly what no value is left of', () => {
  fc.assert(
    fc.property(conditions, fc.array(conditions, { maxLength: 5 }), (later, earlier) => {
      const fits = (when: { one?: string[]; two?: string[] }, one: string, two: string) =>
        (when.one?.includes(one) ?? true) && (when.two?.includes(two) ?? true);
      const left = KNOWN.one.some((one) =>
        KNOWN.two.some((two) => fits(later, one, two) && !earlier.some((each) => fits(each, one, two))),
      );
      expect(isCovered(later, earlier, KNOWN)).toBe(!left);
      if (coveredBy(later, earlier) !== null) expect(left).toBe(false);
    }),
  );
});

test('time without time is the instants that only the first has', () => {
  const stretch = fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 9 }))
    .map(([from, length]) => ({ from, until: from + length }));
  const has = (stretches: { from: number; until: number }[], at: number) =>
    stretches.some(({ from, until }) => from <= at && at < until);
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 6 }), fc.array(stretch, { maxLength: 6 }), (one, other) => {
      const left = without(one, other);
      for (let at = 0; at < 40; at++) expect(has(left, at)).toBe(has(one, at) && !has(other, at));
      expect(united(left)).toEqual(left);
    }),
  );
});
