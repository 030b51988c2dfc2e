import { z } from 'zod';

/** One change of one ticket the reader may see; the client refetches what it shows. SSE event `ticket`, id = cursor. */
export const ticketChanged = z.object({ ticketId: z.number().int(), seq: z.number().int() });
export type TicketChanged = z.infer<typeof ticketChanged>;
/** SSE event `notice`: something new for the reader. */
export const noticeArrived = z.object({ unseen: z.number().int() });
/** SSE event `resync`: the cursor is too old or unknown; refetch what is shown. */
/** SSE event `heartbeat`, every 15 s, with the server's clock. */
export const heartbeat = z.object({ now: z.number().int() });
