import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openDesk } from '#test/harness/desk.ts';
import { firstLine, firstLineOf } from './last-line-store.ts';
import { readerAt } from './page-conditions.ts';
import { readPage } from './read-page.ts';
import type { PersonActor } from './sight.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { petra } = desk;

const listed = async (id: number) => {
  const reader = readerAt(actorOf(desk, petra) as PersonActor, desk.clock.current);
  const page = await readPage(db, desk.door.config, reader, { view: 'all', sort: 'newest', limit: 50 });
  return page!.items.find((item) => item.id === id)!;
};
const kept = async (id: number) =>
  (await db.query('select last_line, shown_seq = seq as shown from ticket where id = $1', [id])).rows[0];

test('the line that is kept is the line the database reads of a message', async () => {
  const piece = fc.constantFrom(
    'word ',
    'Đ',
    '😀',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '\u00a0',
    'x'.repeat(150),
    '😀'.repeat(120),
  );
  const words = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        words,
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      ),
      async (text) => {
        const { rows } = await db.query(`select ${firstLine('$1::text')} as line`, [text]);
        expect(firstLineOf(text)).toBe(rows[0].line);
      },
    ),
  );
});

test('what is said last is kept with the ticket, and what was said before when it is withdrawn', async () => {
  const id = await desk.opens();
  expect(await kept(id)).toEqual({ last_line: 'You charged me twice.', shown: true });
  await desk.does(id, petra, { type: 'reply', messageId: 0, words: '\n\n  We will look. \nPetra' });
  expect((await kept(id)).last_line).toBe('We will look. ');
  expect((await listed(id)).lastLine).toBe('We will look.');
  const { rows } = await db.query<{ id: number }>(`select max(id) as id from message where ticket_id = $1`, [id]);
  const messageId = rows[0]!.id;
  await desk.act({
    ticketId: id,
    command: { type: 'withdraw_reply', messageId, authorId: petra },
    actor: actorOf(desk, petra),
  });
  expect(await kept(id)).toEqual({ last_line: 'You charged me twice.', shown: true });
});

test('words that are erased are not kept either', async () => {
  const id = await desk.opens();
  await db.query(`update message set body_text = '', visible_text = '' where ticket_id = $1`, [id]);
  expect(await kept(id)).toEqual({ last_line: null, shown: true });
  expect((await listed(id)).lastLine).toBe('');
});

test('what an older Belay beside this one writes is read where it stands', async () => {
  const id = await desk.opens();
  await db.query(`update sla_clock set breached_at = due_at where ticket_id = $1 and nearest`, [id]);
  await db.query(
    `with said as (insert into message (ticket_id, author_id, kind, channel, at, body_text, visible_text)
       values ($1, $2, 'note', 'email', now(), 'From before.', 'From before.') returning id)
     update ticket set seq = seq + 1, last_message_id = (select id from said) where id = $1`,
    [id, petra],
  );
  expect(await kept(id)).toEqual({ last_line: null, shown: false });
  expect(await listed(id)).toMatchObject({ lastLine: 'From before.', clock: { breaches: 1 } });
});
