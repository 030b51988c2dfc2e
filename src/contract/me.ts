import { z } from 'zod';
import { instant, language, personRef, role, teamRef } from './common.ts';

export const me = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string(),
  role,
  tier: z.number().int().nullable(),
  language,
  timeZone: z.string(),
  teams: z.array(teamRef.extend({ leads: z.boolean() })),
  /** The server's clock, so that a wrong clock on the desk does not falsify what is shown. */
  now: instant,
  unseenNotices: z.number().int(),
});
export type Me = z.infer<typeof me>;

/** Everyone who may be assigned or named, for menus. */
export const people = z.object({
  items: z.array(personRef.extend({ tier: z.number().int().nullable(), teamIds: z.array(z.number().int()) })),
  teams: z.array(teamRef),
});
export type People = z.infer<typeof people>;

export const health = z.object({
  status: z.enum(['ok', 'degraded']),
  /** Must be 0: open tickets nobody reachable holds, overdue looks, stalled climbs, undecided mail, overdue effects. */
  limbo: z.number().int(),
  limboBy: z.record(z.string(), z.number().int()),
  stuck: z.number().int(),
  /** How many mailboxes on other servers have not been reached for more than five minutes; which, admins are told. */
  mailboxesAway: z.number().int(),
  database: z.enum(['up', 'down']),
  version: z.string(),
});
export type Health = z.infer<typeof health>;
