import { expect, test } from 'vitest';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { SECOND } from '#core/time.ts';
import { readReply } from '#server/channels/email/read-outgoing.ts';
import { until } from '#server/platform/clock.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actOf, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { handle } from './handle.ts';
import { lockTickets } from './ticket-store.ts';
import { keepUpload } from './upload-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { clock, petra, lea, ivana, sanja } = desk;
desk.door.undoSendMs = 10 * SECOND;
const server = await serveDesk(db, desk);

let keys = 0;
const commandId = () => `command-${(keys += 1)}`;
const thread = async (id: number, by = petra) =>
  (await (await server.as(by)).get(`/api/tickets/${id}/messages`)).json<MessagePage>().items;
const newestIn = async (id: number) => (await thread(id)).at(-1)!;
const says = async (id: number, by: number, what: 'replies' | 'notes', body: object) =>
  (await server.as(by)).ask('POST', `/api/tickets/${id}/${what}`, { commandId: commandId(), ...body });
const withdraws = async (id: number, messageId: number, by = petra) =>
  (await server.as(by)).ask('DELETE', `/api/tickets/${id}/replies/${messageId}`, { commandId: commandId() });

test('nobody reads the formatted words or the files of a reply that was taken back', async () => {
  const id = await desk.opens();
  const upload = { personId: petra, name: 'secret.txt', mediaType: 'text/plain', bytes: Buffer.from('secret') };
  const file = await db.withTransaction((tx) => keepUpload(tx, upload, clock.current));
  await says(id, petra, 'replies', { text: 'Wrong', html: '<p>Wrong <b>file</b></p>', attachmentIds: [file] });
  const reply = await newestIn(id);
  const urls = [`/api/messages/${reply.id}/html`, `/api/attachments/${reply.attachments[0]!.id}`];
  const asks = await server.as(lea);
  for (const url of urls) expect([url, (await asks.get(url)).statusCode]).toEqual([url, 200]);
  expect((await withdraws(id, reply.id)).statusCode).toBe(200);
  for (const url of urls) expect([url, (await asks.get(url)).statusCode]).toEqual([url, 404]);
});

test('the mail after it names no message that never left', async () => {
  const id = await desk.opens();
  await says(id, petra, 'replies', { text: 'Never said.' });
  const first = await newestIn(id);
  await withdraws(id, first.id);
  await says(id, petra, 'replies', { text: 'Said.' });
  const { rows } = await db.query<{ message_id: string }>('select message_id from message where id = $1', [first.id]);
  expect(rows[0]!.message_id).toContain('@');
  expect((await readReply(db, (await newestIn(id)).id))!.thread).not.toContain(rows[0]!.message_id);
});

test('of two who take the same reply back both hear that it did not leave; later nobody is told it was sent', async () => {
  const id = await desk.opens();
  await says(id, petra, 'replies', { text: 'Hm.' });
  const { id: messageId } = await newestIn(id);
  const answers = await Promise.all([petra, ivana, sanja].map((by) => withdraws(id, messageId, by)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect((await withdraws(id, messageId, lea)).json().code).toBe('not_allowed');
  const log = (await (await server.as(petra)).get(`/api/tickets/${id}/events`)).json<{ items: { type: string }[] }>();
  expect(log.items.filter(({ type }) => type === 'reply_withdrawn')).toHaveLength(1);
  expect(answers[2]!.json<TicketDetail>().lastLine).toBe('You charged me twice.');
});

test('words that had to wait for others stand after them, and are news to whoever saw only those', async () => {
  const id = await desk.opens();
  let waiting: ReturnType<typeof says> | undefined;
  await db.withTransaction(async (tx) => {
    await lockTickets(tx, [id]);
    waiting ??= says(id, lea, 'notes', { text: 'She called.' });
    const waits = async () => (await db.query('select from pg_locks where not granted')).rowCount !== 0;
    expect(await until(waits, { withinMs: 10 * SECOND })).toBe(true);
    const act = await actOf(tx, desk, id, petra, { type: 'note', messageId: 0 }, { words: 'I look at it.' });
    await handle(tx, desk.door, [act]);
  });
  expect((await waiting!).statusCode).toBe(200);
  const items = await thread(id);
  expect(items.map(({ text }) => text)).toEqual(['You charged me twice.', 'I look at it.', 'She called.']);
  const seenMessageId = items.find(({ text }) => text === 'I look at it.')!.id;
  const stopped = await says(id, petra, 'replies', { text: 'Hello.', seenMessageId });
  expect([stopped.statusCode, stopped.json().code]).toEqual([409, 'new_messages']);
});
