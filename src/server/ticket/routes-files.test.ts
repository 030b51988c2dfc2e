import { expect, test } from 'vitest';
import type { MessagePage } from '#contract/ticket.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { handle } from './handle.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, sanja } = desk;
const stranger = await addPerson(
  db,
  { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
await addMember(db, await addTeam(db, 'Technical'), stranger, false);

test('an attachment is saved, a picture is shown, neither is ever run', async () => {
  const act = await openingAct(db, desk, desk.clock.current);
  const files = [
    {
      name: 'račun "1".html',
      mediaType: 'text/html',
      bytes: Buffer.from('<script>alert(1)</script>'),
      contentId: null,
    },
    { name: 'photo.png', mediaType: 'image/png', bytes: Buffer.from('89504e470d0a1a0a', 'hex'), contentId: 'pic@1' },
    { name: 'x.svg', mediaType: 'image/svg+xml', bytes: Buffer.from('<svg onload="x"/>'), contentId: 'pic@2' },
  ];
  act.message!.bodyHtml =
    '<p onclick="x">Hi<script>1</script><img src="cid:pic@1"><img src="cid:pic@2"><img src="https://spy.example/p.gif"></p>';
  act.message!.attachments = files.map(({ bytes, ...file }) => ({
    ...file,
    size: bytes.length,
    inline: false,
    blobHash: hashOf(bytes),
  }));
  await keepBlobs(
    db,
    files.map(({ bytes }) => ({ hash: hashOf(bytes), bytes })),
    desk.clock.current,
  );
  await db.withTransaction((tx) => handle(tx, desk.door, [act]));
  const asks = await server.as(petra);
  const { items }: MessagePage = (await asks.get(`/api/tickets/${act.ticketId}/messages`)).json();
  const answers = await Promise.all(items[0]!.attachments.map(({ id }) => asks.get(`/api/attachments/${id}`)));
  expect(answers.map(({ headers }) => String(headers['content-disposition']).split(';')[0])).toEqual([
    'attachment',
    'inline',
    'attachment',
  ]);
  expect(answers[0]!.headers['content-disposition']).toBe(
    `attachment; filename="ra_un _1_.html"; filename*=UTF-8''ra%C4%8Dun%20%221%22.html`,
  );
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  }
  expect(answers[1]!.rawPayload).toEqual(files[1]!.bytes);
  expect((await (await server.as(stranger)).get(`/api/attachments/${items[0]!.attachments[0]!.id}`)).statusCode).toBe(
    404,
  );

  expect(items[0]!.hasHtml).toBe(true);
  const page = await asks.get(`/api/messages/${items[0]!.id}/html`);
  expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; img-src data:;.*sandbox/);
  expect(page.body).toContain(`src="data:image/png;base64,${files[1]!.bytes.toString('base64')}"`);
  expect(page.body).not.toMatch(/<script|onclick|svg| src="https/);
});

test('the mail ledgers are for those who run Belay', async () => {
  for (const url of ['/api/intake', '/api/caught-mail', '/api/intake/1/raw', '/api/caught-mail/1/raw']) {
    expect([url, (await (await server.as(petra)).get(url)).statusCode]).toEqual([url, 403]);
    const expected = url.endsWith('raw') ? 404 : 200;
    expect([url, (await (await server.as(sanja)).get(url)).statusCode]).toEqual([url, expected]);
  }
});
