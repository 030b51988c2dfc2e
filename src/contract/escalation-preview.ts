import { z } from 'zod';
import { ESCALATION_REASONS } from '#core/escalation/escalation.ts';
import { TOLD_STAGES } from '#core/promise/promise.ts';
import { instant, moment, personRef } from './common.ts';

/** What somebody is about to ask for. */
export const previewQuery = z.object({
  reason: z.enum(ESCALATION_REASONS),
  /** Said twice, as a guarded step wants it. */
  confirmed: z.stringbool().optional(),
});

/** The same words as the requester reads them and as the caller does. */
const toldWords = z.object({
  /** The language of `text`: the requester's, English where Belay has no words of theirs. */
  language: z.string(),
  text: z.string(),
  /** The same in the caller's language; moments stay those of the requester's clock. */
  reading: z.string(),
});

/** What an escalation would bring about if it were asked for now. Nothing is kept of asking. */
export const escalationPreview = z.object({
  /** The code it would be refused with; null when it would not. */
  refusal: z.string().nullable(),
  /** The step it would call, the last resort where there is none left; null when it would be refused. */
  step: z.object({ index: z.number().int(), name: z.string() }).nullable(),
  told: z.array(personRef),
  /** What the requester would be promised; null when nothing new. */
  promise: toldWords
    .extend({
      stage: z.enum(TOLD_STAGES),
      dueAt: instant,
      /** When they are told; null: a message that waits already says it. */
      toldAt: instant.nullable(),
      /** How quick answers of this stage were of late, which the time comes from; null: from the path's own lengths. */
      speed: z.object({ samples: z.number().int(), mostMs: z.number() }).nullable(),
    })
    .nullable(),
  /** Why they would be promised nothing new; null when they would. */
  untoldBecause: z.enum(['told_already', 'step_tells_nothing', 'nobody_works', 'no_address']).nullable(),
});
export type EscalationPreview = z.infer<typeof escalationPreview>;

/** By when the requester shall hear, as a reply is about to say it. */
export const promiseWordsQuery = z.object({ at: z.coerce.number().pipe(moment) });
export const promiseWords = toldWords;
export type PromiseWords = z.infer<typeof promiseWords>;
