import { z } from 'zod';
import { id, language, severity, teamRef } from './common.ts';

/** An address of Belay's own, and what a ticket that begins there gets. */
export const mailbox = z.object({
  id: z.number().int(),
  address: z.string(),
  name: z.string(),
  team: teamRef,
  /** The SLA policy by name; its active version counts when a ticket begins. */
  policy: z.string(),
  topic: z.string(),
  severity,
  /** Of newcomers who write there. */
  language,
  active: z.boolean(),
});
export type Mailbox = z.infer<typeof mailbox>;
export const mailboxList = z.object({ items: z.array(mailbox) });
export type MailboxList = z.infer<typeof mailboxList>;

const fields = {
  name: z.string().trim().min(1).max(200),
  teamId: id,
  policy: z.string().trim().min(1).max(200),
  topic: z.string().trim().min(1).max(80),
  severity,
  language,
};

export const createMailbox = z.object({
  ...fields,
  address: z.email().trim().toLowerCase().max(254),
  topic: fields.topic.default('general'),
  severity: severity.default('S3'),
  language: language.default('en'),
});
export type CreateMailbox = z.input<typeof createMailbox>;

/** What is left out stays. The address stays for ever: mail may still be on its way to it. */
export const changeMailbox = z.object(fields).extend({ active: z.boolean() }).partial();
export type ChangeMailbox = z.input<typeof changeMailbox>;
