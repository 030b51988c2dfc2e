import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { NewMessage } from './act.ts';
import { showLastMessages } from './last-line-store.ts';

/**
 * A new message's id; it exists once the command that names it is done. A thread stands in the order of ids: who draws
 * one with its ticket locked stands after whatever anybody saw there before.
 */
export async function drawMessageId(tx: Tx): Promise<MessageId> {
  return (await drawMessageIds(tx, 1))[0]!;
}

/** So many new ids at once, the lowest first. */
export async function drawMessageIds(tx: Tx, count: number): Promise<MessageId[]> {
  const { rows } = await tx.query<{ id: MessageId }>({
    name: 'message_draw',
    text: `select nextval('message_id_seq') as id from generate_series(1, $1)`,
    values: [count],
  });
  return rows.map(({ id }) => id);
}

/** Words that came to one ticket stand in another from now on; lists show as the last line what each has left. */
export async function moveMessage(tx: Tx, messageId: MessageId, ticketId: TicketId): Promise<void> {
  const { rows } = await tx.query<{ id: TicketId }>(
    `with was as (select ticket_id as id from message where id = $1),
       moved as (update message set ticket_id = $2 where id = $1)
     select id from was`,
    [messageId, ticketId],
  );
  await showLastMessages(tx, [ticketId, ...rows.map(({ id }) => id)]);
}

/** A message with the ticket and the moment its command was done. */
export interface WrittenMessage {
  ticketId: TicketId;
  at: Instant;
  message: NewMessage;
  /** Of a reply: the Message-ID it is sent with. */
  mailMessageId: string | null;
  /** The side thread it belongs to; null = the ticket's own. */
  questionId: number | null;
}

const row = recordset<{
  id: number;
  ticket_id: number;
  author_id: number | null;
  kind: string;
  channel: string;
  at: Instant;
  subject: string | null;
  body_text: string;
  visible_text: string;
  body_html: string | null;
  from_address: string | null;
  to_addresses: string[];
  cc_addresses: string[];
  message_id: string | null;
  intake_id: number | null;
  delivery: string | null;
  id_reused: boolean;
  question_id: number | null;
}>({
  id: 'bigint',
  ticket_id: 'bigint',
  author_id: 'bigint',
  kind: 'text',
  channel: 'text',
  at: 'timestamptz',
  subject: 'text',
  body_text: 'text',
  visible_text: 'text',
  body_html: 'text',
  from_address: 'text',
  to_addresses: 'text[]',
  cc_addresses: 'text[]',
  message_id: 'text',
  intake_id: 'bigint',
  delivery: 'text',
  id_reused: 'boolean',
  question_id: 'int',
});

const INSERT = `insert into message (${row.columns}) select * from ${row.source}`;

/** Writes messages with their attachments; the bytes of those are there already. */
export async function insertMessages(tx: Tx, messages: WrittenMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ ticketId, at, message, mailMessageId, questionId }) => ({
    id: message.id,
    ticket_id: ticketId,
    author_id: message.authorId,
    kind: message.kind,
    channel: message.channel,
    at: message.at ?? at,
    subject: message.subject ?? null,
    body_text: message.bodyText,
    visible_text: message.visibleText ?? message.bodyText,
    body_html: message.bodyHtml ?? null,
    from_address: message.fromAddress ?? null,
    to_addresses: message.toAddresses ?? [],
    cc_addresses: message.ccAddresses ?? [],
    message_id: mailMessageId ?? message.messageId ?? null,
    intake_id: message.intakeId ?? null,
    delivery: mailMessageId === null ? null : 'queued',
    id_reused: message.idReused ?? false,
    question_id: questionId,
  }));
  await tx.query({ name: 'message_insert', text: INSERT, values: [row.json(rows)] });
  await insertAttachments(
    tx,
    messages.map((each) => each.message),
  );
}

const attachment = recordset<{
  message_id: number;
  position: number;
  name: string;
  media_type: string;
  size: number;
  content_id: string | null;
  inline: boolean;
  blob_hash: string;
}>({
  message_id: 'bigint',
  position: 'int',
  name: 'text',
  media_type: 'text',
  size: 'bigint',
  content_id: 'text',
  inline: 'boolean',
  blob_hash: 'text',
});

const INSERT_ATTACHMENT = `insert into attachment (${attachment.columns})
  select r.message_id, r.position, r.name, r.media_type, r.size, r.content_id, r.inline, decode(r.blob_hash, 'hex')
  from ${attachment.source}`;

async function insertAttachments(tx: Tx, messages: NewMessage[]): Promise<void> {
  const rows = messages.flatMap(({ id, attachments = [] }) =>
    attachments.map((each, position) => ({
      message_id: id,
      position,
      name: each.name,
      media_type: each.mediaType,
      size: each.size,
      content_id: each.contentId,
      inline: each.inline,
      blob_hash: each.blobHash.toString('hex'),
    })),
  );
  if (rows.length === 0) return;
  await tx.query({
    name: 'message_insert_attachments',
    text: INSERT_ATTACHMENT,
    values: [attachment.json(rows)],
  });
}

/** Where an outgoing message stands. */
export interface Delivery {
  id: MessageId;
  delivery: 'accepted' | 'failed' | 'cancelled';
  delivery_error: string | null;
}

const delivered = recordset<Delivery>({ id: 'bigint', delivery: 'text', delivery_error: 'text' });

const DELIVER = `update message m set delivery = r.delivery, delivery_error = r.delivery_error
  from ${delivered.source} where m.id = r.id`;

export async function markDeliveries(tx: Tx, deliveries: Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await tx.query({ name: 'message_deliver', text: DELIVER, values: [delivered.json(deliveries)] });
}

/** Who wrote a message, and when; null when nobody of ours did. */
export async function authorOf(tx: Tx, id: MessageId): Promise<{ authorId: PersonId; writtenAt: Instant } | null> {
  const { rows } = await tx.query<{ authorId: PersonId; writtenAt: Instant }>({
    name: 'message_author',
    text: 'select author_id as "authorId", at as "writtenAt" from message where id = $1 and author_id is not null',
    values: [id],
  });
  return rows[0] ?? null;
}

/** A reply of ours with the ticket it was written to; null when it is none. */
export async function replyOf(
  tx: Tx,
  id: MessageId,
): Promise<{ ticketId: TicketId; authorId: PersonId; delivery: string | null } | null> {
  const { rows } = await tx.query<{ ticketId: TicketId; authorId: PersonId; delivery: string | null }>({
    name: 'message_reply',
    text: `select ticket_id as "ticketId", author_id as "authorId", delivery from message
           where id = $1 and kind = 'reply' and author_id is not null`,
    values: [id],
  });
  return rows[0] ?? null;
}
