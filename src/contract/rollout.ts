import { z } from 'zod';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import { instant, personRef } from './common.ts';
import { configName } from './config.ts';

/** What can be applied to open tickets. */
export const ROLLOUT_KINDS = ['policy', 'calendar', 'matrix'] as const;

export const rolloutOf = z.strictObject({ kind: z.enum(ROLLOUT_KINDS), name: configName });
export type RolloutOf = z.infer<typeof rolloutOf>;

/** The version that was looked at: a newer one is not applied unseen. */
export const startRollout = rolloutOf.extend({ versionId: z.number().int().positive() });

const named = { kind: z.enum(ROLLOUT_KINDS), name: z.string(), version: z.number().int(), versionId: z.number().int() };

/** What applying the active version would mean for open tickets now. */
export const rolloutPreview = z.object({
  ...named,
  /** Open tickets it is about. */
  tickets: z.number().int(),
  /** How many of them were looked at, those that are due first; what follows is counted among them. */
  looked: z.number().int(),
  /** Those that would change. */
  changed: z.number().int(),
  /** Targets that would be due sooner, or later (or never). */
  sooner: z.number().int(),
  later: z.number().int(),
  /** Targets that would be missed the moment it is applied. */
  missedAtOnce: z.number().int(),
  /** Up to when misses are compared, if nobody does anything. */
  until: instant,
  /** Targets that would be missed until then, and are not by the rules of now; and the other way round. */
  causes: z.number().int(),
  takesAway: z.number().int(),
  /** Of a calendar: active policies that count by an earlier version, from before they were renewed with it; publish the calendar again. */
  behind: z.array(z.string()),
  /** Tickets whose targets would change most urgently, of those the reader may see. */
  examples: z.array(
    z.object({
      id: z.number().int(),
      number: z.number().int(),
      subject: z.string(),
      clocks: z.array(
        z.object({
          kind: z.enum(CLOCK_KINDS),
          dueBefore: instant.nullable(),
          dueAfter: instant.nullable(),
          missed: z.boolean(),
        }),
      ),
    }),
  ),
});
export type RolloutPreview = z.infer<typeof rolloutPreview>;

export const rollout = z.object({
  id: z.number().int(),
  ...named,
  /** Null: from a file, by whoever has a shell on the machine. */
  askedBy: personRef.nullable(),
  askedAt: instant,
  /** `superseded`: a newer version was published before it was through; what it had not come to stays as it was. */
  state: z.enum(['running', 'done', 'cancelled', 'superseded']),
  endedAt: instant.nullable(),
  progress: z.object({ done: z.number().int(), of: z.number().int() }),
  /** Tickets it changed. */
  changed: z.number().int(),
  /** Targets that were missed by it. */
  missed: z.number().int(),
  /** Tickets it could not decide about; they stay as they were, and the log says why. */
  failed: z.number().int(),
});
export type Rollout = z.infer<typeof rollout>;
export const rolloutList = z.object({ items: z.array(rollout) });
