import { z } from 'zod';

/** A file that waits for the message it will hang on, for a day. Its type is what Belay found, not what it was called. */
export const upload = z.object({
  id: z.number().int(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
});
export type Upload = z.infer<typeof upload>;
