import { createHash } from 'node:crypto';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** The name of some bytes: their SHA-256. */
export const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Bytes with the hash they are kept under. */
export type NewBlob = { hash: Uint8Array; bytes: Uint8Array };

/**
 * Keeps bytes, each content once: what is there already is left alone. In the order of the hashes, so that two
 * transactions that keep the same contents wait for each other instead of locking each other out.
 */
export const keepBlobs = async (tx: Tx, blobs: readonly NewBlob[], now: Instant): Promise<void> => {
  for (const { hash, bytes } of [...blobs].toSorted((a, b) => Buffer.compare(a.hash, b.hash))) {
    await tx.query({
      name: 'blob_keep',
      text: `insert into blob (hash, size, bytes, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
      values: [Buffer.from(hash), bytes.length, Buffer.from(bytes), toTimestamp(now)],
    });
  }
};

/** The bytes kept under a hash. Throws when there are none: rows name only what is kept. */
export const readBlob = async (db: Tx, hash: Uint8Array): Promise<Buffer> => {
  const { rows } = await db.query<{ bytes: Buffer }>({
    name: 'blob_read',
    text: 'select bytes from blob where hash = $1',
    values: [Buffer.from(hash)],
  });
  if (rows[0] === undefined) throw new Error(`there is no blob ${Buffer.from(hash).toString('hex')}`);
  return rows[0].bytes;
};
