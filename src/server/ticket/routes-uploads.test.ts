import { expect, test } from 'vitest';
import { DAY, HOUR } from '#core/time.ts';
import type { MessagePage } from '#contract/ticket.ts';
import type { Upload } from '#contract/upload.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { leftoverSource } from './sweep-files.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea } = desk;
const url = await server.http.listen({ host: '127.0.0.1', port: 0 });

const send = async (who: number | null, form: FormData, headers: Record<string, string> = {}) => {
  const { cookie } = await server.as(who);
  return fetch(`${url}/api/uploads`, { method: 'POST', headers: { cookie, ...headers }, body: form });
};
const form = (name: string, ...parts: (string | Uint8Array<ArrayBuffer>)[]): FormData => {
  const data = new FormData();
  data.append('file', new Blob(parts, { type: 'text/html' }), name);
  return data;
};
const codeOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { code: unknown }).code;
const blobs = async (): Promise<number> => (await db.query('select count(*)::int as n from blob')).rows[0]!.n;

test('a file is kept under a clean name and as what it is, not as what it was called', async () => {
  const answer = await send(petra, form('..\\..\\račun\u202e.html', '<script>alert(1)</script>'));
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ name: 'račun.html', mediaType: 'text/plain', size: 25 });
});

test('a file above the limit is refused and nothing of it stays', async () => {
  const before = await blobs();
  const answer = await send(petra, form('big.bin', new Uint8Array(1_048_577)));
  expect([answer.status, await codeOf(answer)]).toEqual([413, 'file_too_large']);
  expect(await blobs()).toBe(before);
  expect((await send(petra, form('fits.bin', new Uint8Array(1_048_576)))).status).toBe(201);
});

test('no file, an empty one, two at once and another body are refused', async () => {
  const two = form('a.txt', 'a');
  two.append('file', new Blob(['b']), 'b.txt');
  const none = await send(petra, new FormData());
  expect([none.status, await codeOf(none)]).toEqual([400, 'file_missing']);
  const empty = await send(petra, form('empty.txt'));
  expect([empty.status, await codeOf(empty)]).toEqual([400, 'file_empty']);
  expect((await send(petra, two)).status).toBe(413);
  const asked = await server.as(petra);
  expect((await asked.ask('POST', '/api/uploads', { file: 'x' })).statusCode).toBe(415);
});

test('a form of a foreign page uploads nothing, also with the session', async () => {
  for (const headers of [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'null' },
  ]) {
    const answer = await send(petra, form('a.txt', 'a'), headers as unknown as Record<string, string>);
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'cross_origin']);
  }
});

test('nothing but uploads understands a form', async () => {
  const id = await desk.opens();
  const { cookie } = await server.as(petra);
  const answer = await fetch(`${url}/api/tickets/${id}/notes`, {
    method: 'POST',
    headers: { cookie },
    body: form('a.txt', 'a'),
  });
  expect(answer.status).toBe(415);
});

test('a stranger uploads nothing; only whose file it is takes it back', async () => {
  expect((await send(null, form('a.txt', 'a'))).status).toBe(401);
  const { id } = (await (await send(petra, form('mine.txt', 'mine'))).json()) as Upload;
  const before = await blobs();
  expect((await (await server.as(lea)).ask('DELETE', `/api/uploads/${id}`)).statusCode).toBe(404);
  expect((await (await server.as(petra)).ask('DELETE', `/api/uploads/${id}`)).statusCode).toBe(204);
  expect((await (await server.as(petra)).ask('DELETE', `/api/uploads/${id}`)).statusCode).toBe(404);
  expect(await blobs()).toBe(before - 1);
});

test('what no message took is gone after a day, with its bytes, unless something else has the same', async () => {
  await send(lea, form('lonely.txt', 'lonely'));
  const before = await blobs();
  const prune = () => leftoverSource(db, desk.clock).act(100);
  desk.clock.advance(DAY - HOUR);
  expect(await prune()).toBe(0);
  // the same bytes again, younger
  await send(petra, form('same.txt', 'lonely'));
  desk.clock.advance(HOUR + 1);
  expect(await prune()).toBeGreaterThan(0);
  const { rows } = await db.query('select name from upload');
  expect(rows).toEqual([{ name: 'same.txt' }]);
  expect(await blobs()).toBeLessThan(before);
  const { rows: kept } = await db.query(`select from blob where bytes = 'lonely'`);
  expect(kept).toHaveLength(1);
});

test('one person may not fill the disk with what waits', async () => {
  await db.query(
    `insert into upload (person_id, blob_hash, name, media_type, size, created_at)
       select $1, (select hash from blob limit 1), 'n', 'text/plain', 1, '2026-11-24Z' from generate_series(1, 100)`,
    [lea],
  );
  const answer = await send(lea, form('one.txt', 'more'));
  expect([answer.status, await codeOf(answer)]).toEqual([413, 'uploads_full']);
});

test('a file goes out with its reply, is saved and never shown by who reads it, and comes back when the reply is taken back', async () => {
  const ticketId = await desk.opens();
  const { id } = (await (await send(petra, form('page.html', '<script>alert(1)</script>'))).json()) as Upload;
  const asks = await server.as(petra);
  const reply = async (commandId: string) =>
    asks.ask('POST', `/api/tickets/${ticketId}/replies`, { text: 'See the file.', attachmentIds: [id], commandId });
  const newest = async () => {
    const { items }: MessagePage = (await asks.get(`/api/tickets/${ticketId}/messages`)).json();
    return items.findLast(({ kind }) => kind === 'reply')!;
  };
  expect((await reply('upload-reply-1')).statusCode).toBe(200);
  // the same act again hangs nothing twice and misses nothing
  expect((await reply('upload-reply-1')).statusCode).toBe(200);
  const said = await newest();
  expect(said.attachments.map(({ name, mediaType }) => [name, mediaType])).toEqual([['page.html', 'text/plain']]);
  const file = await asks.get(`/api/attachments/${said.attachments[0]!.id}`);
  expect(file.body).toBe('<script>alert(1)</script>');
  expect(file.headers).toMatchObject({
    'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'content-type': expect.stringMatching(/^text\/plain/),
  });
  const again = await reply('upload-reply-2');
  expect([again.statusCode, again.json().code]).toEqual([400, 'upload_unknown']);
  const undo = await asks.ask('DELETE', `/api/tickets/${ticketId}/replies/${said.id}`, { commandId: 'upload-undo-1' });
  expect(undo.statusCode).toBe(200);
  expect((await reply('upload-reply-3')).statusCode).toBe(200);
  expect((await newest()).attachments).toHaveLength(1);
});
