import { z } from 'zod';
import { instant } from './common.ts';

/** When the business hours that a ticket's clock counts in were and will be open, for drawing its past in working time. */
export const openHours = z.object({
  calendar: z.string(),
  from: instant,
  to: instant,
  /** In order, never touching; at most a thousand. */
  spans: z.array(z.object({ opens: instant, closes: instant })),
  /** False when there are more than are given: the last ones are left out. */
  complete: z.boolean(),
});
export type OpenHours = z.infer<typeof openHours>;
