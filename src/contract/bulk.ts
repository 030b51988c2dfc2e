import { z } from 'zod';
import { ESCALATION_REASONS } from '#core/escalation/escalation.ts';
import { MOST_TAGS, MOST_TOPIC_LETTERS } from '#core/ticket/ticket.ts';
import { tag } from './act.ts';
import { id, moment, severity } from './common.ts';

/** What may be done to many tickets at once. */
export const bulkAct = z.discriminatedUnion('type', [
  z.object({ type: z.literal('assign'), assigneeId: id.nullable(), teamId: id.optional() }),
  z.object({ type: z.literal('team'), teamId: id }),
  z.object({ type: z.literal('status'), status: z.enum(['open', 'waiting_on_customer', 'on_hold', 'solved']) }),
  z.object({ type: z.literal('severity'), severity }),
  z.object({ type: z.literal('topic'), topic: z.string().trim().min(1).max(MOST_TOPIC_LETTERS) }),
  z.object({
    type: z.literal('tags'),
    add: z.array(tag).max(MOST_TAGS).default([]),
    remove: z.array(tag).max(MOST_TAGS).default([]),
  }),
  z.object({ type: z.literal('escalate'), reason: z.enum(ESCALATION_REASONS) }),
  z.object({ type: z.literal('snooze'), until: moment }),
  z.object({ type: z.literal('end_snooze') }),
]);
export type BulkAct = z.output<typeof bulkAct>;

export const bulkRequest = z.object({
  ids: z.array(id).min(1).max(100),
  act: bulkAct,
  /** Made by the client; the same key twice does the act once. */
  commandId: z.string().min(8).max(100),
});
export type BulkRequest = z.input<typeof bulkRequest>;

export const bulkReply = z.object({
  /** One for each id, in their order. A ticket out of sight is `not_found`; what was refused hurts no other. */
  results: z.array(
    z.object({
      ticketId: z.number().int(),
      ok: z.boolean(),
      /** The ticket's newest event then. */
      seq: z.number().int().nullable(),
      /** Why not. */
      code: z.string().nullable(),
    }),
  ),
  /** The requests that put back what was changed, without their command ids; empty for an act that cannot be put back. */
  undo: z.array(z.object({ ids: z.array(z.number().int()), act: bulkAct })),
});
export type BulkReply = z.infer<typeof bulkReply>;
