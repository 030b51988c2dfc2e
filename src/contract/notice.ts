import { z } from 'zod';
import { instant } from './common.ts';

/** The newest thing somebody was told about a ticket. */
export const notice = z.object({
  id: z.number().int(),
  ticketId: z.number().int(),
  number: z.number().int(),
  subject: z.string(),
  /** What happened, as the event's type; the words are the client's. */
  kind: z.string(),
  at: instant,
  seenAt: instant.nullable(),
  /** How often they were told something about the ticket that they have not seen; 0 when all was seen. */
  unseen: z.number().int(),
});
export type Notice = z.infer<typeof notice>;
/** `unseen`: of how many tickets there is something they have not seen. */
export const noticePage = z.object({ items: z.array(notice), unseen: z.number().int() });
export type NoticePage = z.infer<typeof noticePage>;
