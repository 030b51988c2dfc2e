import { limitsBody, skillBody, teamBody } from '#contract/company.ts';
import { calendarBody, pathBody, policyBody } from '#contract/config.ts';
import { intakeRulesBody, matrixBody } from '#contract/intake-matrix.ts';
import { HOUR } from '#core/time.ts';

/** What is published of each kind that people are to be told of, as it travels. */
export const BODIES = {
  calendar: calendarBody,
  path: pathBody,
  policy: policyBody,
  team: teamBody,
  skill: skillBody,
  limits: limitsBody,
  intake_rules: intakeRulesBody,
  matrix: matrixBody,
};
export type Kind = keyof typeof BODIES;
const NAMES = { hr: 'Prvi', fil: 'Una', vi: 'Một', ru: 'Первый', it: 'Primo', en: 'First' };
const TARGETS = [
  { type: 'person', personId: 1 },
  { type: 'tier', teamId: 1, tier: 2 },
  { type: 'lead', teamId: 1 },
  { type: 'team', teamId: 1 },
  { type: 'skill', skillId: 1, level: 2 },
  { type: 'manager', personId: 1 },
  { type: 'on_duty', dutyListId: 1 },
  { type: 'rotation', rotationId: 'round', personIds: [1, 2] },
  { type: 'role', role: 'escalation_manager' },
];
const each = (ms: number) => ({ S1: ms, S2: ms, S3: ms, S4: ms });
const row: [string, string][] = [['08:00', '18:00']];
/** One body of each kind with every setting that there is. */
export const EXAMPLES = {
  calendar: {
    timeZone: 'Europe/Zagreb',
    week: { mon: row, tue: row, wed: row, thu: row, fri: row, sat: row, sun: row },
    overrides: { '2026-12-24': row },
    breaks: { '2026-12-23': [['12:00', '12:30'] as [string, string]] },
    holidays: ['2026-12-25'],
  },
  path: {
    calendar: 'Here',
    steps: [
      {
        id: 'one',
        name: 'One',
        names: NAMES,
        direction: 'functional',
        waitMs: HOUR,
        waitIn: 'business',
        targets: TARGETS,
        needs: 'take_over',
        doMs: 2 * HOUR,
        everyoneAcknowledges: true,
        calledOn: [
          { type: 'breach' },
          { type: 'at_risk', percent: 80 },
          { type: 'signal', kind: 'anger' },
          { type: 'request', reason: 'skill' },
          { type: 'reasons', count: 2 },
          { type: 'customer_wrote' },
        ],
        guarded: true,
        fallback: TARGETS,
        quietHours: { from: 60, to: 120 },
        promise: { stage: 'specialist', doWithinMs: HOUR },
      },
      { id: 'two', name: 'Two', direction: 'hierarchical', waitMs: HOUR, waitIn: 'wall', targets: TARGETS },
    ],
    repeat: 2,
    tellsNewcomers: true,
    remindAfterMs: HOUR,
    confirmWithinMs: HOUR,
    loanIn: 'business',
    lastResort: [1, 2],
    lastResortEveryMs: HOUR,
    signals: {
      reopens: 2,
      repeatedContact: { messages: 3, withinMs: HOUR },
      silenceMs: HOUR,
      promiseAtRiskPercent: 50,
      undeliverable: true,
      assigneeAbsent: true,
    },
    thresholds: [{ signal: 'anger', least: 0.7 }],
    gates: [{ reason: 'skill', afterDue: true, attempts: 2, orAfterMs: HOUR }],
  },
  policy: {
    targets: [
      {
        kind: 'first_reply',
        id: 'one',
        targetMs: each(HOUR),
        pauseIn: ['on_hold'],
        warnPercents: [50],
        warnBeforeMs: [HOUR],
        includeFirst: true,
        fromCreation: true,
        calendar: 'Here',
      },
    ],
    path: 'Up',
    reopen: 'restart',
    merge: 'earlier',
    closesAfterMs: HOUR,
    policyChangeClimbs: false,
  },
  skill: { holders: [{ personId: 1, level: 2 }] },
  limits: { holders: [{ personId: 1, most: { email: 1, chat: 2, voice: 3, social: 4, portal: 5, api: 6 } }] },
  team: {
    members: [{ personId: 1, leads: true }],
    mode: 'push',
    offerMs: HOUR,
    overflowTeamId: 1,
    overflowAfterMs: HOUR,
    answerMs: HOUR,
    needs: [{ topic: 'parcel', skillId: 1, level: 2 }],
  },
  intake_rules: {
    rules: [
      {
        id: 'parcels',
        when: {
          mailboxes: ['orders@bura.example'],
          channels: ['email'],
          fields: [{ name: 'matter', values: ['parcel'] }],
          words: ['parcel*'],
          customerTiers: ['gold'],
        },
        give: { topic: 'parcel', severity: 'S2', teamId: 1 },
      },
    ],
  },
  matrix: {
    rows: [
      {
        id: 'first',
        when: {
          topics: ['order'],
          severities: ['S1'],
          channels: ['email'],
          customerTiers: ['gold'],
          languages: ['it'],
          hours: { calendar: 'Here', state: 'open' },
        },
        plan: { policy: 'Fast', path: 'Up' },
      },
    ],
    otherwise: { policy: 'Fast', path: 'Up' },
    topicNames: { order: { hr: 'narudžba', fil: 'padala', vi: 'đơn hàng', ru: 'заказ', it: 'ordine', en: 'an order' } },
  },
} satisfies Record<Kind, unknown>;
/** The other side of what cannot stand in one body. */
export const ALSO: Partial<Record<Kind, unknown>> = { calendar: { timeZone: 'Europe/Zagreb', alwaysOpen: true } };
