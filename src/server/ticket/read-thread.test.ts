import { expect, test } from 'vitest';
import type { MessagePage } from '#contract/ticket.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);

test('a long thread is read from its newest end, each page oldest first, until nothing is left', async () => {
  const id = await desk.opens();
  const asks = await server.as(desk.petra);
  for (const text of ['one', 'two', 'three', 'four']) {
    await asks.ask('POST', `/api/tickets/${id}/notes`, { text, commandId: `command ${text}` });
  }
  const read = async (query: string): Promise<MessagePage> =>
    (await asks.get(`/api/tickets/${id}/messages?limit=2${query}`)).json();
  const texts = ({ items }: MessagePage) => items.map(({ text }) => text);

  const newest = await read('&order=newest');
  expect(texts(newest)).toEqual(['three', 'four']);
  const before = await read(`&order=newest&cursor=${newest.nextCursor}`);
  expect(texts(before)).toEqual(['one', 'two']);
  const first = await read(`&order=newest&cursor=${before.nextCursor}`);
  expect(first.items.map(({ kind }) => kind)).toEqual(['message']);
  expect(first.nextCursor).toBeNull();

  const oldest = await read('');
  expect(oldest.items.map(({ text }) => text).at(-1)).toBe('one');
  expect(texts(await read(`&cursor=${oldest.nextCursor}`))).toEqual(['two', 'three']);
});
