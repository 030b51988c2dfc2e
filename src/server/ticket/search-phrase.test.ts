import { expect, test } from 'vitest';

import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openDesk, openingAct } from '#test/harness/desk.ts';
import { drawMessageId, type TicketAct } from './handle.ts';
import { readerAt } from './page-conditions.ts';
import { search } from './search-read.ts';
import type { PersonActor } from './sight.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { ana } = desk;

const find = async (q: string): Promise<number[]> => {
  const reader = readerAt(actorOf(desk, desk.sanja) as PersonActor, desk.clock.current);
  const { tickets } = (await search(db, desk.door.config, reader, { q, limit: 20 }))!;
  return tickets.map(({ row }) => row.id);
};

const opensInEnglish = async (subject: string, bodyText: string): Promise<number> => {
  const act = await openingAct(db, desk, desk.clock.current);
  const command = { ...act.command, language: 'en' } as TicketAct['command'];
  return (await desk.act({ ...act, command, subject, message: { ...act.message!, bodyText } })).ticketId;
};

test('a phrase is what was said in one go: not the end of one text and the beginning of another, or of its stems', async () => {
  const id = await opensInEnglish('Numbat asked', 'Pademelons wanted');
  const messageId = await drawMessageId(db);
  await desk.act({
    ticketId: id,
    command: { type: 'receive', messageId, authorId: ana, kind: 'message' },
    actor: { kind: 'system' },
    message: { id: messageId, authorId: ana, kind: 'message', channel: 'email', bodyText: 'Dunnart seen' },
  });
  for (const q of ['"numbat asked"', '"pademelons wanted"', '"dunnart seen"'])
    expect([q, await find(q)]).toEqual([q, [id]]);
  const notFound = async () => {
    for (const q of ['"asked numbat"', '"asked ana"', '"wanted pademelon"', '"wanted dunnart"', '"seen dunnart"'])
      expect([q, await find(q)]).toEqual([q, []]);
  };
  await notFound();
  await db.query('select search_rebuild(array[$1::bigint])', [id]);
  await notFound();
});

test('a document from before is made anew when something is said in its ticket', async () => {
  const id = await opensInEnglish('Kowari', 'bilby wanted');
  await db.query(
    `update ticket_search set apart = false,
       doc = to_tsvector('simple', 'bilby wanted bilby') || array_to_tsvector(search_stretches(ticket_id)) where ticket_id = $1`,
    [id],
  );
  expect(await find('"wanted bilby"')).toEqual([id]);
  const messageId = await drawMessageId(db);
  await desk.act({
    ticketId: id,
    command: { type: 'receive', messageId, authorId: ana, kind: 'message' },
    actor: { kind: 'system' },
    message: { id: messageId, authorId: ana, kind: 'message', channel: 'email', bodyText: 'Hello' },
  });
  expect(await find('"wanted bilby"')).toEqual([]);
  expect(await find('"bilby wanted"')).toEqual([id]);
});
