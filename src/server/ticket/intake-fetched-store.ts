import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { blobValues, hashOf, KEEP_BLOB } from '#server/platform/storage/blob.ts';

/** A mail that lies in a mailbox on another server, with its place there. */
export interface FetchedMail {
  mailboxId: number;
  /** Counts the numberings of the mailbox; a message has one number in each. */
  epoch: number;
  uid: number;
  envelopeFrom: string;
  envelopeTo: string[];
  raw: Buffer;
}

const PLACE = `mailbox_id = $1 and source = 'imap' and source_epoch = $2 and source_uid = $3`;

const KEEP = `with kept as (${KEEP_BLOB})
  insert into intake (channel, mailbox_id, received_at, envelope_from, envelope_to, size, blob_hash, retry_at,
    source, source_epoch, source_uid)
  values ('email', $5, $4, $6, $7, $2, $1, $4, 'imap', $8, $9)`;

/**
 * Writes a fetched mail into the ledger, once: the same place again changes nothing, and after its server numbered anew
 * the same bytes are the row that is there, with its new place.
 */
export const keepFetched = async (tx: Tx, mail: FetchedMail, now: Instant): Promise<'kept' | 'known'> => {
  const { mailboxId, epoch, uid, raw } = mail;
  const hash = hashOf(raw);
  const there = await tx.query({
    name: 'intake_fetched_there',
    text: `select from intake where ${PLACE}`,
    values: [mailboxId, epoch, uid],
  });
  if (there.rowCount === 1) return 'known';
  const moved = await tx.query({
    name: 'intake_fetched_move',
    text: `update intake set source_epoch = $2, source_uid = $3 where id = (select min(id) from intake
      where mailbox_id = $1 and source = 'imap' and blob_hash = $4 and source_epoch < $2)`,
    values: [mailboxId, epoch, uid, hash],
  });
  if (moved.rowCount === 1) return 'known';
  const values = [...blobValues({ hash, bytes: raw }, now), mailboxId, mail.envelopeFrom, mail.envelopeTo, epoch, uid];
  await tx.query({ name: 'intake_fetched_keep', text: KEEP, values });
  return 'kept';
};

/** Of these messages of a mailbox, those that stand in the ledger. */
export const fetchedAmong = async (
  db: Tx,
  mailboxId: number,
  epoch: number,
  uids: readonly number[],
): Promise<number[]> => {
  const { rows } = await db.query<{ uid: number }>({
    name: 'intake_fetched_among',
    text: `select source_uid as uid from intake
      where mailbox_id = $1 and source = 'imap' and source_epoch = $2 and source_uid = any($3::bigint[]) order by 1`,
    values: [mailboxId, epoch, [...uids]],
  });
  return rows.map(({ uid }) => uid);
};
