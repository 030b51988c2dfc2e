import type { PersonId, VersionId } from '#core/ids.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import type { CalendarBody, IntakeRulesBody, MatrixBody, PathBody, PolicyBody } from '#server/sla/store.ts';

/** Monday to Friday with a lunch nobody notices, Saturday morning, Croatian holidays of the next years. */
export const ZAGREB_HOURS: CalendarBody = {
  timeZone: 'Europe/Zagreb',
  week: {
    mon: [['08:00', '18:00']],
    tue: [['08:00', '18:00']],
    wed: [['08:00', '18:00']],
    thu: [['08:00', '18:00']],
    fri: [['08:00', '18:00']],
    sat: [['09:00', '13:00']],
  },
  holidays: [
    '2026-12-25',
    '2026-12-26',
    '2027-01-01',
    '2027-01-06',
    '2027-03-29',
    '2027-05-01',
    '2027-05-27',
    '2027-05-30',
    '2027-06-22',
    '2027-08-05',
    '2027-11-01',
    '2027-11-18',
    '2027-12-25',
    '2027-12-26',
  ],
};

/** Where each path of the company ends. */
const MANAGER: PathBody['steps'][number] = {
  id: 'manager',
  name: 'Escalation manager',
  direction: 'hierarchical',
  waitMs: 30 * MINUTE,
  waitIn: 'business',
  targets: [{ type: 'role', role: 'escalation_manager' }],
  promise: { stage: 'manager', doWithinMs: HOUR },
};

/** The front line has an hour; then a specialist, then the lead, then the escalation manager until somebody acts. */
export const standardPath = (calendarVersionId: VersionId, manager: PersonId): PathBody => ({
  calendarVersionId,
  steps: [
    {
      id: 'specialist',
      name: 'Specialist of the team',
      direction: 'functional',
      waitMs: 15 * MINUTE,
      waitIn: 'business',
      targets: [{ type: 'tier', teamId: null, tier: 2 }],
      promise: { stage: 'specialist', doWithinMs: 2 * HOUR },
    },
    {
      id: 'lead',
      name: 'Team lead',
      direction: 'hierarchical',
      waitMs: 15 * MINUTE,
      waitIn: 'business',
      targets: [{ type: 'lead', teamId: null }],
      promise: { stage: 'team_lead', doWithinMs: HOUR },
    },
    MANAGER,
  ],
  repeat: 0,
  remindAfterMs: 4 * HOUR,
  confirmWithinMs: HOUR,
  loanIn: 'business',
  lastResort: [manager],
  lastResortEveryMs: 30 * MINUTE,
});

type Lengths = PolicyBody['targets'][number]['targetMs'];

/** What a customer is promised beside the first reply: an answer to what they write next, news, and an end. */
const promises = (calendarVersionId: VersionId, first: Lengths): PolicyBody['targets'] => [
  { kind: 'first_reply', targetMs: first, calendarVersionId, pauseIn: ['on_hold'], warnPercents: [50, 80] },
  {
    kind: 'next_reply',
    targetMs: { S1: 30 * MINUTE, S2: 2 * HOUR, S3: 4 * HOUR, S4: 10 * HOUR },
    calendarVersionId,
    pauseIn: ['on_hold'],
    warnPercents: [80],
  },
  {
    kind: 'update',
    targetMs: { S1: 8 * HOUR, S2: 20 * HOUR, S3: 60 * HOUR, S4: 100 * HOUR },
    calendarVersionId,
    pauseIn: ['waiting_on_customer', 'on_hold'],
    warnPercents: [80],
  },
  {
    kind: 'resolution',
    targetMs: { S1: 20 * HOUR, S2: 60 * HOUR, S3: 100 * HOUR, S4: 200 * HOUR },
    calendarVersionId,
    pauseIn: ['waiting_on_customer', 'on_hold'],
    warnPercents: [80],
  },
];

export const standardPolicy = (calendarVersionId: VersionId, pathVersionId: VersionId): PolicyBody => ({
  targets: promises(calendarVersionId, { S1: 15 * MINUTE, S2: 30 * MINUTE, S3: HOUR, S4: 4 * HOUR }),
  pathVersionId,
  closesAfterMs: 7 * DAY,
});

/** The Orders desk answers from Manila, where nobody observes summer time. */
export const MANILA_HOURS: CalendarBody = {
  timeZone: 'Asia/Manila',
  week: {
    mon: [['09:00', '21:00']],
    tue: [['09:00', '21:00']],
    wed: [['09:00', '21:00']],
    thu: [['09:00', '21:00']],
    fri: [['09:00', '21:00']],
    sat: [['09:00', '18:00']],
  },
  holidays: [
    '2026-12-25',
    '2026-12-30',
    '2027-01-01',
    '2027-04-09',
    '2027-05-01',
    '2027-06-12',
    '2027-12-25',
    '2027-12-30',
  ],
};

/** A late parcel can wait two hours; then somebody who knows the couriers, then the lead, then the escalation manager. */
export const ordersPath = (calendarVersionId: VersionId, manager: PersonId): PathBody => {
  const standard = standardPath(calendarVersionId, manager);
  const [specialist, ...above] = standard.steps;
  return { ...standard, steps: [{ ...specialist!, name: 'Courier desk', waitMs: 30 * MINUTE }, ...above] };
};

/**
 * Money that goes back: whoever knows refunds takes it over; what is above their limit finance allows or refuses. What the
 * front line has not tried twice it does not hand on within half an hour.
 */
export const refundsPath = (
  calendarVersionId: VersionId,
  { sanja, davor, skillId }: { sanja: PersonId; davor: PersonId; skillId: number },
): PathBody => ({
  ...standardPath(calendarVersionId, sanja),
  steps: [
    {
      id: 'desk',
      name: 'Refund desk',
      direction: 'functional',
      waitMs: 45 * MINUTE,
      waitIn: 'business',
      targets: [{ type: 'skill', skillId, level: 3 }],
      needs: 'take_over',
      doMs: 4 * HOUR,
      promise: { stage: 'specialist', doWithinMs: 4 * HOUR },
    },
    {
      id: 'finance',
      name: 'Approval by finance',
      direction: 'hierarchical',
      waitMs: HOUR,
      waitIn: 'business',
      targets: [{ type: 'person', personId: davor }],
      fallback: [{ type: 'role', role: 'executive' }],
      needs: 'approval',
      calledOn: [{ type: 'request', reason: 'authority' }],
    },
    {
      ...MANAGER,
      calledOn: [
        { type: 'signal', kind: 'legal_threat' },
        { type: 'signal', kind: 'reopened_often' },
      ],
    },
  ],
  signals: {
    reopens: 2,
    repeatedContact: { messages: 3, withinMs: 8 * HOUR },
    silenceMs: 20 * HOUR,
    undeliverable: true,
  },
  thresholds: [
    { signal: 'anger', least: 0.7 },
    { signal: 'leaving', least: 0.6 },
  ],
  gates: [{ reason: 'skill', attempts: 2, orAfterMs: 30 * MINUTE }],
});

/** Mail to the Orders desk is about an order; everything else is what its mailbox says. */
export const INTAKE_RULES: IntakeRulesBody = {
  rules: [{ id: 'Orders desk', when: { mailboxes: ['orders@bura.example'] }, give: { topic: 'order' } }],
};

/** Orders have their own promise and path, refunds a path of their own; everything else the standard ones. */
export const MATRIX: MatrixBody = {
  rows: [
    { id: 'Orders', when: { topics: ['order'] }, plan: { policy: 'Orders', path: 'Orders' } },
    { id: 'Refunds', when: { topics: ['refund'] }, plan: { policy: 'Standard', path: 'Refunds' } },
  ],
  otherwise: { policy: 'Standard', path: 'Standard' },
};

export const ordersPolicy = (calendarVersionId: VersionId, pathVersionId: VersionId): PolicyBody => ({
  targets: promises(calendarVersionId, { S1: 15 * MINUTE, S2: HOUR, S3: 2 * HOUR, S4: 4 * HOUR }),
  pathVersionId,
  closesAfterMs: 7 * DAY,
});
