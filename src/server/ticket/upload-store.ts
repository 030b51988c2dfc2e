import type { MessageId, PersonId } from '#core/ids.ts';
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
