import type { PersonId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import { dropUnnamed } from './upload-store.ts';

/** Every ticket of a requester. */
export const ticketsOf = async (tx: Tx, requesterId: PersonId): Promise<TicketId[]> => {
  const { rows } = await tx.query<{ id: TicketId }>('select id from ticket where requester_id = $1 order by id', [
    requesterId,
  ]);
  return rows.map(({ id }) => id);
};

/** Whether mail about these tickets waits to go out: erased now, it would go out empty. */
export const hasMailWaiting = async (tx: Tx, ids: readonly TicketId[]): Promise<boolean> => {
  const { rows } = await tx.query(
    `select from outbox where ticket_id = any($1) and message_id is not null and state in ('queued', 'sending') limit 1`,
    [ids],
  );
  return rows.length > 0;
};

// $1 the tickets of whoever is forgotten, $2 who that is, whose words may stand in other tickets too
const THEIRS = `select id from message where ticket_id = any($1) or author_id = $2`;

/**
 * Erases what was said in the tickets `ids` and what `personId` said elsewhere: subjects, words, addresses, files, the
 * mail as it came, and what was kept of mail that went out. Ids, kinds and times stay, and so do the tickets' events.
 */
export const eraseWordsOf = async (
  tx: Tx,
  { ids, personId, email }: { ids: readonly TicketId[]; personId: PersonId; email: string | null },
  now: Instant,
): Promise<void> => {
  const whose = [ids, personId];
  const { rows: files } = await tx.query<{ hash: Buffer }>(
    `delete from attachment where message_id in (${THEIRS}) returning blob_hash as hash`,
    whose,
  );
  const nothing = Buffer.alloc(0);
  await keepBlobs(tx, [{ hash: hashOf(nothing), bytes: nothing }], now);
  const { rows: mails } = await tx.query<{ hash: Buffer }>(
    `with theirs as (select id, blob_hash from intake where ticket_id = any($1) or message_row_id in (${THEIRS})
       or from_address = $3), emptied as (
       update intake i set blob_hash = $4, size = 0, envelope_from = '', from_address = null, last_error = null
       from theirs t where t.id = i.id)
     select blob_hash as hash from theirs`,
    [...whose, email, hashOf(nothing)],
  );
  await tx.query(
    `update message set body_text = '', visible_text = '', body_html = null, subject = null, from_address = null,
       to_addresses = '{}', cc_addresses = '{}', delivery_error = null where id in (${THEIRS})`,
    whose,
  );
  await tx.query(`update ticket set subject = '#' || number where id = any($1)`, [ids]);
  // a mail about several tickets names each: it goes as a whole
  await tx.query(
    `delete from caught_mail where outbox_id in (select id from outbox where ticket_id = any($1)
       or message_id in (${THEIRS}) union select outbox_id from notice where ticket_id = any($1))`,
    whose,
  );
  await tx.query('delete from idempotency_answer where ticket_id = any($1)', [ids]);
  await dropUnnamed(
    tx,
    [...files, ...mails].map(({ hash }) => hash),
  );
};
