import { z } from 'zod';
import { instant } from './common.ts';

/** A device somebody is signed in on. */
export const ownSession = z.object({
  id: z.string(),
  /** Names of programs, such as Firefox and Windows; null when the device did not say. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  startedAt: instant,
  /** Right to a quarter of an hour. */
  usedAt: instant,
  /** The one that asks. */
  current: z.boolean(),
});
export const ownSessions = z.object({ items: z.array(ownSession) });
export type OwnSessions = z.infer<typeof ownSessions>;

/** Ends all other sessions of this person. */
export const passwordChange = z.object({
  current: z.string().min(1).max(200),
  next: z.string().min(10).max(200),
});
export type PasswordChange = z.infer<typeof passwordChange>;
