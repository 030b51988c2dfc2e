import type { IntakeConditions, IntakeResult } from '#core/intake/rules.ts';
import type { LintSubject } from '#core/lint/lint-config.ts';
import type { LintTeam } from '#core/lint/lint-team.ts';
import type { Matrix, MatrixConditions } from '#core/matrix/matrix.ts';
import type { Policy, Target } from '#core/sla/policy.ts';
import { MINUTE } from '#core/time.ts';
import { BILLING, PATH_OF_TWO } from './core.ts';
import {
  beside,
  calledOn,
  closed,
  FIRST,
  matrix,
  policy,
  rules,
  target,
  type Seed,
  type Seeds,
} from './fault-seeds.ts';
import { row, subject } from './lint-subject.ts';

const shadowed = (when: MatrixConditions): Seed[] => [
  [matrix({ rows: [row('first', when), row('again', when)] }), 'row_shadowed', 'rows.1'],
];
const OPEN_AND_CLOSED = [
  row('open', { hours: { calendar: 'Zagreb', state: 'open' } }),
  row('shut', { hours: { calendar: 'Zagreb', state: 'closed' } }),
];
const OF_WHEN: Seeds<keyof MatrixConditions> = {
  topics: shadowed({ topics: ['order'] }),
  severities: shadowed({ severities: ['S1'] }),
  channels: shadowed({ channels: ['email'] }),
  customerTiers: shadowed({ customerTiers: ['gold'] }),
  languages: shadowed({ languages: ['it'] }),
  hours: [
    ...shadowed({ hours: { calendar: 'Zagreb', state: 'open' } }),
    [
      matrix({ rows: [row('never', { hours: { calendar: 'Always', state: 'closed' } })] }),
      'row_never_in_hours',
      'rows.0.when.hours',
    ],
    [matrix({ rows: [...OPEN_AND_CLOSED, row('mail', { channels: ['email'] })] }), 'row_unreachable', 'rows.2'],
  ],
};

const OF_MATRIX: Seeds<keyof Matrix> = {
  kind: 'there is one',
  versionId: 'it is given',
  name: 'there is one',
  rows: 'each of their settings has its line above',
  otherwise: [[matrix({ rows: OPEN_AND_CLOSED }), 'otherwise_unreachable', 'otherwise']],
  topicNames: [
    [
      matrix({ topicNames: { order: { hr: 'narudžba', it: 'ordine' }, refund: { hr: 'povrat' } } }),
      'missing_translation',
      'topicNames.refund',
    ],
    [
      matrix({ rows: [row('parcel', { topics: ['parcel'] })], topicNames: { order: { hr: 'narudžba' } } }),
      'missing_translation',
      'topicNames.parcel',
    ],
  ],
};

const again = (when: IntakeConditions): Seed[] => [
  [rules([when, { topic: 'one' }], [when, { topic: 'other' }]), 'rule_shadowed', 'rules.1'],
];
const OF_ASKED: Seeds<keyof IntakeConditions> = {
  mailboxes: again({ mailboxes: ['orders@bura.example'] }),
  channels: again({ channels: ['chat'] }),
  fields: again({ fields: [{ name: 'matter', values: ['refund'] }] }),
  words: again({ words: ['refund*'] }),
  customerTiers: again({ customerTiers: ['gold'] }),
};
const twice = (give: IntakeResult): Seed[] => [
  [rules([{}, give], [{ channels: ['chat'] }, give]), 'rule_shadowed', 'rules.1'],
];
const OF_GIVEN: Seeds<keyof IntakeResult> = {
  topic: twice({ topic: 'order' }),
  severity: twice({ severity: 'S2' }),
  teamId: [
    ...twice({ teamId: BILLING }),
    [
      {
        ...rules([{}, { teamId: 77 }]),
        teams: [
          { id: BILLING, name: 'Billing' },
          { id: 77, name: 'Empty' },
        ],
      },
      'rule_team_empty',
      'rules.0.give.teamId',
    ],
  ],
};

const OF_POLICY: Seeds<keyof Policy> = {
  kind: 'there is one',
  versionId: 'it is given',
  name: 'any name is one',
  targets: 'each of their settings has its line below',
  pathVersionId: 'it was active when it was published',
  reopen: 'any may be meant',
  merge: 'either may be meant',
  closesAfterMs: 'any length may be meant',
  policyChangeClimbs: 'either way may be meant',
};
const OF_CLOCK: Seeds<keyof Target> = {
  kind: 'any may be promised',
  id: 'two of one kind and id are refused',
  targetMs: [[beside('resolution', 65 * MINUTE), 'step_after_target', 'steps.1']],
  calendarVersionId: [
    [
      policy({}, { calendars: [closed], paths: [{ ...PATH_OF_TWO, calendarVersionId: 104 }] }),
      'calendar_never_open',
      'targets.0.calendar',
    ],
    [policy({}, { calendars: [closed] }), 'calendar_never_open', 'week'],
  ],
  pauseIn: 'any may be meant',
  warnPercents: [
    [
      policy(
        { targets: [{ ...target, warnPercents: [] }] },
        { paths: calledOn({ type: 'at_risk', percent: 80 }).paths },
      ),
      'trigger_never',
      'steps.0.calledOn.0',
    ],
  ],
  warnBeforeMs: 'it only warns',
  includeFirst: 'either way may be meant',
  fromCreation: 'either way may be meant',
};

const team = (changes: Partial<LintTeam>): LintSubject =>
  subject({
    paths: [{ ...PATH_OF_TWO, steps: [{ ...FIRST, targets: [{ type: 'role', role: 'escalation_manager' }] }] }],
    teams: [
      { id: BILLING, name: 'Billing', ...changes },
      { id: 77, name: 'Empty' },
    ],
  });
const OF_TEAM: Seeds<keyof LintTeam> = {
  id: 'it is given',
  name: 'any name is one',
  overflowTeamId: [[team({ overflowTeamId: 77 }), 'overflow_empty', 'overflowTeamId']],
  needs: [[team({ needs: [{ topic: 'refund', skillId: 5, level: 2 }] }), 'skill_missing', 'needs.0']],
};

/** By what they are of, and by setting. */
export const FAULTS_OF_RULES = { OF_WHEN, OF_MATRIX, OF_ASKED, OF_GIVEN, OF_POLICY, OF_CLOCK, OF_TEAM };
