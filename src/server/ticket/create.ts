import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { createTicket } from '#contract/create-ticket.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { refuse, type Refusal } from '#core/result.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { canBeAssigned, queueFor } from './creation-read-store.ts';
import { requesterFor } from './creation-requester.ts';
import { handle, type Door, type TicketAct } from './handle.ts';
import { findAnswer, keepAnswer, type KeptAnswer } from './idempotency-store.ts';
import { drawIds } from './intake-store.ts';
import { openingAct } from './opening-act.ts';
import { readDetailIn } from './read-detail.ts';
import { readAccess } from './read-ticket.ts';
import type { PersonActor } from './sight.ts';
import { sortOpening } from './sort-opening.ts';
import { claimUploads } from './upload-store.ts';

export type WantedTicket = z.output<typeof createTicket>;

/** Who asks for a ticket, and under which key of theirs. */
export type Creation = {
  actor: PersonActor;
  /** Whether a program asks: then the channel is `api`. */
  byKey: boolean;
  wanted: WantedTicket;
  /** null: a repeat makes another ticket. */
  idempotencyKey: string | null;
};

export type CreationRefusal =
  | 'idempotency_key_reused'
  | 'requester_unknown'
  | 'mailbox_unknown'
  | 'team_unknown'
  | 'assignee_unknown'
  | 'no_policy';

export type Created = { ok: true; detail: TicketDetail; repeated: boolean } | Refusal<CreationRefusal>;

/**
 * Opens a ticket for a requester in `tx`, with an answer kept under the caller's key: the same key with the same
 * request answers the same, and twins at one moment wait for each other. A refusal writes nothing and is not kept.
 */
export const createIn = async (tx: Tx, door: Door, creation: Creation): Promise<Created> => {
  const { actor, wanted, idempotencyKey: key } = creation;
  const now = await door.clock.now(tx);
  const requestHash = createHash('sha256').update(JSON.stringify(wanted)).digest();
  if (key !== null) {
    const kept = await findAnswer(tx, actor.personId, key, now);
    if (kept !== null) return repeat(tx, creation, kept, requestHash);
  }
  const opened = await openIn(tx, door, creation, now);
  if (!opened.ok) return opened;
  const detail = await readDetailIn(tx, door, actor, opened.ticketId, { ownAct: true });
  if (detail === null) throw new Error(`ticket ${opened.ticketId} was opened and is not there`);
  if (key !== null) {
    const answer = { requestHash, status: 201, answer: detail };
    await keepAnswer(tx, { personId: actor.personId, key, ticketId: opened.ticketId }, answer, now);
  }
  return { ok: true, detail, repeated: false };
};

/** Kept is what was answered then; somebody who was shut out of the ticket since is answered nothing. */
const repeat = async (
  tx: Tx,
  { actor }: Creation,
  { requestHash, answer }: KeptAnswer,
  hash: Buffer,
): Promise<Created> => {
  if (!requestHash.equals(hash)) return refuse('idempotency_key_reused');
  const detail = answer as TicketDetail;
  const access = await readAccess(tx, detail.id);
  if (access === null || access.excludedIds.includes(actor.personId)) throw notFound();
  return { ok: true, detail, repeated: true };
};

const openIn = async (
  tx: Tx,
  door: Door,
  { actor, byKey, wanted }: Creation,
  now: Instant,
): Promise<{ ok: true; ticketId: number } | Refusal<CreationRefusal>> => {
  const { teamId, mailbox, severity, topic, assigneeId, text, html = null, subject } = wanted;
  const found = await queueFor(tx, { teamId: teamId ?? null, mailbox: mailbox ?? null, teamIds: actor.teamIds });
  if (!found.ok) return found;
  if (assigneeId !== undefined && !(await canBeAssigned(tx, assigneeId))) return refuse('assignee_unknown');
  const { language, ...queue } = found.queue;
  const requester = await requesterFor(tx, actor, { wanted: wanted.requester, language }, now);
  if (requester === null) return refuse('requester_unknown');
  const channel = byKey ? 'api' : (wanted.channel ?? 'voice');
  const sorted = await sortOpening(tx, door.config, now, {
    arrival: { mailbox: mailbox ?? null, channel, fields: wanted.fields ?? {}, subject, text },
    requester,
    said: { topic, severity, teamId },
    own: queue,
  });
  const ids = (await drawIds(tx, 1))[0]!;
  const { ticketId, messageId } = ids;
  const open = openingAct({
    ids,
    actor,
    requester,
    subject,
    queue: sorted,
    channel,
    receivedAt: now,
    message: { subject, bodyText: text, bodyHtml: html, fromAddress: requester.email },
    assigneeId,
  });
  const tags: TicketAct[] = wanted.tags?.length
    ? [{ ticketId, actor, command: { type: 'set_tags', tags: wanted.tags } }]
    : [];
  for (const decision of await handle(tx, door, [open, ...tags])) {
    if (!decision.ok) throw new Error(`a new ticket was refused: ${decision.refusal}`);
  }
  await claimUploads(tx, { ids: wanted.attachmentIds ?? [], personId: actor.personId, messageId });
  return { ok: true, ticketId };
};
