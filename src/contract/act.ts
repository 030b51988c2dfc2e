import { z } from 'zod';
import { money } from './approval.ts';
import {
  DE_ESCALATION_REASONS,
  ESCALATION_NEEDS,
  ESCALATION_REASONS,
  HAND_BACK_REASONS,
  RETURN_REASONS,
} from '#core/escalation/escalation.ts';
import { LONGEST_SILENCE } from '#core/escalation/silence.ts';
import { LINK_KINDS } from '#core/link/link.ts';
import { MOST_TAG_LETTERS, MOST_TAGS, MOST_TOPIC_LETTERS } from '#core/ticket/ticket.ts';
import { id, moment, severity } from './common.ts';
import { newRequester } from './new-requester.ts';

/** Made by the client; the same key twice does the act once. */
const commandId = z.string().min(8).max(100);
const words = z.string().trim().max(4_000).default('');

const said = {
  text: z.string().trim().min(1).max(100_000),
  /** The same with its formatting; the server keeps of it what is safe. */
  html: z.string().max(500_000).optional(),
  /** What was uploaded for it before. */
  attachmentIds: z.array(id).max(20).optional(),
  commandId,
};

/** Words to the requester. */
export const writeReply = z.object({
  ...said,
  cc: z.array(z.email().max(254).toLowerCase()).max(20).optional(),
  /**
   * The newest message the writer had seen, null when they had seen none: a newer one of somebody else refuses the
   * reply (`new_messages`) unless `anyway`. Without it nothing is compared.
   */
  seenMessageId: z.number().int().nullable().optional(),
  anyway: z.boolean().optional(),
  /** By when the requester hears again, as the words say it: a promise, or another time for the one that is open; at most 30 days ahead. */
  hearsBy: moment.optional(),
  /** What the ticket becomes with the reply, in the same act. */
  // oxlint-disable-next-line unicorn/no-thenable -- a word on the wire, never a function
  then: z.enum(['solved', 'waiting_on_customer']).nullable().optional(),
});
export type WriteReply = z.input<typeof writeReply>;

/** Words among agents. */
export const writeNote = z.object(said);
export type WriteNote = z.input<typeof writeNote>;

/** Takes back a reply that has not gone out yet. */
export const withdraw = z.object({ commandId });
export type Withdraw = z.input<typeof withdraw>;

export const setStatus = z.object({
  status: z.enum(['open', 'waiting_on_customer', 'on_hold', 'solved']),
  commandId,
});
export type SetStatus = z.infer<typeof setStatus>;

export const assign = z.object({ assigneeId: id.nullable(), teamId: id.optional(), commandId });
export type Assign = z.infer<typeof assign>;

/** To a team, where somebody is proposed as when a ticket comes in. */
export const setTeam = z.object({ teamId: id, commandId });
export type SetTeam = z.infer<typeof setTeam>;

export const setSeverity = z.object({ severity, commandId });
export type SetSeverity = z.infer<typeof setSeverity>;

export const setTopic = z.object({ topic: z.string().trim().min(1).max(MOST_TOPIC_LETTERS), commandId });
export type SetTopic = z.infer<typeof setTopic>;

/** A tag: one word or several, in lower case. */
export const tag = z.string().trim().toLowerCase().min(1).max(MOST_TAG_LETTERS);
/** All tags the ticket has from now on. */
export const setTags = z.object({ tags: z.array(tag).max(MOST_TAGS), commandId });
export type SetTags = z.input<typeof setTags>;

export const escalate = z.object({
  /** The firing seen on the live escalation; null when none was seen. */
  firing: z.number().int().nullable(),
  reason: z.enum(ESCALATION_REASONS),
  /** Said twice: where the next step is guarded, it is called only so. */
  confirmed: z.boolean().optional(),
  /** What it costs to allow what is asked for; a step that wants a decision asks who may allow so much. */
  amount: money.optional(),
  /** What whoever is called shall do. */
  need: z.enum(ESCALATION_NEEDS).optional(),
  /** The requester is told nothing of the step that is called by it. */
  untold: z.boolean().optional(),
  words,
  commandId,
});
export type Escalate = z.input<typeof escalate>;

export const acknowledge = z.object({
  commandId,
  /** Takes it in the place of this holder, whom the caller saw. */
  insteadOf: id.optional(),
});
export type Acknowledge = z.infer<typeof acknowledge>;

/** Refuses what one was told by a step, or what is being handed back to one. */
export const returnEscalation = z.object({ reason: z.enum(RETURN_REASONS), words, commandId });
export type ReturnEscalation = z.input<typeof returnEscalation>;

/** Offers what one holds to somebody below: to the assignee unless `toPersonId` names another. */
export const handBack = z.object({ reason: z.enum(HAND_BACK_REASONS), words, toPersonId: id.optional(), commandId });
export type HandBackBody = z.input<typeof handBack>;

/** Keeps a person away from a ticket, or lets them back. */
export const exclude = z.object({ commandId });
export type Exclude = z.infer<typeof exclude>;

/** Takes what is being handed back. */
export const takeHandBack = z.object({ commandId });
export type TakeHandBack = z.infer<typeof takeHandBack>;

/** Gives an acknowledgement up: the next step is called. */
export const takeBack = z.object({ commandId });
export type TakeBack = z.infer<typeof takeBack>;

/** Nothing of the escalation moves for so long; at most a day. */
export const silence = z.object({
  lengthMs: z.number().int().min(60_000).max(LONGEST_SILENCE),
  commandId,
});
export type Silence = z.infer<typeof silence>;

/** Ends a silence before its time. */
export const endSilence = z.object({ commandId });
export type EndSilence = z.infer<typeof endSilence>;

/** Begins another path at its first step: the version of that name that is active. */
export const applyPath = z.object({ path: z.string().min(1).max(100), commandId });
export type ApplyPath = z.infer<typeof applyPath>;

/** Ends an escalation whose reason is gone. */
export const deEscalate = z.object({ reason: z.enum(DE_ESCALATION_REASONS), words, commandId });
export type DeEscalate = z.input<typeof deEscalate>;

/** Planned work: triggers and steps of the ticket wait until then. */
export const beginMaintenance = z.object({ until: moment, commandId });
export type BeginMaintenance = z.infer<typeof beginMaintenance>;

/** It ends before its time. */
export const endMaintenance = z.object({ commandId });
export type EndMaintenance = z.infer<typeof endMaintenance>;

/** It is one matter with another ticket, which owes from now on what both did. */
export const mergeTicket = z.object({ intoTicketId: id, commandId });
export type MergeTicket = z.infer<typeof mergeTicket>;

/** It stands for itself again, as though it had never been merged. */
export const unmergeTicket = z.object({ commandId });
export type UnmergeTicket = z.infer<typeof unmergeTicket>;

/** What the ticket is to the other one. */
export const linkTicket = z.object({ kind: z.enum(LINK_KINDS), commandId });
export type LinkTicket = z.infer<typeof linkTicket>;

/** It is nothing to the other one any more. */
export const unlinkTicket = z.object({ commandId });
export type UnlinkTicket = z.infer<typeof unlinkTicket>;

/** It is nobody's matter, or it is one after all. */
export const markSpam = z.object({ commandId });
export type MarkSpam = z.infer<typeof markSpam>;

/** A message of the thread becomes a ticket of its own. */
export const splitMessage = z.object({
  messageId: id,
  /** Of the new ticket; without it, the message's own, or what it begins with where that is the ticket's again. */
  subject: z.string().trim().min(1).max(300).optional(),
  commandId,
});
export type SplitMessage = z.input<typeof splitMessage>;

/** Put aside until then; whatever happens before wakes it. */
export const snoozeTicket = z.object({ until: moment, commandId });
export type SnoozeTicket = z.infer<typeof snoozeTicket>;

/** Taken up before its time. */
export const endSnooze = z.object({ commandId });
export type EndSnooze = z.infer<typeof endSnooze>;

/** Whose matter it is: somebody by their address, made known when nobody has it, or somebody the caller sees. */
export const setRequester = z.object({ requester: newRequester, commandId });
export type SetRequester = z.input<typeof setRequester>;
