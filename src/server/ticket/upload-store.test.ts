import { expect, test } from 'vitest';
import { hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { claimUploads, releaseUploads } from './upload-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { petra, lea } = desk;

/** A file of Petra's that waits. */
const upload = async (name: string, size = 3): Promise<number> => {
  const bytes = Buffer.from(name);
  await keepBlobs(db, [{ hash: hashOf(bytes), bytes }], desk.clock.current);
  const { rows } = await db.query<{ id: number }>(
    `insert into upload (person_id, blob_hash, name, media_type, size, created_at)
       values ($1, $2, $3, 'text/plain', $4, $5) returning id`,
    [petra, hashOf(bytes), name, size, toTimestamp(desk.clock.current)],
  );
  return rows[0]!.id;
};
const message = async (): Promise<number> => {
  const ticketId = await desk.opens();
  const { rows } = await db.query<{ id: number }>('select id from message where ticket_id = $1', [ticketId]);
  return rows[0]!.id;
};
const claim = (ids: number[], messageId: number, personId = petra) =>
  db.withTransaction((tx) => claimUploads(tx, { ids, personId, messageId }));
const hanging = async (messageId: number): Promise<string[]> => {
  const { rows } = await db.query('select name, position from attachment where message_id = $1 order by position', [
    messageId,
  ]);
  return rows.map(({ name, position }) => `${position} ${name}`);
};

test('files hang on the message in the order the writer gave', async () => {
  const [a, b, c] = [await upload('a'), await upload('b'), await upload('c')];
  const id = await message();
  await claim([c, a, b], id);
  expect(await hanging(id)).toEqual(['0 c', '1 a', '2 b']);
});

test('a file of somebody else, one that is used, one that is none, and the same twice are refused whole', async () => {
  const [own, used] = [await upload('own'), await upload('used')];
  const [first, second] = [await message(), await message()];
  await claim([used], first);
  for (const ids of [
    [own, used],
    [own, 999_999],
    [own, own],
  ]) {
    await expect(claim(ids, second)).rejects.toMatchObject({ status: 400, code: 'upload_unknown' });
  }
  await expect(claim([own], second, lea)).rejects.toMatchObject({ status: 400, code: 'upload_unknown' });
  expect(await hanging(second)).toEqual([]);
  await claim([own], second);
  expect(await hanging(second)).toEqual(['0 own']);
});

test('more than one mail can carry is refused', async () => {
  const big = [await upload('big one', 14_000_000), await upload('big two', 14_000_000)];
  const id = await message();
  await expect(claim(big, id)).rejects.toMatchObject({ status: 413, code: 'files_too_large' });
  await claim(big.slice(1), id);
});

test('the files of a reply that was taken back can be sent with the next one', async () => {
  const id = await upload('again');
  const [first, second] = [await message(), await message()];
  await claim([id], first);
  await db.withTransaction((tx) => releaseUploads(tx, first));
  await claim([id], second);
  expect(await hanging(second)).toEqual(['0 again']);
});
