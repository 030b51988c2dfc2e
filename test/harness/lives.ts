import fc from 'fast-check';
import type { Path, Step } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Decision } from '#core/ticket/decide.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { SignalRules } from '#core/signal/rules.ts';
import type { Policy, Target } from '#core/sla/policy.ts';
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '#core/time.ts';
import {
  AROUND_THE_CLOCK,
  CALENDAR,
  config,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  LEA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  PROGRAM,
  PUSHED,
  SANJA,
  zagreb,
  type History,
} from './core.ts';
import { companions } from './companions.ts';
import { following, replyFor } from './follow-ups.ts';
import { actorOf, commandOf, type Act, type Cast } from './life-acts.ts';
import { WEIGHTS } from './life-weights.ts';
import type { RosterChange } from './lives-roster.ts';

const people = [PETRA, LEA, MARKO, IVANA, SANJA];
/** The last resort: two, so that one may be kept away. */
export const LAST = [SANJA, IVANA];
/** Every step of it promises the requester an answer. */
export const PROMISING_PATH: Path = {
  ...PATH_OF_TWO,
  steps: PATH_OF_TWO.steps.map((step, index) => ({
    ...step,
    promise: { stage: index === 0 ? 'specialist' : 'team_lead', doWithinMs: (1 + index) * 40 * MINUTE },
  })),
};
/** Each severity its own target, so that a change of it moves something. */
const BY_SEVERITY: Policy = {
  ...HOUR_TO_REPLY,
  targets: HOUR_TO_REPLY.targets.map((target) => ({
    ...target,
    targetMs: { S1: 15 * MINUTE, S2: 40 * MINUTE, S3: HOUR, S4: 4 * HOUR },
  })),
};
const everySeverity = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const target = (given: Partial<Target> & Pick<Target, 'kind'>): Target => ({
  targetMs: everySeverity(2 * HOUR),
  calendarVersionId: CALENDAR,
  pauseIn: [],
  warnPercents: [50, 80],
  ...given,
});
/** Every kind of clock at once, some of them short. */
const EVERYTHING: Policy = {
  ...BY_SEVERITY,
  versionId: 201,
  targets: [
    ...BY_SEVERITY.targets,
    target({ kind: 'next_reply', targetMs: { S1: 20 * MINUTE, S2: HOUR, S3: 90 * MINUTE, S4: 4 * HOUR } }),
    target({ kind: 'update', pauseIn: ['on_hold'], fromCreation: true, warnBeforeMs: [30 * MINUTE, 5 * MINUTE] }),
    target({ kind: 'resolution', targetMs: everySeverity(6 * HOUR), pauseIn: ['waiting_on_customer'] }),
    target({ kind: 'agent_work', targetMs: everySeverity(5 * HOUR), pauseIn: ['waiting_on_customer', 'on_hold'] }),
    target({
      kind: 'resolution',
      id: 'around',
      calendarVersionId: AROUND_THE_CLOCK,
      targetMs: everySeverity(9 * HOUR),
    }),
    target({ kind: 'owner' }),
    target({ kind: 'answer', targetMs: everySeverity(MINUTE), calendarVersionId: AROUND_THE_CLOCK, warnPercents: [] }),
  ],
};
/** Another mixture: shorter, begun anew by a reopen, and without a first reply. */
const SHORT: Policy = {
  ...BY_SEVERITY,
  versionId: 202,
  reopen: 'restart',
  targets: [
    target({ kind: 'next_reply', targetMs: everySeverity(10 * MINUTE), includeFirst: true, pauseIn: ['on_hold'] }),
    target({ kind: 'resolution', targetMs: everySeverity(HOUR), pauseIn: ['new', 'on_hold'] }),
  ],
};
export const POLICIES = [BY_SEVERITY, EVERYTHING, SHORT];
/** Their ids are made up: nothing is kept but the log. */
const cast: Cast = {
  people,
  customer: 1,
  organisation: 1,
  teams: [1, 2],
  policies: POLICIES.map(({ versionId }) => versionId),
  calendars: [CALENDAR, AROUND_THE_CLOCK],
  path: PATH_OF_TWO.versionId,
  words: (pick) => 100 + pick,
  reply: (pick, by) => ({ messageId: 100 + pick, authorId: by }),
};
const RICH: Partial<Step> = {
  calledOn: [{ type: 'customer_wrote' }, { type: 'at_risk', percent: 50 }, { type: 'reasons', count: 3 }],
  quietHours: { from: 12 * 60, to: 14 * 60 },
  fallback: [{ type: 'person', personId: PETRA }],
};
/** Everything that can be noticed, soon. */
const WATCHFUL: SignalRules = {
  reopens: 1,
  repeatedContact: { messages: 2, withinMs: 6 * HOUR },
  silenceMs: 3 * HOUR,
  promiseAtRiskPercent: 60,
  undeliverable: true,
  assigneeAbsent: true,
};
const waits = fc.oneof(
  fc.constant(0),
  fc.constant(1),
  fc.integer({ min: 1, max: 90 * SECOND }),
  fc.integer({ min: 1, max: 3 * HOUR }),
  fc.integer({ min: 1, max: 90 * HOUR }),
  // Whole minutes hit the due instants exactly.
  fc.integer({ min: 1, max: 300 }).map((minutes) => minutes * MINUTE),
);
const PROGRAMS_DO: Act['act'][] = ['signal', 'set_severity', 'set_tags', 'set_status'];
const weighted = (Object.keys(WEIGHTS) as Act['act'][]).flatMap((act) => Array<Act['act']>(WEIGHTS[act]).fill(act));
const acts = fc.record({
  wait: waits,
  /** Which of those that follow from how the ticket stands it is instead; null = what chance says. */
  follows: fc.option(fc.nat(59), { freq: 2 }),
  act: fc.constantFrom(...weighted),
  by: fc.constantFrom(...people),
  pick: fc.nat(5),
});
/** What puts another clock into the place of one: an answer that never came, a merge, or what is lived without it. */
export const REPLACES_CLOCK: ReadonlySet<TicketEvent['type']> = new Set([
  'clock_restored',
  'clock_removed',
  'clock_carried_over',
  'clock_relived',
]);

const BEGUN = ['nothing', 'raised', 'taken', 'handed_back', 'circle', 'leg_handed_back', 'disputed'] as const;

/** What may happen to a ticket, at random. */
export const scripts = fc.record({
  opened: fc.integer({ min: 0, max: 7 * 24 * 60 }).map((minutes) => zagreb('2026-11-16 00:00') + minutes * MINUTE),
  // as long as they may be: left to itself a script ends before anything could be handed back
  acts: fc.array(acts, { maxLength: 40, size: 'max' }),
  /** How far it had come before chance begins. */
  begun: fc.constantFrom(...BEGUN),
  away: fc.subarray(people),
  repeat: fc.nat(2),
  // whether the team offers its tickets or gives them away at once
  pushed: fc.boolean(),
  policy: fc.nat(2),
  // A copy at sixty times the pace, as the demonstration climbs it.
  scaled: fc.boolean(),
  // A second step that more than time calls, that is quiet over noon and that has a fallback.
  rich: fc.boolean(),
  // Steps that hand the work over as legs, or ask for a decision.
  needs: fc.constantFrom<Step['needs']>('acknowledge', 'take_over', 'approval'),
});

/** What happened before chance begins: what hardly ever comes about by itself stands ready for what follows from it. */
const BEGINNINGS: Record<(typeof BEGUN)[number], (told: History, at: Instant) => void> = {
  nothing: () => undefined,
  raised: raise,
  taken: take,
  handed_back(told, at) {
    const by = take(told, at);
    told.at(at, { type: 'hand_back', escalationId: 1, to: LEA, reason: 'part_done', messageId: null }, by);
  },
  // two programs in a circle
  circle(told, at) {
    for (let turn = 0; turn < 12; turn += 1) {
      told.at(at, { type: 'set_severity', severity: turn % 2 === 0 ? 'S1' : 'S4' }, PROGRAM);
    }
  },
  leg_handed_back(told, at) {
    const asks = { direction: 'functional', reason: 'skill', messageId: null } as const;
    told.at(at, { type: 'open_leg', ...asks, target: { type: 'person', personId: MARKO } }, PETRA);
    told.at(at, { type: 'acknowledge_leg', legId: 1 }, MARKO);
    told.at(at, { type: 'hand_back_leg', legId: 1, to: LEA, reason: 'part_done', messageId: null }, MARKO);
  },
  disputed(told, at) {
    told.at(at, { type: 'open_dispute', against: { type: 'person', personId: MARKO }, messageId: null }, PETRA);
    const [leg] = told.ticket.legs;
    if (leg?.status === 'offered') told.at(at, { type: 'acknowledge_leg', legId: 1 }, leg.told[0] ?? SANJA);
  },
};

function raise(told: History, at: Instant): void {
  told.at(at, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
}

function take(told: History, at: Instant): PersonId {
  raise(told, at);
  const by = told.ticket.escalations[0]?.told[0] ?? MARKO;
  told.at(at, { type: 'acknowledge', escalationId: 1 }, by);
  return by;
}

export type Script = typeof scripts extends fc.Arbitrary<infer Life> ? Life : never;

/** What else is part of a life. */
interface Circumstances {
  /** What changes about the people meanwhile. */
  changes?: RosterChange[];
  /** Other tickets are there to be merged with. */
  merges?: boolean;
  /** Told of every act and what came of it; nobody in person did what a program did. */
  heard?: (now: Instant, by: PersonId | undefined, command: TicketCommand, decision: Decision) => void;
}

/** Lives a script, checking `law` after every act; `roster` is how the people stand just then. */
export function live(
  script: Script,
  law: (told: History, now: number, ticked: boolean, roster: RosterPerson[]) => void,
  path: Path = PATH_OF_TWO,
  { changes = [], merges = false, heard = () => undefined }: Circumstances = {},
) {
  const scale = script.scaled ? 60 : 1;
  const steps = path.steps.map((step, index) => ({
    ...step,
    ...(script.rich && index === 1 ? RICH : {}),
    needs: script.needs,
    ...(script.needs === 'take_over' ? { doMs: 2 * HOUR } : {}),
    waitMs: step.waitMs / scale,
  }));
  const noticed = script.rich
    ? { signals: WATCHFUL, gates: [{ reason: 'skill' as const, afterDue: true, attempts: 1 }] }
    : {};
  const roster: RosterPerson[] = EVERYBODY.map((person) => {
    const isAway = script.away.includes(person.id);
    return { ...person, reachable: !isAway, awayUntil: isAway ? script.opened + 90 * DAY : null };
  });
  const rules = config({
    policies: POLICIES,
    path: { ...path, steps, ...noticed, repeat: script.repeat, lastResort: LAST },
  });
  const beside = companions((id, at) =>
    history(at, { id, roster, config: rules, others: () => new Map([[told.ticket.id, told]]) }),
  );
  const told: History = history(script.opened, {
    roster,
    routing: script.pushed ? [PUSHED] : [],
    open: { policyVersionId: POLICIES[script.policy]!.versionId },
    config: rules,
    others: beside.all,
  });
  BEGINNINGS[script.begun](told, script.opened);
  const ownCast: Cast = {
    ...cast,
    reply: (pick, by, act) => replyFor(act, told.log, pick) ?? cast.reply(pick, by, act),
  };
  let now = script.opened;
  for (const [index, { follows, ...asked }] of script.acts.entries()) {
    const act = following(asked, follows, told.ticket);
    for (const change of changes) if (change.before === index) change.to(roster, now);
    const due = dueAt(told.ticket);
    // A sweep looks just when something is due; anything else comes whenever it comes.
    now = act.act === 'sweep' && due !== null ? Math.max(now, due) : now + act.wait;
    // of signals and of changes some are a program's
    const isOfProgram = act.pick > 3 && PROGRAMS_DO.includes(act.act);
    const command = (merges ? beside.commandOf(act, told, now) : null) ?? commandOf(act, told.ticket, ownCast);
    // who wrote it takes it back
    const by = command.type === 'withdraw_reply' ? command.authorId : actorOf(act, told.ticket);
    const decision = told.at(now, command, isOfProgram ? PROGRAM : by);
    if (merges && decision.ok) beside.follow(command, now);
    heard(now, isOfProgram ? undefined : by, command, decision);
    law(told, now, act.act === 'sweep' || act.act === 'tick', roster);
  }
  return told;
}
