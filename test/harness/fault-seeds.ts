import type { Gate } from '#core/escalation/gate.ts';
import type { Path, Step, StepTrigger } from '#core/escalation/path.ts';
import type { IntakeConditions, IntakeResult } from '#core/intake/rules.ts';
import { attendance } from '#core/lint/cover-time.ts';
import type { FindingCode } from '#core/lint/finding.ts';
import type { LintSubject } from '#core/lint/lint-config.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Policy, Target } from '#core/sla/policy.ts';
import { DAY, HOUR } from '#core/time.ts';
import { HOUR_TO_REPLY, IVANA, MARKO, PATH_OF_TWO, SANJA } from './core.ts';
import { calendar, FROM, PEOPLE, STEPS, subject, with1, WITHIN } from './lint-subject.ts';

/** A planted fault: what is found, and where. */
export type Seed = [judged: LintSubject, finds: FindingCode, at: string];
/** For each setting its faults, or why it can have none. */
export type Seeds<Setting extends PropertyKey> = Record<Setting, Seed[] | string>;

export const [FIRST, SECOND] = [STEPS[0]!, STEPS[1]!];
/** A configuration with nothing to mend but for these changes of its path. */
export const path = (changes: Partial<Path>) => subject({ paths: [{ ...PATH_OF_TWO, ...changes }] });
export const step = (changes: Partial<Step>) => path({ steps: with1(changes).steps });
export const matrix = (changes: Partial<Matrix>) => subject({ matrix: { ...subject().matrix!, ...changes } });
export const rules = (...when: [IntakeConditions, IntakeResult][]) =>
  subject({
    intakeRules: {
      kind: 'intake_rules',
      versionId: 2,
      name: 'main',
      rules: when.map(([asked, give], index) => ({ id: `rule ${index}`, when: asked, give })),
    },
  });
export const target = HOUR_TO_REPLY.targets[0]!;
export const policy = (changes: Partial<Policy>, more: Partial<LintSubject> = {}) =>
  subject({ policies: [{ ...HOUR_TO_REPLY, ...changes }], ...more });
export const each = (ms: number) => ({ S1: ms, S2: ms, S3: ms, S4: ms });
export const beside = (kind: Target['kind'], targetMs: number) =>
  policy({ targets: [target, { ...target, kind, targetMs: each(targetMs) }] });
export const people = (changes: Record<number, object>) => PEOPLE.map((one) => ({ ...one, ...changes[one.id] }));
export const NONE = { type: 'tier', teamId: null, tier: 9 } as const;
export const gate = (changes: Partial<Gate>): Partial<Path> => ({
  gates: [{ reason: 'skill', afterDue: false, attempts: 1, ...changes }],
});
export const MORNING = { from: FROM + 9 * HOUR, until: FROM + 10 * HOUR };
export const SUNDAY = { from: FROM + 6 * DAY, until: FROM + 7 * DAY };
/** Everybody of the path is away then. */
export const allAway = (then: { from: number; until: number }) =>
  people(Object.fromEntries([MARKO, IVANA, SANJA].map((id) => [id, attendance([], [then], WITHIN)])));
export const closed = calendar(101, 'Zagreb', { timeZone: 'Europe/Zagreb', week: {} });
/** Mondays from eight to four. */
export const byDay = [8, 9, 10, 11, 12, 13, 14, 15].map((hour) => ({
  dutyListId: 1,
  isWorkingHours: true,
  timeZone: 'Europe/Zagreb',
  date: null,
  weekday: 1,
  opensMinute: hour * 60,
  closesMinute: hour * 60 + 60,
}));

export const calledOn = (...triggers: StepTrigger[]): LintSubject => step({ calledOn: triggers });
