import { z } from 'zod';
import { BREACH_CAUSES, CLOCK_OUTCOMES, CLOCK_STOPS } from '#core/sla/clock-state.ts';
import { CYCLE_ENDS } from '#core/sla/ended-cycle.ts';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import { idInUrl, instant, moment, personRef, teamRef } from './common.ts';

/** What a clock measured in a cycle that is over. */
export const clockCycle = z.object({
  key: z.string(),
  kind: z.enum(CLOCK_KINDS),
  cycle: z.number().int(),
  targetMs: z.number(),
  /** Business time used. */
  usedMs: z.number(),
  startedAt: instant,
  /** Until when it was met; null of one that stood still when it ended. */
  dueAt: instant.nullable(),
  endedAt: instant,
  endedBy: z.enum([...CLOCK_STOPS, ...CYCLE_ENDS]),
  /** null: it ended without one. */
  outcome: z.enum(CLOCK_OUTCOMES).nullable(),
  breachedAt: instant.nullable(),
  /** Why it was missed, when time alone did not run out. */
  breachCause: z.enum(BREACH_CAUSES).nullable(),
  policy: z.object({ name: z.string(), version: z.number().int(), versionId: z.number().int() }),
  /** Whose it was at the end. */
  team: teamRef,
  assignee: personRef.nullable(),
  /** The event of the ticket's log that ended it. */
  seq: z.number().int(),
});
export type ClockCycle = z.infer<typeof clockCycle>;

/** A cycle with its ticket; `counts`: it is part of statistics, which leave out what is void, merged or spam. */
export const listedCycle = clockCycle.extend({
  ticket: z.object({ id: z.number().int(), number: z.number().int() }),
  counts: z.boolean(),
});
export type ListedCycle = z.infer<typeof listedCycle>;

export const cycleQuery = z.object({
  ticketId: idInUrl.optional(),
  kind: z.enum(CLOCK_KINDS).optional(),
  outcome: z.enum(CLOCK_OUTCOMES).optional(),
  teamId: idInUrl.optional(),
  /** Only what statistics count, or only what they leave out. */
  counts: z.stringbool().optional(),
  /** Ended at this moment or later, and before that one. */
  from: z.coerce.number().pipe(moment).optional(),
  until: z.coerce.number().pipe(moment).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}~\d{1,15}~\d{1,9}~[a-z_]{1,20}(?::[\w-]{1,80})?$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type CycleQuery = z.infer<typeof cycleQuery>;

/** The newest first. A page looks at a bounded stretch: it may hold fewer than asked for while there are more. */
export const cyclePage = z.object({ items: z.array(listedCycle), nextCursor: z.string().nullable() });
export type CyclePage = z.infer<typeof cyclePage>;
