import { z } from 'zod';
import { LINK_KINDS } from '#core/link/link.ts';
import { status } from './common.ts';

/** A ticket by the number people call it. */
export const numberedTicket = z.object({ id: z.number().int(), number: z.number().int() });
export type NumberedTicket = z.infer<typeof numberedTicket>;

/** What this ticket is to another one. */
export const linkedTicket = z.object({
  ticket: numberedTicket.extend({ subject: z.string(), status }),
  kind: z.enum([...LINK_KINDS, 'split_from', 'split_into']),
});
export type LinkedTicket = z.infer<typeof linkedTicket>;
