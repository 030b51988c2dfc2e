import { z } from 'zod';
import { COUNTS, FIRSTS, LASTS } from '#core/metrics/facts.ts';
import { BREACH_CAUSES, CLOCK_OUTCOMES, CLOCK_STOPS } from '#core/sla/clock-state.ts';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import { TIER_REASONS } from '#core/ticket/tier-event.ts';
import { clockCycle } from './clock-cycle.ts';
import { candidates } from './agent.ts';
import { instant, personRef, severity, status, teamRef } from './common.ts';
import { eventPage } from './ticket.ts';

/** A configured thing as it stood when the ticket took it up: versions are never edited. */
const versioned = z.object({ name: z.string(), version: z.number().int(), versionId: z.number().int() });

/** A stretch of a clock's life. `closed` and `paused` time does not count. */
export const clockSpan = z.object({
  from: instant,
  to: instant,
  what: z.enum(['counted', 'closed', 'paused']),
});
export type ClockSpan = z.infer<typeof clockSpan>;

export const clockExplanation = z.object({
  key: z.string(),
  kind: z.enum(CLOCK_KINDS),
  cycle: z.number().int(),
  state: z.enum(['running', 'paused', 'stopped']),
  policy: versioned,
  calendar: versioned,
  timeZone: z.string(),
  targetMs: z.number(),
  /** Business time used in the present cycle. */
  usedMs: z.number(),
  startedAt: instant,
  dueAt: instant.nullable(),
  breachedAt: instant.nullable(),
  breachCause: z.enum(BREACH_CAUSES).nullable(),
  /** Cycles missed so far, with this one. */
  breaches: z.number().int(),
  outcome: z.enum(CLOCK_OUTCOMES).nullable(),
  stoppedBy: z.enum(CLOCK_STOPS).nullable(),
  /** Statuses in which this clock stands still. */
  pauseIn: z.array(status),
  /** The newest stretches, oldest first; `complete` is false when there were more. */
  spans: z.array(clockSpan),
  complete: z.boolean(),
});
export type ClockExplanation = z.infer<typeof clockExplanation>;

/** The rule behind what happens next. */
export const nextRule = z.discriminatedUnion('rule', [
  /** A target is due: what this policy promises in this severity, counted by this calendar. */
  z.object({
    rule: z.literal('target'),
    clock: z.string(),
    policy: versioned,
    calendar: versioned,
    targetMs: z.number(),
  }),
  /** The wait after a step of the path ends, and the next step is called; null = from the bottom, or the last resort. */
  z.object({
    rule: z.literal('step'),
    path: versioned,
    waited: z.string().nullable(),
    waitMs: z.number().nullable(),
    next: z.string().nullable(),
  }),
  z.object({ rule: z.literal('last_resort'), path: versioned, everyMs: z.number(), people: z.array(z.string()) }),
  /** Somebody who acknowledged must show that they are at it. */
  z.object({ rule: z.literal('loan'), path: versioned, person: personRef, withinMs: z.number() }),
  /** Somebody must decide an approval, or others are asked. */
  z.object({ rule: z.literal('approval'), people: z.array(z.string()), decideMs: z.number() }),
  /** A part handed over is to be taken, or to be done, by these people, or it goes on to others. */
  z.object({
    rule: z.literal('leg'),
    people: z.array(z.string()),
    until: z.enum(['taken', 'done', 'lost', 'taken_back']),
    withinMs: z.number(),
  }),
  /** An answer is wanted of somebody outside. */
  z.object({ rule: z.literal('question'), answerMs: z.number() }),
  /** Somebody put it aside until then. */
  z.object({ rule: z.literal('snooze'), person: personRef }),
  /** A solved ticket closes when nobody writes again. */
  z.object({ rule: z.literal('close') }),
  /** Something this version of the explanation has no words for. */
  z.object({ rule: z.literal('other') }),
]);
export type NextRule = z.infer<typeof nextRule>;

/** Which intake rules said what it is, and which row of the matrix gave it its policy and path. */
export const choiceExplanation = z.object({
  sorted: z.array(
    z.object({
      part: z.enum(['topic', 'severity', 'team']),
      rule: z.string(),
      version: z.number().int(),
      /** The fields of a form that the rule asked for, with its own word for what stood in them. */
      fields: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
  /** null when no matrix chose; `row` is null when no row fitted and what is given otherwise was taken. */
  matched: z
    .object({ row: z.string().nullable(), version: z.number().int(), conditions: z.array(z.string()) })
    .nullable(),
});
export type ChoiceExplanation = z.infer<typeof choiceExplanation>;

const placed = { path: versioned, step: z.string(), number: z.number().int() };

/** The rule behind something in the log. */
export const eventReason = z.discriminatedUnion('rule', [
  /** A clock runs by what this policy promises in the severity of then, counted by this calendar. */
  z.object({
    rule: z.literal('clock'),
    clock: z.string(),
    policy: versioned,
    calendar: versioned,
    targetMs: z.number(),
    pauseIn: z.array(status),
  }),
  /** `chosenBy` says whether the matrix or the policy named the path; `after` is the step it went on from. */
  z.object({
    rule: z.literal('path'),
    path: versioned,
    policy: versioned,
    chosenBy: z.enum(['matrix', 'policy']),
    after: z.string().nullable(),
  }),
  /** A step was called because of `cause`; `late` when Belay looked late and its wait counts from then. */
  z.object({ rule: z.literal('step'), ...placed, cause: z.string(), waitMs: z.number(), late: z.boolean() }),
  z.object({ rule: z.literal('step_empty'), ...placed }),
  z.object({ rule: z.literal('last_resort'), path: versioned, everyMs: z.number().nullable() }),
  z.object({ rule: z.literal('loan'), path: versioned, withinMs: z.number().nullable() }),
  /** A part handed over: so long to take it, so long to do it. */
  z.object({ rule: z.literal('leg'), reason: z.string(), acceptMs: z.number(), doMs: z.number() }),
  /** Promised by what nine of ten answers of late took, out of so many. */
  z.object({ rule: z.literal('speed'), samples: z.number().int(), mostMs: z.number() }),
  /** Of the team's people at the lowest tier who can be reached, the one with the fewest open tickets. */
  z.object({ rule: z.literal('least_loaded'), openTickets: z.number().int() }),
  /** Of `eligible` who could take it the relatively least loaded, then the longest idle; `most` null = no limit. */
  z.object({
    rule: z.literal('offer'),
    held: z.number().int(),
    most: z.number().int().nullable(),
    eligible: z.number().int(),
  }),
  /** Nobody could be offered it; `why` stands in the way of whoever comes nearest. */
  z.object({ rule: z.literal('nobody'), why: z.string() }),
  /** A clock stands still, or counts again, because of the status the ticket has. */
  z.object({ rule: z.enum(['pause', 'resume']), clock: z.string(), policy: versioned, status }),
]);
export type EventReason = z.infer<typeof eventReason>;

/** What reports count of a ticket, with the places in its log that were counted. */
export const countedNumber = z.object({
  name: z.enum([...COUNTS, ...FIRSTS, ...LASTS]),
  /** How often, or the moment in milliseconds since 1970. */
  value: z.number(),
  events: z.array(z.number().int()),
});

/** Why a ticket stands as it does: who answers for it, what happens next and by which rule, and how its time was counted. */
export const explanation = z.object({
  id: z.number().int(),
  number: z.number().int(),
  subject: z.string(),
  status,
  severity,
  responsible: z.object({
    person: personRef.nullable(),
    team: teamRef,
    because: z.enum(['acknowledged', 'assigned', 'team']),
  }),
  tier: z.object({
    stands: z.number().int(),
    /** Where it stands once nobody above holds it. */
    assigned: z.number().int(),
    /** What moved it there; null when nothing did, or of a log of more than 2,000 events. */
    moved: z
      .object({ at: instant, seq: z.number().int(), why: z.enum(TIER_REASONS), person: personRef.nullable() })
      .nullable(),
  }),
  next: z.object({ at: instant, kind: z.string(), because: nextRule }).nullable(),
  /** Belay looks at the ticket again by this moment, whatever else happens; null when it is closed. */
  looksAt: instant.nullable(),
  chosen: choiceExplanation,
  clocks: z.array(clockExplanation),
  /** What its clocks measured in cycles that are over, the newest 100, oldest first; `seq` is the event that ended it. */
  cycles: z.array(clockCycle),
  /** The newest part of the log, oldest first. */
  log: eventPage,
  /** Every team the log names. */
  teams: z.array(teamRef),
  /** The rules behind what is in the log, by the event's `seq`; of a log of more than 2,000 events none. */
  reasons: z.array(z.object({ seq: z.number().int(), because: eventReason })),
  /** What reports count of this ticket, and why; of a log of more than 2,000 events none. */
  numbers: z.array(countedNumber),
  /** Why (not) me: of a ticket whose team offers its tickets and that nobody holds; else null. */
  candidates: candidates.nullable(),
  /** What was refused, with the newest event of then; the newest 20, oldest first. */
  refusals: z.array(z.object({ at: instant, seq: z.number().int(), code: z.string() })),
  now: instant,
});
export type Explanation = z.infer<typeof explanation>;
