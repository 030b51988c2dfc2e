import { createHash } from 'node:crypto';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** The name of some bytes: their SHA-256. */
export const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Bytes with the hash they are kept under. */
export type NewBlob = { hash: Uint8Array; bytes: Uint8Array };

/**
 * Keeps the first four parameters (hash, size, bytes, moment), each content once: what is there already is left alone.
 * For a statement that writes a row which names the bytes as well: `with kept as (${KEEP_BLOB}) insert …`.
 */
export const KEEP_BLOB =
  'insert into blob (hash, size, bytes, created_at) values ($1, $2, $3, $4) on conflict do nothing';

/** The values of `KEEP_BLOB`. */
export const blobValues = ({ hash, bytes }: NewBlob, now: Instant): [Buffer, number, Buffer, string] => [
  asBuffer(hash),
  bytes.length,
  asBuffer(bytes),
  toTimestamp(now),
];

/**
 * Keeps some bytes. In the order of the hashes, so that two transactions that keep the same contents wait for each other
 * instead of locking each other out.
 */
export const keepBlobs = async (tx: Tx, blobs: readonly NewBlob[], now: Instant): Promise<void> => {
  for (const blob of blobs.toSorted((one, other) => Buffer.compare(one.hash, other.hash))) {
    await tx.query({ name: 'blob_keep', text: KEEP_BLOB, values: blobValues(blob, now) });
  }
};

/** The bytes kept under a hash. Throws when there are none: rows name only what is kept. */
export const readBlob = async (db: Tx, hash: Uint8Array): Promise<Buffer> => {
  const { rows } = await db.query<{ bytes: Buffer }>({
    name: 'blob_read',
    text: 'select bytes from blob where hash = $1',
    values: [asBuffer(hash)],
  });
  if (rows[0] === undefined) throw new Error(`there is no blob ${asBuffer(hash).toString('hex')}`);
  return rows[0].bytes;
};

/** Lets some bytes go. The caller knows that no row names them; the database refuses when one does. */
export const dropBlob = async (tx: Tx, hash: Uint8Array): Promise<void> => {
  await tx.query('delete from blob where hash = $1', [asBuffer(hash)]);
};

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
