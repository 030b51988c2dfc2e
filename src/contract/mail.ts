import { z } from 'zod';
import { instant } from './common.ts';

/** What the built-in catcher kept instead of sending. */
export const caughtMail = z.object({
  id: z.number().int(),
  at: instant,
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  ticketId: z.number().int().nullable(),
});
export type CaughtMail = z.infer<typeof caughtMail>;
export const caughtMailPage = z.object({ items: z.array(caughtMail), nextCursor: z.string().nullable() });
export type CaughtMailPage = z.infer<typeof caughtMailPage>;

/** A line of the intake ledger. */
export const intakeRow = z.object({
  id: z.number().int(),
  receivedAt: instant,
  mailbox: z.string(),
  from: z.string(),
  size: z.number().int(),
  verdict: z.enum(['received', 'accepted', 'joined', 'rejected']),
  why: z.string().nullable(),
  ticketId: z.number().int().nullable(),
  ticketNumber: z.number().int().nullable(),
  error: z.string().nullable(),
});
export type IntakeRow = z.infer<typeof intakeRow>;
export const intakePage = z.object({ items: z.array(intakeRow), nextCursor: z.string().nullable() });
export type IntakePage = z.infer<typeof intakePage>;
