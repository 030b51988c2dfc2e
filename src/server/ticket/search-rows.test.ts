import { expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';
import { drawMessageId } from './handle.ts';

const db = await testDatabase();
const desk = await openDesk(db);

/** Bytes of a ticket's row of search, of which a document elsewhere takes eighteen; and the letters of the document. */
const rowOf = async (ticketId: number): Promise<{ apart: boolean; filler: number; words: number }> => {
  const { rows } = await db.query<{ apart: boolean; filler: number; words: number }>(
    `select pg_column_toast_chunk_id(doc) is not null as apart, pg_column_size(filler) as filler, length(doc) as words
     from ticket_search where ticket_id = $1`,
    [ticketId],
  );
  return rows[0]!;
};

test('a document lies apart from its row, however short: when a ticket is opened, when more is said, when tags change', async () => {
  const act = await openingAct(db, desk, desk.clock.current);
  const { ticketId } = await desk.act({ ...act, message: { ...act.message!, bodyText: 'Quokka' } });
  const lies = async () => {
    const row = await rowOf(ticketId);
    expect(row).toMatchObject({ apart: true });
    expect(row.filler).toBeLessThan(60);
    return row.words;
  };
  const opened = await lies();

  const messageId = await drawMessageId(db);
  const { ana: authorId } = desk;
  await desk.act({
    ticketId,
    command: { type: 'receive', messageId, authorId, kind: 'message' },
    actor: { kind: 'system' },
    message: { id: messageId, authorId, kind: 'message', channel: 'email', bodyText: 'Numbat' },
  });
  const said = await lies();
  expect(said).toBeGreaterThan(opened);

  await db.query(`update ticket set tags = '{marsupial}' where id = $1`, [ticketId]);
  expect(await lies()).toBeGreaterThan(said);

  // where much is read in at once, as from a backup, triggers are set aside
  await db.withTransaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query('delete from ticket_search where ticket_id = $1', [ticketId]);
    await tx.query('select search_rebuild($1)', [[ticketId]]);
  });
  await lies();
});

test('a long document needs no filling', async () => {
  const act = await openingAct(db, desk, desk.clock.current);
  const bodyText = Array.from({ length: 600 }, (_, n) => `word${n}`).join(' ');
  const { ticketId } = await desk.act({ ...act, message: { ...act.message!, bodyText } });
  expect(await rowOf(ticketId)).toMatchObject({ apart: true, filler: 1 });
});
