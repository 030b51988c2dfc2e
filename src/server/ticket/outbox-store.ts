import { randomBytes, randomUUID } from 'node:crypto';
import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import { MINUTE, type Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { Door } from './act.ts';

/** A Message-ID nobody can guess, without angle brackets: one for each outbox row, for ever. */
export const drawMailMessageId = (door: Door): string => `${randomBytes(16).toString('hex')}@${door.mailHost}`;

interface NewOutboxRow {
  key: string;
  kind: OutboxRow['kind'];
  ticket_id: TicketId | null;
  message_id: MessageId | null;
  person_id: PersonId | null;
  event_seq: number | null;
  not_before: Instant;
  mail_message_id: string;
  created_at: Instant;
  updated_at: Instant;
}

const row = recordset<NewOutboxRow>({
  key: 'text',
  kind: 'text',
  ticket_id: 'bigint',
  message_id: 'bigint',
  person_id: 'bigint',
  event_seq: 'int',
  not_before: 'timestamptz',
  mail_message_id: 'text',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
});

// in the order of keys, so that two transactions that tell the same people wait instead of deadlocking
const INSERT = `insert into outbox (${row.columns}) select * from ${row.source} order by r.key
  on conflict (key) do nothing returning id, key, not_before`;

interface Queued {
  id: number;
  key: string;
  not_before: Instant;
}

async function insert(tx: Tx, door: Door, rows: NewOutboxRow[], now: Instant): Promise<Queued[]> {
  const queued = await tx.query<Queued>({ name: 'outbox_insert', text: INSERT, values: [row.json(rows)] });
  await door.carrier.add(
    tx,
    queued.rows.map((each) => ({ outboxId: each.id, delayMs: Math.max(0, each.not_before - now) })),
  );
  return queued.rows;
}

/** What a person wrote to somebody outside: to the requester, or to whom they ask. */
export interface QueuedReply {
  kind: 'reply' | 'question';
  ticketId: TicketId;
  messageId: MessageId;
  eventSeq: number;
  notBefore: Instant;
  mailMessageId: string;
}

/** Queues each reply once. */
export async function queueReplies(tx: Tx, door: Door, replies: QueuedReply[], now: Instant): Promise<void> {
  if (replies.length === 0) return;
  const rows = replies.map((reply) => ({
    key: `${reply.kind}:${reply.messageId}`,
    kind: reply.kind,
    ticket_id: reply.ticketId,
    message_id: reply.messageId,
    person_id: null,
    event_seq: reply.eventSeq,
    not_before: reply.notBefore,
    mail_message_id: reply.mailMessageId,
    created_at: now,
    updated_at: now,
  }));
  const queued = await insert(tx, door, rows, now);
  if (queued.length < rows.length) throw new Error(`a reply was queued before: ${rows.map((each) => each.key)}`);
}

/** An automatic message that says what holds when it goes out. */
export interface QueuedMail {
  ticketId: TicketId;
  eventSeq: number;
  notBefore: Instant;
}

/** Queues each message about a promise once. */
export async function queuePromises(tx: Tx, door: Door, promises: QueuedMail[], now: Instant): Promise<void> {
  await queueMails(tx, door, { mails: promises, kind: 'promise_mail', key: 'promise' }, now);
}

/** Queues each reminder of a question once. */
export async function queueReminders(tx: Tx, door: Door, reminders: QueuedMail[], now: Instant): Promise<void> {
  await queueMails(tx, door, { mails: reminders, kind: 'question_reminder', key: 'question_reminder' }, now);
}

async function queueMails(
  tx: Tx,
  door: Door,
  { mails, kind, key }: { mails: QueuedMail[]; kind: OutboxRow['kind']; key: string },
  now: Instant,
): Promise<void> {
  if (mails.length === 0) return;
  const rows = mails.map(({ ticketId, eventSeq, notBefore }) => ({
    key: `${key}:${ticketId}:${eventSeq}`,
    kind,
    ticket_id: ticketId,
    message_id: null,
    person_id: null,
    event_seq: eventSeq,
    not_before: notBefore,
    mail_message_id: drawMailMessageId(door),
    created_at: now,
    updated_at: now,
  }));
  await insert(tx, door, rows, now);
}

const SHARE = `select key, person_id, state from outbox where key = any($1) order by key for share`;

/**
 * Sees to it that each person gets one mail a minute with what they were told: by the mail of this minute while it
 * still waits, else by that of a later one. Locking the waiting row keeps the worker from collecting the person's
 * notices before this transaction's are there.
 */
export async function queueNoticeMails(tx: Tx, door: Door, personIds: PersonId[], now: Instant): Promise<void> {
  let left = [...new Set(personIds)].toSorted((one, other) => one - other);
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === 10) throw new Error(`no mail for people ${left}`);
    const minutes = [0, 1, 2].map((after) => Math.floor(now / MINUTE) + after);
    const keys = left.flatMap((person) => minutes.map((minute) => noticeKey(person, minute)));
    const { rows } = await tx.query<{ key: string; person_id: PersonId; state: string }>({
      name: 'outbox_share',
      text: SHARE,
      values: [keys],
    });
    const taken = new Map(rows.map((each) => [each.key, each.state]));
    const waiting = new Set(rows.filter((each) => each.state === 'queued').map((each) => each.person_id));
    left = left.filter((person) => !waiting.has(person));
    if (left.length === 0) return;
    const wanted = left.map((person) => noticeRow(door, person, minutes, taken, now));
    const queued = new Set((await insert(tx, door, wanted, now)).map((each) => each.key));
    // Whoever is left met another transaction that made the same row: it is there now, and is joined.
    left = left.filter((_, index) => !queued.has(wanted[index]!.key));
  }
}

const noticeKey = (person: PersonId, minute: number): string => `notice_mail:${person}:${minute}`;

function noticeRow(
  door: Door,
  person: PersonId,
  minutes: number[],
  taken: Map<string, string>,
  now: Instant,
): NewOutboxRow {
  const minute = minutes.find((each) => !taken.has(noticeKey(person, each)));
  // A clock that was set back finds its minutes used: then a key of its own, which shares its mail with nobody.
  const key = minute === undefined ? `notice_mail:${person}:${randomUUID()}` : noticeKey(person, minute);
  return {
    key,
    kind: 'notice_mail',
    ticket_id: null,
    message_id: null,
    person_id: person,
    event_seq: null,
    not_before: Math.max(now, (minute ?? 0) * MINUTE),
    mail_message_id: drawMailMessageId(door),
    created_at: now,
    updated_at: now,
  };
}

/** Ends the rows of replies that are withdrawn, which `holdReplies` has locked. Throws when one is on its way. */
export async function cancelReplies(tx: Tx, messageIds: MessageId[], now: Instant): Promise<void> {
  if (messageIds.length === 0) return;
  const { rowCount } = await tx.query({
    name: 'outbox_cancel',
    text: `update outbox set state = 'cancelled', last_error = 'withdrawn', updated_at = $2
           where message_id = any($1) and kind = 'reply' and state = 'queued'`,
    values: [messageIds, toTimestamp(now)],
  });
  if (rowCount !== messageIds.length) throw new Error(`a withdrawn reply was on its way: ${messageIds}`);
}

export interface SideThread {
  ticketId: TicketId;
  questionId: number;
}

/** Ends the rows of questions that nobody has begun to send, of side threads that are withdrawn; answers their messages. */
export async function cancelQuestions(tx: Tx, threads: SideThread[], now: Instant): Promise<MessageId[]> {
  if (threads.length === 0) return [];
  const { rows } = await tx.query<{ messageId: MessageId }>({
    name: 'outbox_cancel_questions',
    text: `with held as (
        select o.id from unnest($1::bigint[], $2::int[]) w (ticket_id, question_id)
          join message m on m.ticket_id = w.ticket_id and m.question_id = w.question_id
          join outbox o on o.message_id = m.id
        where o.kind = 'question' and o.state = 'queued' and o.attempts = 0
        order by o.id for update of o skip locked)
      update outbox o set state = 'cancelled', last_error = 'withdrawn', updated_at = $3
      from held where o.id = held.id returning o.message_id as "messageId"`,
    values: [threads.map(({ ticketId }) => ticketId), threads.map(({ questionId }) => questionId), toTimestamp(now)],
  });
  return rows.map(({ messageId }) => messageId);
}

/** A row being delivered. */
export interface OutboxRow {
  id: number;
  kind: 'reply' | 'notice_mail' | 'promise_mail' | 'question' | 'question_reminder';
  ticketId: TicketId | null;
  eventSeq: number | null;
  messageId: MessageId | null;
  personId: PersonId | null;
  mailMessageId: string;
  /** This one included. */
  attempts: number;
  /** An attempt before this one may have been taken: it is sent again under the same Message-ID. */
  uncertain: boolean;
}

/**
 * Takes a row for one attempt. null when there is nothing to do: it is done, not yet due, or in the hands of a worker
 * that took it less than `leaseMs` ago.
 */
export async function claim(tx: Tx, id: number, now: Instant, leaseMs: number): Promise<OutboxRow | null> {
  const { rows } = await tx.query<OutboxRow>({
    name: 'outbox_claim',
    text: `update outbox set state = 'sending', attempts = attempts + 1, uncertain = uncertain or state = 'sending',
             updated_at = $2
           where id = $1 and not_before <= $2 and (state = 'queued' or (state = 'sending' and updated_at <= $3))
           returning id, kind, ticket_id as "ticketId", message_id as "messageId", person_id as "personId", event_seq as "eventSeq",
             mail_message_id as "mailMessageId", attempts, uncertain`,
    values: [id, toTimestamp(now), toTimestamp(now - leaseMs)],
  });
  return rows[0] ?? null;
}

/** Ends a row. Only the worker that holds it may. False when another took it over meanwhile. */
export async function settle(
  tx: Tx,
  row: OutboxRow,
  state: 'accepted' | 'failed' | 'cancelled',
  error: string | null,
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'outbox_settle',
    text: `update outbox set state = $3, last_error = $4, updated_at = $5
           where id = $1 and state = 'sending' and attempts = $2`,
    values: [row.id, row.attempts, state, error, toTimestamp(now)],
  });
  return rowCount === 1;
}

/** Puts a row back for another attempt at `notBefore`; `uncertain` when this one may have been taken all the same. */
export async function postpone(
  tx: Tx,
  door: Door,
  row: OutboxRow,
  { notBefore, error, uncertain, now }: { notBefore: Instant; error: string; uncertain: boolean; now: Instant },
): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'outbox_postpone',
    text: `update outbox set state = 'queued', not_before = $3, last_error = $4, updated_at = $5,
             uncertain = uncertain or $6
           where id = $1 and state = 'sending' and attempts = $2`,
    values: [row.id, row.attempts, toTimestamp(notBefore), error, toTimestamp(now), uncertain],
  });
  if (rowCount === 1) await door.carrier.add(tx, [{ outboxId: row.id, delayMs: notBefore - now }]);
}

/**
 * Rows that wait since before `queued` or are in the hands of a worker since before `sending`, oldest first. `sending`
 * is taken as long ago as a lease.
 */
export async function overdue(tx: Tx, before: { queued: Instant; sending: Instant }, limit: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>({
    name: 'outbox_overdue',
    text: `select id from outbox
           where (state = 'queued' and not_before <= $1) or (state = 'sending' and updated_at <= $2)
           order by not_before limit $3`,
    values: [toTimestamp(before.queued), toTimestamp(before.sending), limit],
  });
  return rows.map((each) => each.id);
}
