import { z } from 'zod';
import { ATTEMPT_KINDS } from '#core/escalation/attempt.ts';
import { REPORTED_KINDS } from '#core/signal/nature.ts';
import { SIGNAL_KINDS } from '#core/escalation/escalation.ts';
import { id, instant } from './common.ts';

const commandId = z.string().min(8).max(100);
const words = z.string().trim().max(4_000).default('');
const place = z.number().int().min(0).max(1_000_000);

/** A message something was seen in, and where: letters from its beginning, `to` the first one after it. */
const seenIn = z
  .strictObject({ messageId: id, from: place.optional(), to: place.optional() })
  .refine(({ from, to }) => (from === undefined ? to === undefined : to !== undefined && from < to), {
    error: 'no_place',
  });

export type SeenIn = z.infer<typeof seenIn>;

/** Says what was noticed: by a colleague's button, or by a program. Never the words themselves. */
export const reportSignal = z.object({
  kind: z.enum(REPORTED_KINDS),
  evidence: z.array(seenIn).max(20).default([]),
  /** How sure whoever noticed it is. */
  confidence: z.number().min(0).max(1).default(1),
  words,
  commandId,
});
export type ReportSignal = z.input<typeof reportSignal>;

/** Lets programs change the ticket again. */
export const resumeAutomation = z.object({ commandId });
export type ResumeAutomation = z.infer<typeof resumeAutomation>;

/** Writes down that something was tried. */
export const recordAttempt = z.object({ kind: z.enum(ATTEMPT_KINDS), words, commandId });
export type RecordAttempt = z.input<typeof recordAttempt>;

/** What somebody thought they noticed; below `least` it calls nobody. */
export const hint = z.object({
  kind: z.enum(SIGNAL_KINDS),
  evidence: z.array(z.number().int()),
  confidence: z.number(),
  least: z.number(),
  at: instant,
});
