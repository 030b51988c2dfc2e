import { z } from 'zod';
import { ESCALATION_REASONS, SIGNAL_KINDS } from '#core/escalation/escalation.ts';
import { REPORTED_KINDS } from '#core/signal/nature.ts';
import { GATED_REASONS } from '#core/escalation/gate.ts';
import { PROMISE_STAGES } from '#core/promise/promise.ts';
import { MOST_UNANSWERED } from '#core/signal/watch.ts';
import { CLOCK_KINDS, MERGE_MODES, REOPEN_MODES, type ClockKind } from '#core/sla/policy.ts';
import { LANGUAGES, STATUSES } from '#core/ticket/ticket.ts';
import { DAY } from '#core/time.ts';
import { intakeRulesBody, matrixBody } from './intake-matrix.ts';
import { instant, personRef, teamRef } from './common.ts';

const number = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
/** A length of time in milliseconds, at most ten years. */
const length = z
  .number()
  .int()
  .positive()
  .max(3_650 * DAY);
export const configName = z.string().trim().min(1).max(200);

/** What something is called in other languages. */
export const namesByLanguage = z.partialRecord(z.enum(LANGUAGES), configName);

const rows = z.array(z.tuple([z.string(), z.string()]));
const rowsByDate = z.record(z.string(), rows);
/** Business hours: rows are [opens, closes] in local time such as ["08:00", "16:30"], dates are "2026-12-24". */
export const calendarBody = z.strictObject({
  timeZone: z.string(),
  alwaysOpen: z.boolean().optional(),
  week: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), rows).optional(),
  overrides: rowsByDate.optional(),
  breaks: rowsByDate.optional(),
  holidays: z.array(z.string()).optional(),
});

/** What one target of a policy promises, but for the calendar it runs by. */
export const policyTarget = z.strictObject({
  kind: z.enum(CLOCK_KINDS),
  targetMs: z.strictObject({ S1: length, S2: length, S3: length, S4: length }),
  pauseIn: z.array(z.enum(STATUSES)).max(STATUSES.length),
  /** Without it, at these; none: it never warns. */
  warnPercents: z.array(z.number().int().min(1).max(99)).max(10).default([50, 80, 95]),
  /** Tells apart two targets of one kind. */
  id: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/)
    .optional(),
  /** Further warnings, as business time that is left. */
  warnBeforeMs: z.array(length).max(10).optional(),
  /** Of `next_reply`: it also runs for the first message. */
  includeFirst: z.boolean().optional(),
  /** Of `update`: the first stretch begins with the ticket. */
  fromCreation: z.boolean().optional(),
});
/** The targets of a policy, none for one that promises nothing; two of one kind are told apart by their ids. */
export const policyTargets = <Target extends z.ZodType<{ kind: ClockKind; id?: string | undefined }>>(target: Target) =>
  z
    .array(target)
    .max(20)
    .refine((targets) => new Set(targets.map(({ kind, id }) => `${kind}:${id ?? ''}`)).size === targets.length, {
      error: 'target_twice',
    });

/** What a policy says beside its targets and its path. */
export const policyTerms = {
  /** What a reopen does with the clocks that measure the time to the solving; without it, `resume`. */
  reopen: z.enum(REOPEN_MODES).optional(),
  /** From when the time to the solving counts once another ticket was merged in; without it, `own`. */
  merge: z.enum(MERGE_MODES).optional(),
  /** How long a solved ticket may be reopened. Then it closes, and what is said begins another; without it, thirty days. */
  closesAfterMs: length.optional(),
  /** False: what a change of policy made too short is shown, but calls nobody. */
  policyChangeClimbs: z.boolean().optional(),
};

/** Calendar and path by name: their versions active at the moment of publishing are the ones the policy keeps to. */
export const policyBody = z.strictObject({
  targets: policyTargets(policyTarget.extend({ calendar: configName })),
  path: configName,
  ...policyTerms,
});

const stepTarget = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('person'), personId: number }),
  z.strictObject({ type: z.literal('tier'), teamId: number.nullable(), tier: z.number().int().min(1).max(9) }),
  z.strictObject({ type: z.literal('lead'), teamId: number.nullable() }),
  z.strictObject({ type: z.literal('team'), teamId: number.nullable() }),
  z.strictObject({ type: z.literal('skill'), skillId: number, level: z.number().int().min(1).max(3) }),
  /** Of the assignee when it names nobody. */
  z.strictObject({ type: z.literal('manager'), personId: number.nullable() }),
  z.strictObject({ type: z.literal('on_duty'), dutyListId: number }),
  /** One of them: the next after whoever was called last in the rotation of that name. */
  z.strictObject({ type: z.literal('rotation'), rotationId: configName, personIds: z.array(number).min(1).max(50) }),
  z.strictObject({ type: z.literal('role'), role: z.enum(['escalation_manager', 'executive', 'admin']) }),
]);
const stepTrigger = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('breach') }),
  z.strictObject({ type: z.literal('at_risk'), percent: z.number().int().min(1).max(99) }),
  z.strictObject({ type: z.literal('signal'), kind: z.enum(SIGNAL_KINDS) }),
  z.strictObject({ type: z.literal('request'), reason: z.enum(ESCALATION_REASONS) }),
  z.strictObject({ type: z.literal('reasons'), count: z.number().int().min(2).max(20) }),
  z.strictObject({ type: z.literal('customer_wrote') }),
]);
const minuteOfDay = z.number().int().min(0).max(1_439);
const pathStep = z.strictObject({
  id: configName,
  name: configName,
  names: namesByLanguage.optional(),
  direction: z.enum(['functional', 'hierarchical']),
  waitMs: length,
  waitIn: z.enum(['business', 'wall']),
  targets: z.array(stepTarget).max(50),
  /** What stops the wait after it; `approval`: whom it calls allows or refuses what is asked. */
  needs: z.enum(['acknowledge', 'take_over', 'approval']).default('acknowledge'),
  /** Of a step that hands the work over: business time to get it done; without it, eight hours. */
  doMs: length.optional(),
  /** Whether an acknowledgement ends the personal notices of whoever gave it only. */
  everyoneAcknowledges: z.boolean().default(false),
  /** Beside the wait of the step below, what calls it at once. */
  calledOn: z.array(stepTrigger).max(50).default([]),
  /** Called only by a person who says so twice. */
  guarded: z.boolean().default(false),
  /** Called where nobody of the targets can be reached. */
  fallback: z.array(stepTarget).max(50).default([]),
  /** Minutes after midnight by the path's calendar in which it calls nobody unless a person asks for it. */
  quietHours: z.strictObject({ from: minuteOfDay, to: minuteOfDay }).nullable().default(null),
  /** What the requester is told when it is reached: who looks at it now, and a time made of `waitMs` and this. */
  promise: z.strictObject({ stage: z.enum(PROMISE_STAGES), doWithinMs: length }).optional(),
});
/** What is noticed without reading a word; what is left out is not noticed. */
const signalRules = z.strictObject({
  /** The customer opened it again so often. */
  reopens: z.number().int().min(1).max(20).optional(),
  /** So many messages of theirs within so long, and no answer. */
  repeatedContact: z
    .strictObject({ messages: z.number().int().min(2).max(MOST_UNANSWERED), withinMs: length })
    .optional(),
  /** They have heard nothing for so long, in the path's business hours, and it is not theirs to speak. */
  silenceMs: length.optional(),
  /** So much of the time of a promise has passed, in percent of its business hours. */
  promiseAtRiskPercent: z.number().int().min(1).max(99).optional(),
  /** A reply could not be delivered. */
  undeliverable: z.boolean().optional(),
  /** Whoever has it is absent, and nobody is there to have it instead. */
  assigneeAbsent: z.boolean().optional(),
});
/** An escalation path, but for the calendar its business time is counted by. */
export const pathPlan = z.strictObject({
  steps: z.array(pathStep).min(1).max(50),
  repeat: z.number().int().min(0).max(5),
  /** Whether those who come on duty while a step waits are told of it. */
  tellsNewcomers: z.boolean().default(true),
  remindAfterMs: length,
  confirmWithinMs: length,
  loanIn: z.enum(['business', 'wall']),
  /** People told when every step has passed. */
  lastResort: z.array(number).min(1).max(50),
  lastResortEveryMs: length,
  signals: signalRules.optional(),
  /** How sure (0 to 1) whoever noticed something must be for it to call anybody; below it is a hint. */
  thresholds: z
    .array(z.strictObject({ signal: z.enum(REPORTED_KINDS), least: z.number().min(0).max(1) }))
    .refine((all) => new Set(all.map(({ signal }) => signal)).size === all.length, {
      error: 'threshold_twice',
    })
    .optional(),
  /** Reasons that climb only once a target was missed, where one is running, and so many attempts were recorded. */
  gates: z
    .array(
      z.strictObject({
        reason: z.enum(GATED_REASONS),
        afterDue: z.boolean().default(false),
        attempts: z.number().int().min(0).max(10).default(0),
        /** It waits no longer than so much business time from the first contact. */
        orAfterMs: length.optional(),
      }),
    )
    .refine((gates) => new Set(gates.map(({ reason }) => reason)).size === gates.length, {
      error: 'gate_twice',
    })
    .optional(),
});
export const pathBody = pathPlan.extend({ calendar: configName });

const published = {
  name: z.string(),
  version: z.number().int(),
  /** What tickets name that were opened while it was active. */
  versionId: z.number().int(),
  publishedAt: instant,
  /** What the body names, by kind; `active` is false when a newer version of it was published since. */
  uses: z.array(
    z.object({ kind: z.enum(['calendar', 'path']), name: z.string(), version: z.number().int(), active: z.boolean() }),
  ),
  /** Everyone and every team the body names by number. */
  people: z.array(personRef),
  teams: z.array(teamRef),
  /** The newest hundred, newest first. */
  versions: z.array(z.object({ id: z.number().int(), version: z.number().int(), publishedAt: instant })),
};

export const calendarConfig = z.object({ ...published, body: calendarBody });
export const policyConfig = z.object({ ...published, body: policyBody });
export const pathConfig = z.object({ ...published, body: pathBody });
export const intakeRulesConfig = z.object({ ...published, body: intakeRulesBody });
export const matrixConfig = z.object({ ...published, body: matrixBody });
export type PublishedConfig =
  | z.infer<typeof intakeRulesConfig>
  | z.infer<typeof matrixConfig>
  | z.infer<typeof calendarConfig>
  | z.infer<typeof policyConfig>
  | z.infer<typeof pathConfig>;

export const calendarList = z.object({ items: z.array(calendarConfig) });
export const policyList = z.object({ items: z.array(policyConfig) });
export const intakeRulesList = z.object({ items: z.array(intakeRulesConfig) });
export const matrixList = z.object({ items: z.array(matrixConfig) });
export const pathList = z.object({ items: z.array(pathConfig) });

/** The version the change was made from, so that two who edit at once do not undo each other. */
const basedOn = z.number().int().positive().optional();
export const publishCalendar = z.strictObject({ body: calendarBody, basedOn });
export const publishPolicy = z.strictObject({ body: policyBody, basedOn });
export const publishIntakeRules = z.strictObject({ body: intakeRulesBody, basedOn });
export const publishMatrix = z.strictObject({ body: matrixBody, basedOn });
export const publishPath = z.strictObject({ body: pathBody, basedOn });
