import { z } from 'zod';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import { instant } from './common.ts';

/** What comes next of a ticket unless somebody acts; in the list of what is mine, what comes next for the reader. */
export const nextEvent = z.object({
  at: instant,
  kind: z.enum([
    ...CLOCK_KINDS,
    'step',
    'last_resort',
    'confirm',
    'promise',
    'approval',
    'question',
    'leg',
    'offer',
    'hand_back',
    'snooze',
    'close',
  ]),
});
export type NextEvent = z.infer<typeof nextEvent>;
