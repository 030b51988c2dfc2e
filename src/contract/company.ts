import { z } from 'zod';
import { CHANNELS } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { teamRouting } from './agent.ts';

const number = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const level = z.number().int().min(1).max(3);
const once = (items: { personId: number }[]): boolean =>
  new Set(items.map(({ personId }) => personId)).size === items.length;
const TWICE = 'person_twice';

const { mode, offerMs, overflowAfterMs, answerMs } = teamRouting.shape;

/** A team: who is in it, and how its tickets find somebody. */
export const teamBody = z.strictObject({
  members: z
    .array(z.strictObject({ personId: number, leads: z.boolean().default(false) }))
    .max(1_000)
    .refine(once, TWICE),
  mode: mode.default('direct'),
  offerMs: offerMs.default(2 * MINUTE),
  /** Who gets what waited too long. */
  overflowTeamId: number.nullable().default(null),
  overflowAfterMs: overflowAfterMs.default(30 * MINUTE),
  answerMs: answerMs.default(10 * MINUTE),
  /** What somebody must be able to do for tickets of a topic, and how well. */
  needs: z
    .array(z.strictObject({ topic: z.string().trim().min(1).max(80), skillId: number, level }))
    .max(200)
    .refine((needs) => new Set(needs.map(({ topic }) => topic)).size === needs.length, 'topic_twice')
    .default([]),
});
export type TeamBody = z.output<typeof teamBody>;

/** A skill: who has it, and how well. */
export const skillBody = z.strictObject({
  holders: z
    .array(z.strictObject({ personId: number, level }))
    .max(1_000)
    .refine(once, TWICE),
});
export type SkillBody = z.output<typeof skillBody>;

/** The most tickets of each channel that people hold at once; who is not named, and a channel that is not, has no limit. */
export const limitsBody = z.strictObject({
  holders: z
    .array(
      z.strictObject({
        personId: number,
        most: z.partialRecord(z.enum(CHANNELS), z.number().int().min(0).max(1_000)),
      }),
    )
    .max(1_000)
    .refine(once, TWICE),
});
export type LimitsBody = z.output<typeof limitsBody>;
