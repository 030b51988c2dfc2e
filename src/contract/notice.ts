import { z } from 'zod';
import { instant } from './common.ts';

export const notice = z.object({
  id: z.number().int(),
  ticketId: z.number().int(),
  number: z.number().int(),
  subject: z.string(),
  /** What happened, as the event's type; the words are the client's. */
  kind: z.string(),
  at: instant,
  seenAt: instant.nullable(),
});
export type Notice = z.infer<typeof notice>;
export const noticePage = z.object({ items: z.array(notice), unseen: z.number().int() });
export type NoticePage = z.infer<typeof noticePage>;
