import { z } from 'zod';
import { MOST_TAGS, MOST_TOPIC_LETTERS } from '#core/ticket/ticket.ts';
import { tag } from './act.ts';
import { channel, id, severity } from './common.ts';
import { newRequester } from './new-requester.ts';

/** A ticket with the requester's first words. What is left out is the mailbox's that fits best. */
export const createTicket = z.object({
  requester: newRequester,
  subject: z.string().trim().min(1).max(300),
  text: z.string().trim().min(1).max(100_000),
  /** The same with its formatting; what is unsafe in it is never shown. */
  html: z.string().max(500_000).optional(),
  /** Whose policy, topic, severity, language and team it gets: the address of one of Belay's mailboxes. */
  mailbox: z.email().trim().toLowerCase().max(254).optional(),
  teamId: id.optional(),
  /** How the requester came. With an API key it is always `api`. */
  channel: channel.optional(),
  /** What was filled in beside the text, by name: intake rules may ask about it. It is not kept. */
  fields: z.record(z.string().min(1).max(200), z.string().max(2_000)).optional(),
  severity: severity.optional(),
  topic: z.string().trim().min(1).max(MOST_TOPIC_LETTERS).optional(),
  tags: z.array(tag).max(MOST_TAGS).optional(),
  attachmentIds: z.array(id).max(20).optional(),
  assigneeId: id.optional(),
});
export type CreateTicket = z.input<typeof createTicket>;

export const creationHeaders = z.object({
  /** Made by the client: the same key with the same body opens one ticket and gives one answer, for a day. */
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/)
    .optional(),
});
