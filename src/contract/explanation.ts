import { z } from 'zod';
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
  kind: z.string(),
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
  outcome: z.enum(['met', 'late', 'void']).nullable(),
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
  /** A solved ticket closes when nobody writes again. */
  z.object({ rule: z.literal('close') }),
  /** Something this version of the explanation has no words for. */
  z.object({ rule: z.literal('other') }),
]);
export type NextRule = z.infer<typeof nextRule>;

/** Which intake rules said what it is, and which row of the matrix gave it its policy and path. */
export const choiceExplanation = z.object({
  sorted: z.array(
    z.object({ part: z.enum(['topic', 'severity', 'team']), rule: z.string(), version: z.number().int() }),
  ),
  /** null when no matrix chose; `row` is null when no row fitted and what is given otherwise was taken. */
  matched: z
    .object({ row: z.string().nullable(), version: z.number().int(), conditions: z.array(z.string()) })
    .nullable(),
});
export type ChoiceExplanation = z.infer<typeof choiceExplanation>;

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
  next: z.object({ at: instant, kind: z.string(), because: nextRule }).nullable(),
  /** Belay looks at the ticket again by this moment, whatever else happens; null when it is closed. */
  looksAt: instant.nullable(),
  chosen: choiceExplanation,
  clocks: z.array(clockExplanation),
  /** The newest part of the log, oldest first. */
  log: eventPage,
  now: instant,
});
export type Explanation = z.infer<typeof explanation>;
