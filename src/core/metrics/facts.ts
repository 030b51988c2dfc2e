import type { Leg } from '#core/leg/leg.ts';
import { isGivenOn } from '#core/leg/passes.ts';
import { natureOf } from '#core/signal/nature.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What is counted of a ticket; each has one definition, in `COUNTED`. */
export const COUNTS = [
  'team_changes',
  'assignee_changes',
  'severity_changes',
  'topic_changes',
  'requester_messages',
  'replies',
  'notes',
  'solves',
  'reopenings',
  'warnings',
  'breaches',
  'escalations',
  'requested_escalations',
  'reactive_escalations',
  'proactive_escalations',
  'steps_reached',
  'steps_skipped',
  'last_resorts',
  'acknowledgements',
  'lapsed_acknowledgements',
  'returns',
  'hand_backs',
  'legs',
  'leg_hops',
  'leg_returns',
  'legs_done',
  'transfers_without_work',
  'ping_pongs',
  'disputes',
] as const;
export type Count = (typeof COUNTS)[number];

/** Moments of which the first one counts. */
export const FIRSTS = ['first_replied_at', 'first_solved_at', 'first_escalated_at', 'first_acknowledged_at'] as const;
export type First = (typeof FIRSTS)[number];

/** Moments of which the last one counts. */
export const LASTS = ['last_solved_at', 'last_closed_at'] as const;
export type Last = (typeof LASTS)[number];

/**
 * What reports ask of one ticket, or what a stretch of its log adds to it. Counts are numbers of events, moments are
 * those of the log; null = it never happened.
 */
export type TicketFact = Record<Count, number> & Record<First | Last, Instant | null>;

/** A ticket of which nothing is known yet: joined to any other fact it changes nothing. */
export const NO_FACT: Readonly<TicketFact> = Object.freeze({
  ...(Object.fromEntries(COUNTS.map((count) => [count, 0])) as Record<Count, number>),
  ...(Object.fromEntries([...FIRSTS, ...LASTS].map((moment) => [moment, null])) as Record<First | Last, null>),
});

type Told = { [Type in TicketEvent['type']]: Extract<TicketEvent, { type: Type }> };
type Definition = { [Type in keyof Told]?: (event: Told[Type], before: Ticket) => boolean };
const every = (): boolean => true;
/** What a step lent is counted as its escalation. */
const isOwn = (legs: readonly Leg[], id: number): boolean => legs.some((leg) => leg.id === id && leg.step === null);

/**
 * What each measure means: the events it counts, and on which condition about the ticket before the event.
 * `team_changes`: it went to another team. `assignee_changes`: from one person to another, whoever gave it; the first
 * person and a stay in the queue are no change. `requester_messages`: what people wrote, the first message included,
 * never what machines sent. `replies`: public messages the channel took. `reopenings`: solved or closed, then open
 * again. `leg_hops`: how often a part was offered to somebody, the first time included. `transfers_without_work`: it was
 * given on by whoever had it, with nothing said or changed since it came to them. `breaches`: targets that time ran out on; one that a change of rules put into the past is nobody's miss.
 */
const COUNTED: Record<Count, Definition> = {
  team_changes: { assigned: ({ teamId }, before) => teamId !== before.teamId },
  assignee_changes: {
    assigned: ({ assigneeId }, before) =>
      assigneeId !== null && before.assigneeId !== null && assigneeId !== before.assigneeId,
  },
  severity_changes: { severity_changed: every },
  topic_changes: { topic_changed: every },
  requester_messages: { message_received: ({ kind }) => kind === 'message' },
  replies: { reply_accepted: ({ automatic }) => automatic !== true },
  notes: { note_added: every },
  solves: { ticket_solved: every },
  reopenings: { ticket_reopened: every },
  warnings: { target_at_risk: every },
  breaches: { target_breached: ({ cause }) => cause === undefined || cause === 'undelivered' },
  escalations: { escalation_started: every },
  requested_escalations: { escalation_started: ({ trigger }) => trigger.type === 'request' },
  reactive_escalations: { escalation_started: ({ trigger }) => natureOf(trigger) === 'reactive' },
  proactive_escalations: { escalation_started: ({ trigger }) => natureOf(trigger) === 'proactive' },
  steps_reached: { step_reached: every },
  steps_skipped: { step_skipped: every },
  last_resorts: { last_resort_reached: every },
  acknowledgements: { escalation_acknowledged: every },
  lapsed_acknowledgements: { acknowledgement_lapsed: every },
  returns: { escalation_returned: every },
  hand_backs: {
    hand_back_acknowledged: every,
    leg_ended: ({ why, legId }, { legs }) => why === 'handed_back' && isOwn(legs, legId),
  },
  legs: { leg_offered: every },
  leg_hops: { leg_offered: every, leg_passed_on: every },
  leg_returns: { leg_returned: every },
  legs_done: { leg_ended: ({ why }) => why === 'done' },
  transfers_without_work: {
    assigned: (event, { assigneeId, teamId, watch }) =>
      watch.passes.length > 0 && isGivenOn({ personId: assigneeId, teamId }, event),
  },
  ping_pongs: { leg_offered: ({ reason }) => reason === 'ping_pong' },
  disputes: { leg_offered: ({ reason }) => reason === 'dispute' },
};

/** Which event's moment each is; `last_solved_at` is when the last solution was given, even to a ticket solved already. */
const MOMENTS: Record<First | Last, TicketEvent['type']> = {
  first_replied_at: 'reply_accepted',
  first_solved_at: 'ticket_solved',
  first_escalated_at: 'escalation_started',
  first_acknowledged_at: 'escalation_acknowledged',
  last_solved_at: 'ticket_solved',
  last_closed_at: 'ticket_closed',
};

type Rule = (fact: TicketFact, event: TicketEvent, before: Ticket, at: Instant) => void;

/** The definitions by event, so that an event asks only what counts it. */
const RULES: ReadonlyMap<TicketEvent['type'], Rule[]> = rulesByEvent();

function rulesByEvent(): Map<TicketEvent['type'], Rule[]> {
  const rules = new Map<TicketEvent['type'], Rule[]>();
  const add = (type: TicketEvent['type'], rule: Rule): void => void rules.set(type, [...(rules.get(type) ?? []), rule]);
  for (const count of COUNTS) {
    for (const [type, counts] of Object.entries(COUNTED[count])) {
      const holds = counts as (event: TicketEvent, before: Ticket) => boolean;
      add(type as TicketEvent['type'], (fact, event, before) => {
        if (holds(event, before)) fact[count] += 1;
      });
    }
  }
  for (const first of FIRSTS) add(MOMENTS[first], (fact, _event, _before, at) => void (fact[first] ??= at));
  for (const last of LASTS) add(MOMENTS[last], (fact, _event, _before, at) => void (fact[last] = at));
  return rules;
}

/**
 * What `events` add to the fact of a ticket that was `before` (null when they begin its log). null when they add
 * nothing. For any place where a log is cut, the fact of the whole is the first part's joined with the second's.
 */
export function factOf(
  before: Ticket | null,
  events: readonly { at: Instant; event: TicketEvent }[],
): TicketFact | null {
  let ticket = before;
  let fact: TicketFact | null = null;
  for (const { at, event } of events) {
    const rules = ticket === null ? undefined : RULES.get(event.type);
    if (ticket !== null && rules !== undefined) {
      fact ??= { ...NO_FACT };
      for (const rule of rules) rule(fact, event, ticket, at);
    }
    ticket = evolve(ticket, event, at);
  }
  return fact;
}

/** Which events of a whole log were counted for what: the places in the log, by measure; what never happened is left out. */
export function countedIn(log: readonly LoggedEvent[]): Map<Count | First | Last, number[]> {
  const counted = new Map<Count | First | Last, number[]>();
  let ticket: Ticket | null = null;
  for (const logged of log) {
    const fact = factOf(ticket, [logged]);
    ticket = evolve(ticket, logged.event, logged.at);
    if (fact === null) continue;
    const { seq } = logged;
    for (const count of COUNTS) if (fact[count] > 0) counted.set(count, [...(counted.get(count) ?? []), seq]);
    for (const first of FIRSTS) if (fact[first] !== null && !counted.has(first)) counted.set(first, [seq]);
    for (const last of LASTS) if (fact[last] !== null) counted.set(last, [seq]);
  }
  return counted;
}

/** Two stretches of one ticket's log together; `later` follows `sooner`. */
export function joinFacts(sooner: TicketFact, later: TicketFact): TicketFact {
  const joined = { ...sooner };
  for (const count of COUNTS) joined[count] += later[count];
  for (const first of FIRSTS) joined[first] ??= later[first];
  for (const last of LASTS) joined[last] = later[last] ?? joined[last];
  return joined;
}
