import { z } from 'zod';

/** What every refused request answers (RFC 9457). `code` is stable; `title` and `detail` are for people. */
export const problem = z.object({
  type: z.string(),
  status: z.number().int(),
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  /** Where the request is wrong, by field. */
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  /** Name this when asking for help; it is in the log. */
  requestId: z.string(),
});
export type Problem = z.infer<typeof problem>;
