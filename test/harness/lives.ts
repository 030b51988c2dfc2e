import fc from 'fast-check';
import type { Path, Step } from '#core/escalation/path.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { Policy, Target } from '#core/sla/policy.ts';
import { SEVERITIES, type Ticket } from '#core/ticket/ticket.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#core/time.ts';
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
  PUSHED,
  SANJA,
  zagreb,
  type History,
} from './core.ts';
import { havingLeg, isLegAct, LEG_ACTS, legCommandOf } from './lives-legs.ts';

type Act = { wait: number; act: TicketCommand['type'] | 'sweep'; by: number; pick: number };

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
const TAGS = ['deposit', 'headset', 'refund', 'vip'];
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
const RICH: Partial<Step> = {
  calledOn: [{ type: 'customer_wrote' }, { type: 'at_risk', percent: 50 }, { type: 'reasons', count: 3 }],
  quietHours: { from: 12 * 60, to: 14 * 60 },
  fallback: [{ type: 'person', personId: PETRA }],
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
const acts: fc.Arbitrary<Act> = fc.record({
  wait: waits,
  act: fc.constantFrom(
    ...(['sweep', 'sweep', 'tick', 'receive', 'reply', 'accept_reply', 'fail_reply', 'note'] as const),
    ...(['assign', 'set_status', 'escalate', 'acknowledge', 'confirm'] as const),
    ...(['withdraw_reply', 'move_to_team', 'set_severity', 'set_topic', 'set_tags', 'change_tags'] as const),
    ...(['return', 'return', 'hand_back', 'hand_back', 'acknowledge_hand_back', 'acknowledge_hand_back'] as const),
    ...(['exclude', 'exclude', 'readmit'] as const),
    ...(['silence', 'end_silence', 'take_back', 'apply_path', 'de_escalate', 'signal'] as const),
    ...(['begin_maintenance', 'end_maintenance'] as const),
    ...(['offer', 'offer', 'accept_offer', 'decline_offer', 'recheck'] as const),
    ...(['retract_reply', 'apply_policy', 'apply_calendar', 'offer_contact', 'pick_up_contact'] as const),
    ...(['abandon_contact', 'receive', 'accept_reply'] as const),
    ...LEG_ACTS,
  ),
  by: fc.constantFrom(...people),
  pick: fc.nat(5),
});
/** What may happen to a ticket, at random. */
export const scripts = fc.record({
  opened: fc.integer({ min: 0, max: 7 * 24 * 60 }).map((minutes) => zagreb('2026-11-16 00:00') + minutes * MINUTE),
  // as long as they may be: left to itself a script ends before anything could be handed back
  acts: fc.array(acts, { maxLength: 40, size: 'max' }),
  /** How far it was raised, taken and handed back before chance begins. */
  begun: fc.nat(3),
  away: fc.subarray(people),
  repeat: fc.nat(2),
  // whether the team offers its tickets or gives them away at once
  pushed: fc.boolean(),
  policy: fc.nat(2),
  // A copy at sixty times the pace, as the demonstration climbs it.
  scaled: fc.boolean(),
  // A second step that more than time calls, that is quiet over noon and that has a fallback.
  rich: fc.boolean(),
});

/** Who has something of the ticket just now: left to chance alone, hardly anybody ever met what they may do. */
function concerned(ticket: Ticket) {
  const live = ticket.escalations.findLast(({ status }) => status !== 'ended');
  const held = live?.status === 'acknowledged' ? live : undefined;
  return { live, told: held === undefined ? live?.told[0] : undefined, holder: held?.by, receiver: held?.handBack?.to };
}

function offeredTo({ distribution }: Ticket): number | null {
  return distribution?.state === 'offered' ? distribution.to : null;
}

/** Mostly whoever may, now and then whoever comes. */
function actorOf({ act, by, pick }: Act, ticket: Ticket): number {
  const { told, holder, receiver } = concerned(ticket);
  if (pick === 0) return by;
  if (act === 'accept_offer' || act === 'decline_offer') return offeredTo(ticket) ?? by;
  if (isLegAct(act)) return havingLeg(ticket) ?? by;
  if (act === 'return') return receiver ?? told ?? by;
  if (act === 'hand_back' || act === 'confirm' || act === 'take_back') return holder ?? by;
  return act === 'acknowledge_hand_back' ? (receiver ?? by) : by;
}

function excludedOf(pick: number, ticket: Ticket): number {
  const { told, holder, receiver } = concerned(ticket);
  return [holder ?? told, receiver, ticket.assigneeId, offeredTo(ticket)][pick] ?? people[pick] ?? PETRA;
}

function commandOf({ act, by, pick }: Act, ticket: Ticket): TicketCommand {
  const messageId = 100 + pick;
  const escalationId = pick === 0 ? 1 : (concerned(ticket).live?.id ?? 2);
  if (isLegAct(act)) return legCommandOf(act, pick, ticket);
  switch (act) {
    case 'receive':
      return { type: act, messageId, authorId: 1, kind: pick === 0 ? 'auto_reply' : pick === 1 ? 'bounce' : 'message' };
    case 'reply':
    case 'note':
      return { type: act, messageId };
    case 'accept_reply':
      return { type: act, messageId, authorId: by, ...(pick < 3 ? { writtenAt: ticket.firstContactAt } : {}) };
    case 'withdraw_reply':
      return { type: act, messageId, authorId: by };
    case 'fail_reply':
    case 'retract_reply':
      return { type: act, messageId, authorId: by, code: '550' };
    case 'apply_policy':
      return { type: act, policyVersionId: POLICIES[pick % POLICIES.length]!.versionId };
    case 'apply_calendar':
      return { type: act, calendarVersionId: pick % 2 === 0 ? CALENDAR : AROUND_THE_CLOCK };
    case 'offer_contact':
    case 'pick_up_contact':
    case 'abandon_contact':
      return { type: act, messageId };
    case 'close_as':
      return { type: act, as: pick % 2 === 0 ? 'spam' : 'merged' };
    case 'assign':
      return { type: act, assigneeId: pick === 0 ? null : (people[pick - 1] ?? PETRA), teamId: 1 };
    case 'set_status':
      return { type: act, to: (['open', 'waiting_on_customer', 'on_hold', 'solved'] as const)[pick % 4] ?? 'open' };
    case 'record_status':
      return { type: act, to: 'closed' };
    case 'escalate': {
      const firing =
        pick === 0 ? null : (ticket.escalations.findLast(({ status }) => status !== 'ended')?.firing ?? null);
      return { type: act, reason: 'skill', messageId: null, firing };
    }
    case 'move_to_team':
      return { type: act, teamId: 1 + (pick % 2) };
    case 'set_severity':
      return { type: act, severity: SEVERITIES[pick % 4] ?? 'S3' };
    case 'set_topic':
      return { type: act, topic: `topic ${pick % 3}` };
    case 'set_tags':
      return { type: act, tags: TAGS.slice(0, pick) };
    case 'change_tags':
      return { type: act, add: TAGS.slice(pick), remove: TAGS.slice(0, 2) };
    case 'exclude':
      return { type: act, personId: excludedOf(pick, ticket) };
    case 'readmit':
      return { type: act, personId: people[pick] ?? PETRA };
    case 'silence':
      return { type: act, escalationId, lengthMs: (1 + pick) * 20 * MINUTE };
    case 'take_back':
    case 'end_silence':
      return { type: act, escalationId };
    case 'apply_path':
      return { type: act, escalationId, pathVersionId: PATH_OF_TWO.versionId };
    case 'de_escalate':
      return { type: act, escalationId, reason: 'calmed', messageId: null };
    case 'begin_maintenance':
      return { type: act, until: ticket.lastEventAt + (1 + pick) * 40 * MINUTE };
    case 'end_maintenance':
      return { type: act };
    case 'signal':
      return { type: act, kind: 'complaint', evidence: [messageId], confidence: 1 };
    case 'return':
      return { type: act, escalationId, reason: 'no_time', messageId: null };
    case 'hand_back':
      return {
        type: act,
        escalationId,
        to: pick < 2 ? null : (people[pick - 1] ?? PETRA),
        reason: 'part_done',
        messageId,
      };
    case 'accept_offer':
    case 'decline_offer':
    case 'offer':
    case 'recheck':
      return { type: act };
    case 'acknowledge_hand_back':
    case 'acknowledge':
    case 'confirm':
      return { type: act, escalationId };
    case 'open':
    case 'tick':
    case 'sweep':
      return { type: 'tick' };
  }
}

function begin(told: History, { opened, begun }: { opened: number; begun: number }): void {
  const escalationId = 1;
  if (begun > 0) told.at(opened, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  if (begun < 2) return;
  const by = told.ticket.escalations[0]?.told[0] ?? MARKO;
  told.at(opened, { type: 'acknowledge', escalationId }, by);
  if (begun < 3) return;
  told.at(opened, { type: 'hand_back', escalationId, to: LEA, reason: 'part_done', messageId: null }, by);
}

/** Lives a script, checking `law` after every act. */
export function live(
  script: typeof scripts extends fc.Arbitrary<infer Script> ? Script : never,
  law: (told: History, now: number, ticked: boolean) => void,
  path: Path = PATH_OF_TWO,
) {
  const scale = script.scaled ? 60 : 1;
  const steps = path.steps.map((step, index) => ({
    ...step,
    ...(script.rich && index === 1 ? RICH : {}),
    waitMs: step.waitMs / scale,
  }));
  const told = history(script.opened, {
    roster: EVERYBODY.map((person) => {
      const isAway = script.away.includes(person.id);
      return { ...person, reachable: !isAway, awayUntil: isAway ? script.opened + 90 * DAY : null };
    }),
    routing: script.pushed ? [PUSHED] : [],
    open: { policyVersionId: POLICIES[script.policy]!.versionId },
    config: config({ policies: POLICIES, path: { ...path, steps, repeat: script.repeat, lastResort: LAST } }),
  });
  begin(told, script);
  let now = script.opened;
  for (const act of script.acts) {
    const due = dueAt(told.ticket);
    // A sweep looks just when something is due; anything else comes whenever it comes.
    now = act.act === 'sweep' && due !== null ? Math.max(now, due) : now + act.wait;
    told.at(now, commandOf(act, told.ticket), actorOf(act, told.ticket));
    law(told, now, act.act === 'sweep' || act.act === 'tick');
  }
  return told;
}
