import type { MessageId, TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** An attachment with the ticket it hangs on. */
export type FoundAttachment = { ticketId: TicketId; name: string; mediaType: string; hash: Buffer };

export const readAttachment = async (db: Tx, attachmentId: number): Promise<FoundAttachment | null> => {
  const { rows } = await db.query<FoundAttachment>({
    name: 'attachment_read',
    text: `select m.ticket_id as "ticketId", a.name, a.media_type as "mediaType", a.blob_hash as hash
      from attachment a join message m on m.id = a.message_id
      where a.id = $1 and m.delivery is distinct from 'cancelled'`,
    values: [attachmentId],
  });
  return rows[0] ?? null;
};

/** A message's HTML as it came, hostile; null when there is no such message or it has none. */
export const readHtml = async (db: Tx, messageId: MessageId): Promise<{ ticketId: TicketId; html: string } | null> => {
  const { rows } = await db.query<{ ticketId: TicketId; html: string }>({
    name: 'message_html',
    text: `select ticket_id as "ticketId", body_html as html from message
      where id = $1 and body_html is not null and delivery is distinct from 'cancelled'`,
    values: [messageId],
  });
  return rows[0] ?? null;
};

/** Images that may be shown inside their page: no more bytes a picture than `picture`, none after `all` together. */
const MOST_BYTES = { picture: 2_097_152, all: 8_388_608 };

/**
 * The pictures a message's HTML may name by Content-ID, as data: addresses. The frame has no origin of its own, so it
 * could not load them with anybody's session.
 */
export const readPictures = async (
  db: Tx,
  messageId: MessageId,
  kinds: readonly string[],
): Promise<Map<string, string>> => {
  const { rows } = await db.query<{ contentId: string; mediaType: string; bytes: Buffer }>({
    name: 'message_pictures',
    text: `select content_id as "contentId", media_type as "mediaType", bytes from (
        select a.content_id, a.media_type, a.blob_hash, sum(a.size) over (order by a.position) as so_far
        from attachment a where a.message_id = $1 and a.content_id is not null and a.media_type = any($2) and a.size <= $3
      ) a join blob b on b.hash = a.blob_hash where so_far <= $4`,
    values: [messageId, kinds, MOST_BYTES.picture, MOST_BYTES.all],
  });
  return new Map(
    rows.map(({ contentId, mediaType, bytes }) => [contentId, `data:${mediaType};base64,${bytes.toString('base64')}`]),
  );
};
