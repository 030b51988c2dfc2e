import type { Path, Step } from '#core/escalation/path.ts';
import { attendance } from '#core/lint/cover-time.ts';
import type { LintSubject } from '#core/lint/lint-config.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';
import type { MatrixRow } from '#core/matrix/matrix.ts';
import { compileCalendar, type CalendarDefinition } from '#core/sla/business-hours.ts';
import type { Calendar } from '#core/sla/policy.ts';
import { DAY } from '#core/time.ts';
import { BILLING, HOUR_TO_REPLY, IVANA, LEA, MARKO, PATH_OF_TWO, PETRA, SANJA, zagreb } from './core.ts';

/** A Monday, and eight weeks from it. */
export const FROM = zagreb('2026-11-23 00:00');
export const WITHIN = { from: FROM, until: FROM + 56 * DAY };
export const OFFICE: [string, string][] = [['08:00', '18:00']];

export const calendar = (versionId: number, name: string, definition: CalendarDefinition): Calendar => {
  const compiled = compileCalendar(definition);
  if (!compiled.ok) throw new Error('an impossible calendar');
  return { kind: 'calendar', versionId, name, hours: compiled.calendar };
};
export const ZAGREB = calendar(101, 'Zagreb', {
  timeZone: 'Europe/Zagreb',
  week: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
});
export const ALWAYS = calendar(104, 'Always', { timeZone: 'Europe/Zagreb', alwaysOpen: true });

/** Somebody who is always there and in the team. */
export const person = (id: number, name: string, changes: Partial<LintPerson> = {}): LintPerson => ({
  id,
  name,
  role: 'agent',
  reachable: true,
  tier: 1,
  teamIds: [BILLING],
  leadOf: [],
  managerId: null,
  skills: [],
  ...attendance([], [], WITHIN),
  ...changes,
});
export const PEOPLE = [
  person(PETRA, 'Petra', { managerId: IVANA }),
  person(LEA, 'Lea', { managerId: IVANA }),
  person(MARKO, 'Marko', { tier: 2, managerId: IVANA }),
  person(IVANA, 'Ivana', { tier: 3, role: 'lead', leadOf: [BILLING], managerId: SANJA }),
  person(SANJA, 'Sanja', { tier: null, role: 'escalation_manager', teamIds: [] }),
];
export const row = (id: string, when: MatrixRow['when']): MatrixRow => ({ id, when, plan: { policy: 'Standard' } });
export const STEPS = PATH_OF_TWO.steps;
/** The path of two with another first step. */
export const with1 = (step: Partial<Step>): Path => ({ ...PATH_OF_TWO, steps: [{ ...STEPS[0]!, ...step }, STEPS[1]!] });

/** A configuration with nothing to mend, and changes to it. */
export const subject = (changes: Partial<LintSubject> = {}): LintSubject => ({
  from: FROM,
  matrix: {
    kind: 'matrix',
    versionId: 1,
    name: 'main',
    rows: [row('bad', { severities: ['S1'] }), row('night', { hours: { calendar: 'Zagreb', state: 'closed' } })],
    otherwise: { policy: 'Standard' },
  },
  intakeRules: null,
  policies: [HOUR_TO_REPLY],
  paths: [PATH_OF_TWO],
  calendars: [ZAGREB, ALWAYS],
  activeCalendars: new Map([
    ['Zagreb', 101],
    ['Always', 104],
  ]),
  pathNames: new Map([[HOUR_TO_REPLY.pathVersionId, PATH_OF_TWO.name]]),
  people: PEOPLE,
  teams: [{ id: BILLING, name: 'Billing' }],
  limits: [],
  ...changes,
});
