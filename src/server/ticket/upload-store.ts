import type { MessageId, PersonId } from '#core/ids.ts';
import { DAY, type Instant } from '#core/time.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { dropBlob, hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';

/** All files of one message together: what common mail servers take, before they are encoded for the way. */
const MOST_BYTES = 26_214_400;
const MOST_FILES = 20;

const CLAIM = `
  with asked as (select id, ordinality as place from unnest($1::bigint[]) with ordinality as a(id, ordinality)),
  taken as (
    update upload u set claimed_message_id = $3 from asked
    where u.id = asked.id and u.person_id = $2 and u.claimed_message_id is null
    returning u.name, u.media_type, u.size, u.blob_hash, asked.place
  ),
  kept as (
    insert into attachment (message_id, position, name, media_type, size, content_id, inline, blob_hash)
    select $3, coalesce((select max(position) + 1 from attachment where message_id = $3), 0)
        + row_number() over (order by place) - 1, name, media_type, size, null, false, blob_hash
    from taken
  )
  select count(*)::int as files, coalesce(sum(size), 0)::bigint as bytes from taken`;

/**
 * Hangs a person's uploads on a message that was written before in this transaction, in the order of `ids`. Throws
 * HttpProblem 400 `upload_unknown` when one is not theirs, is gone, or hangs on a message already, and 413
 * `files_too_large` when they are too much for one mail. Not to be called for a repeated act: its files hang already.
 */
export async function claimUploads(
  tx: Tx,
  { ids, personId, messageId }: { ids: number[]; personId: PersonId; messageId: MessageId },
): Promise<void> {
  if (ids.length === 0) return;
  if (ids.length > MOST_FILES) throw new HttpProblem(413, 'files_too_large');
  const { rows } = await tx.query<{ files: number; bytes: number }>({
    name: 'upload_claim',
    text: CLAIM,
    values: [ids, personId, messageId],
  });
  const { files, bytes } = rows[0]!;
  // an id twice is one file asked for twice
  if (files !== ids.length) throw new HttpProblem(400, 'upload_unknown');
  if (bytes > MOST_BYTES) throw new HttpProblem(413, 'files_too_large');
}

/** Gives the files of a message that was withdrawn back to whoever wrote it, to be sent with the next try. */
export async function releaseUploads(tx: Tx, messageId: MessageId): Promise<void> {
  await tx.query({
    name: 'upload_release',
    text: 'update upload set claimed_message_id = null where claimed_message_id = $1',
    values: [messageId],
  });
}

/** A file as it is kept until a message claims it. */
export interface NewUpload {
  personId: PersonId;
  name: string;
  mediaType: string;
  bytes: Buffer;
}

/** What one person may leave lying at a time, in files and bytes. */
const MOST_WAITING = { files: 100, bytes: 268_435_456 };

/** Keeps a file for a person; its id. Throws HttpProblem 413 `uploads_full` when too much of theirs waits already. */
export async function keepUpload(tx: Tx, file: NewUpload, now: Instant): Promise<number> {
  const { personId, name, mediaType, bytes } = file;
  // two at once of one person are counted one after the other
  await tx.query(`select pg_advisory_xact_lock(hashtext('belay:upload'), hashtext($1::text))`, [personId]);
  const { rows: waiting } = await tx.query<{ files: number; bytes: number }>(
    `select count(*)::int as files, coalesce(sum(size), 0)::bigint as bytes from upload
      where person_id = $1 and claimed_message_id is null`,
    [personId],
  );
  const { files, bytes: size } = waiting[0]!;
  if (files >= MOST_WAITING.files || size + bytes.length > MOST_WAITING.bytes) {
    throw new HttpProblem(413, 'uploads_full');
  }
  const hash = hashOf(bytes);
  await keepBlobs(tx, [{ hash, bytes }], now);
  const { rows } = await tx.query<{ id: number }>({
    name: 'upload_keep',
    text: `insert into upload (person_id, blob_hash, name, media_type, size, created_at)
      values ($1, $2, $3, $4, $5, $6) returning id`,
    values: [personId, hash, name, mediaType, bytes.length, toTimestamp(now)],
  });
  return rows[0]!.id;
}

/** How long a file waits for its message. */
export const UPLOAD_WAITS = DAY;

/** Takes a waiting file of this person away; false when there is none of that id. */
export async function removeUpload(tx: Tx, uploadId: number, personId: PersonId): Promise<boolean> {
  const { rows } = await tx.query<{ hash: Buffer }>(
    `delete from upload where id = $1 and person_id = $2 and claimed_message_id is null returning blob_hash as hash`,
    [uploadId, personId],
  );
  if (rows[0] === undefined) return false;
  await dropUnnamed(tx, [rows[0].hash]);
  return true;
}

/**
 * Takes away up to `limit` files that waited too long, oldest first, and the rows of those that were sent a day before
 * that: no reply is taken back so late. How many.
 */
export async function pruneUploads(tx: Tx, now: Instant, limit: number): Promise<number> {
  const { rows } = await tx.query<{ hash: Buffer }>(
    `delete from upload where id in (
        select id from upload where created_at < $1 and (claimed_message_id is null or created_at < $3)
        order by created_at, id limit $2 for update skip locked)
      returning blob_hash as hash`,
    [toTimestamp(now - UPLOAD_WAITS), limit, toTimestamp(now - 2 * UPLOAD_WAITS)],
  );
  await dropUnnamed(
    tx,
    rows.map(({ hash }) => hash),
  );
  return rows.length;
}

/** Bytes that nothing names any more. A mail that brings the same at this very moment is taken up by its next try. */
export async function dropUnnamed(tx: Tx, hashes: readonly Buffer[]): Promise<void> {
  const { rows } = await tx.query<{ hash: Buffer }>(
    `select b.hash from blob b where b.hash = any($1)
       and not exists (select from upload u where u.blob_hash = b.hash)
       and not exists (select from attachment a where a.blob_hash = b.hash)
       and not exists (select from intake i where i.blob_hash = b.hash)`,
    [hashes],
  );
  for (const { hash } of rows) await dropBlob(tx, hash);
}
