import { z } from 'zod';
import { QUESTION_ENDS, QUESTION_PHASES } from '#core/question/question.ts';
import { DAY, MINUTE } from '#core/time.ts';
import { id, instant, personRef } from './common.ts';

const commandId = z.string().min(8).max(100);
const asked = {
  text: z.string().trim().min(1).max(100_000),
  /** What was uploaded for it before. */
  attachmentIds: z.array(id).max(20).optional(),
  /** Business time for an answer. */
  answerMs: z
    .number()
    .int()
    .min(MINUTE)
    .max(90 * DAY)
    .optional(),
  /** The ticket waits on hold for the answer. */
  holds: z.boolean().default(false),
  commandId,
};

/** Asks a supplier or another department by mail, in a side thread the requester never sees. */
export const askQuestion = z.object({
  to: z.email().max(254).toLowerCase(),
  /** Without it, the ticket's. */
  subject: z.string().trim().min(1).max(300).optional(),
  ...asked,
});
export type AskQuestion = z.input<typeof askQuestion>;

/** Asks once more, or further, in the same side thread. */
export const askAgain = z.object(asked);
export const withdrawQuestion = z.object({ commandId });

export const question = z.object({
  id: z.number().int(),
  status: z.enum(['open', 'ended']),
  /** How far an unanswered one has come; null once it ended. */
  phase: z.enum(QUESTION_PHASES).nullable(),
  to: z.array(z.string()),
  askedBy: personRef,
  askedAt: instant,
  /** The message the side thread begins with. */
  messageId: z.number().int(),
  answerBy: instant.nullable(),
  holds: z.boolean(),
  endedAt: instant.nullable(),
  endedWhy: z.enum(QUESTION_ENDS).nullable(),
  /** What the reader may do to it now: null, or the code of why not. */
  may: z.object({ askAgain: z.string().nullable(), withdraw: z.string().nullable() }),
});
export type QuestionView = z.infer<typeof question>;
