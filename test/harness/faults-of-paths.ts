import type { SignalKind } from '#core/escalation/escalation.ts';
import type { Gate } from '#core/escalation/gate.ts';
import type { Path, Step, StepTarget, StepTrigger } from '#core/escalation/path.ts';
import { attendance } from '#core/lint/cover-time.ts';
import type { SignalRules } from '#core/signal/rules.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { IVANA, MARKO, SANJA } from './core.ts';
import {
  allAway,
  beside,
  byDay,
  calledOn,
  FIRST,
  gate,
  MORNING,
  NONE,
  path,
  people,
  policy,
  SECOND,
  step,
  SUNDAY,
  type Seed,
  type Seeds,
} from './fault-seeds.ts';
import { STEPS, subject, WITHIN } from './lint-subject.ts';

// For every setting there is a fault of each kind it can have, planted and found; or why it can have none. What has a new
// field, a new kind or a new code is not compiled before it has its line here.

const OF_STEP: Seeds<keyof Step> = {
  id: 'nobody reads it',
  name: 'any name is one',
  names: [[step({ names: { hr: 'Stručnjaci' } }), 'missing_translation', 'steps.1.names']],
  direction: 'either way may be meant',
  waitMs: [
    [beside('update', 10 * MINUTE), 'promise_before_step', 'steps.0.waitMs'],
    [beside('resolution', 65 * MINUTE), 'step_after_target', 'steps.1'],
  ],
  // by business time the climb stands still on Sunday
  waitIn: [[{ ...step({ waitIn: 'wall' }), people: allAway(SUNDAY) }, 'nobody_reachable', 'steps']],
  targets: [
    [step({ targets: [] }), 'empty_target', 'steps.0.targets'],
    [step({ targets: SECOND.targets }), 'step_shadowed', 'steps.1'],
    [path({ steps: [FIRST, SECOND, FIRST] }), 'step_loop', 'steps.2'],
    [{ ...subject(), people: allAway(MORNING) }, 'nobody_reachable', 'steps'],
  ],
  needs: 'each kind has its line below',
  doMs: [
    [
      step({ needs: 'take_over', doMs: 2 * HOUR, promise: { stage: 'specialist', doWithinMs: HOUR } }),
      'promise_before_done',
      'steps.0.promise.doWithinMs',
    ],
  ],
  everyoneAcknowledges: 'either way may be meant',
  calledOn: 'each kind has its line below',
  guarded: [[path({ steps: STEPS.map((one) => ({ ...one, guarded: true })) }), 'only_guarded', 'steps']],
  fallback: [
    [step({ fallback: [NONE] }), 'target_nobody', 'steps.0.fallback.0'],
    [step({ fallback: FIRST.targets }), 'fallback_shadowed', 'steps.0.fallback'],
  ],
  quietHours: [
    [step({ quietHours: { from: 0, to: 0 } }), 'quiet_always', 'steps.0.quietHours'],
    [
      {
        ...step({ quietHours: { from: 7 * 60, to: 17 * 60 } }),
        people: people({ [MARKO]: attendance(byDay, [], WITHIN) }),
      },
      'quiet_always',
      'steps.0.quietHours',
    ],
  ],
  promise: [
    // without a time to get it done, eight hours are given
    [
      step({ needs: 'take_over', promise: { stage: 'specialist', doWithinMs: HOUR } }),
      'promise_before_done',
      'steps.0.promise.doWithinMs',
    ],
  ],
};

const OF_NEEDS: Seeds<Step['needs']> = {
  acknowledge: 'whoever can be told may say that they have it',
  take_over: [
    [
      { ...step({ needs: 'take_over' }), people: people({ [MARKO]: { role: 'approver' } }) },
      'nobody_may_take',
      'steps.0.targets',
    ],
  ],
  approval: [
    [
      { ...step({ needs: 'approval' }), limits: [{ currency: 'EUR', of: { tier: 3 }, mostMinor: 100 }] },
      'nobody_may_approve',
      'steps.0.targets',
    ],
  ],
};

/** Of each kind one that means nobody. */
export const OF_TARGET: Record<StepTarget['type'], StepTarget | string> = {
  team: { type: 'team', teamId: 77 },
  skill: { type: 'skill', skillId: 5, level: 2 },
  manager: { type: 'manager', personId: SANJA },
  on_duty: { type: 'on_duty', dutyListId: 5 },
  rotation: { type: 'rotation', rotationId: 'round', personIds: [77] },
  channel: 'a place where people read is reached whoever is there',
  person: { type: 'person', personId: 77 },
  tier: NONE,
  lead: { type: 'lead', teamId: 77 },
  role: { type: 'role', role: 'executive' },
};

const OF_TRIGGER: Seeds<StepTrigger['type']> = {
  breach: [
    [policy({ targets: [] }, { paths: calledOn({ type: 'breach' }).paths }), 'breach_never', 'steps.0.calledOn.0'],
  ],
  at_risk: [[calledOn({ type: 'at_risk', percent: 75 }), 'trigger_never', 'steps.0.calledOn.0']],
  signal: 'each kind has its line below',
  request: 'a person may always ask',
  reasons: 'as many may come',
  customer_wrote: 'they may always write',
};

const SAID = 'people and programs say it';
const WATCHED = 'it is noticed on every path';
const never = (kind: SignalKind): Seed[] => [
  [calledOn({ type: 'signal', kind }), 'signal_never', 'steps.0.calledOn.0'],
];
const OF_SIGNAL: Seeds<SignalKind> = {
  about_to_breach: never('about_to_breach'),
  complaint: SAID,
  rejected_solution: SAID,
  asked_for_manager: SAID,
  reopened_often: never('reopened_often'),
  undeliverable: never('undeliverable'),
  anger: SAID,
  abuse: SAID,
  threat: SAID,
  shouting: SAID,
  bad_review: SAID,
  leaving: SAID,
  legal_threat: SAID,
  repeated_contact: never('repeated_contact'),
  silence: WATCHED,
  assignee_absent: never('assignee_absent'),
  overload: WATCHED,
  bot_stuck: SAID,
  bot_failed: SAID,
  automation_storm: WATCHED,
  promise_at_risk: never('promise_at_risk'),
  promise_broken: never('promise_broken'),
};

const OF_SIGNALS: Seeds<keyof SignalRules> = {
  reopens: 'a customer may always open it again',
  repeatedContact: 'they may always write',
  silenceMs: 'any length may be meant',
  promiseAtRiskPercent: [
    [path({ signals: { promiseAtRiskPercent: 50 } }), 'rule_never', 'signals.promiseAtRiskPercent'],
  ],
  undeliverable: 'a reply may always come back',
  assigneeAbsent: 'somebody may always be away',
};

const OF_GATE: Seeds<keyof Gate> = {
  reason: [[path(gate({ reason: 'sla_at_risk', afterDue: true })), 'gate_too_late', 'gates.0.afterDue']],
  afterDue: [
    [
      policy({ targets: [] }, { paths: path(gate({ afterDue: true, attempts: 0 })).paths }),
      'gate_holds_nothing',
      'gates.0.afterDue',
    ],
  ],
  attempts: [[path(gate({ attempts: 0 })), 'gate_empty', 'gates.0']],
  orAfterMs: 'what was answered in time waits for it',
};

const OF_PATH: Seeds<keyof Path> = {
  kind: 'there is one',
  versionId: 'it is given',
  name: 'any name is one',
  calendarVersionId: 'its hours are judged with the people',
  steps: 'each of their settings has its line above',
  repeat: 'any number may be meant',
  onEmpty: 'one is ever saved',
  tellsNewcomers: 'either way may be meant',
  remindAfterMs: 'any length may be meant',
  confirmWithinMs: 'any length may be meant',
  loanIn: 'either way may be meant',
  lastResort: [
    [path({ lastResort: [77] }), 'no_last_resort', 'lastResort'],
    [path({ lastResort: [SANJA, 77] }), 'target_nobody', 'lastResort.1'],
    [{ ...subject(), people: people({ [SANJA]: { managerId: IVANA } }) }, 'manager_loop', 'steps'],
  ],
  lastResortEveryMs: 'any length may be meant',
  signals: 'each has its line above',
  thresholds: [
    [path({ thresholds: [{ signal: 'anger', least: 0 }] }), 'threshold_out_of_range', 'thresholds.0.least'],
    [path({ thresholds: [{ signal: 'anger', least: 1 }] }), 'threshold_out_of_range', 'thresholds.0.least'],
  ],
  gates: 'each of their settings has its line above',
};

/** By what they are of, and by setting. */
export const FAULTS_OF_PATHS = { OF_STEP, OF_NEEDS, OF_TRIGGER, OF_SIGNAL, OF_SIGNALS, OF_GATE, OF_PATH };
