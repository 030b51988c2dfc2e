import { expect, test } from 'vitest';
import { MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING, openMailDesk } from '#test/harness/mail-desk.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const { clock, petra, lea, ivana } = desk;

const ticketOf = async (id: number) => (await loadTickets(db, [id])).get(id)!;
const toldOf = async (id: number, kind: string) =>
  (await db.query('select person_id from notice where ticket_id = $1 and kind = $2', [id, kind])).rows;
const kindsOf = async (id: number) => (await desk.messages(id)).map(({ kind }) => kind);

/** Iva wrote, Petra has it and has answered; everybody on the thread may write to its address. */
const onThread = async () => {
  const { ticket_id: id } = await desk.takes({});
  await desk.does(id!, ivana, { type: 'assign', assigneeId: petra, teamId: null });
  clock.advance(MINUTE);
  return { id: id!, address: desk.tokens.addressFor(BILLING, id!) };
};
const writes = (address: string, from: string, body = 'About this one') => desk.takes({ from, body }, [address], from);

test('what a colleague writes to the ticket by mail is a word among us: no clock hears it, and it answers nobody', async () => {
  const { id, address } = await onThread();
  const { clocks, status, watch } = await ticketOf(id);
  expect(await writes(address, 'Lea <lea@bura.example>')).toMatchObject({ verdict: 'joined', ticket_id: id });
  expect(await ticketOf(id)).toMatchObject({ clocks, status, answers: 0, watch: { unanswered: watch.unanswered } });
  expect((await desk.messages(id)).at(-1)).toMatchObject({ kind: 'note', author_id: lea });
  expect(await toldOf(id, 'note_added')).toEqual([{ person_id: petra }]);
});

test('whoever else is on the thread counts as the customer, also somebody nobody knows and who left us', async () => {
  const { id, address } = await onThread();
  await db.query('update person set active = false where id = $1', [lea]);
  await writes(address, 'Somebody <somebody@elsewhere.example>');
  await writes(address, 'Lea <lea@bura.example>');
  await db.query('update person set active = true where id = $1', [lea]);
  expect(await kindsOf(id)).toEqual(['message', 'message', 'message']);
  expect((await ticketOf(id)).watch.unanswered).toHaveLength(3);
});

test('a colleague wakes no solved ticket, and opens none when it is closed', async () => {
  const { id, address } = await onThread();
  await desk.replies(id, 'Done.');
  await desk.does(id, petra, { type: 'set_status', to: 'solved' });
  await writes(address, 'Lea <lea@bura.example>');
  expect(await desk.ticket(id)).toMatchObject({ status: 'solved' });
  await desk.does(id, petra, { type: 'close_as', as: 'spam' });
  expect(await writes(address, 'Lea <lea@bura.example>')).toMatchObject({ verdict: 'joined', ticket_id: id });
  expect(await kindsOf(id)).toEqual(['message', 'reply', 'note', 'note']);
});

test('a colleague whose own matter it is asks like anybody', async () => {
  const { ticket_id: id } = await desk.takes({ from: 'Lea <lea@bura.example>' }, [BILLING]);
  await writes(desk.tokens.addressFor(BILLING, id!), 'Lea <lea@bura.example>');
  expect(await kindsOf(id!)).toEqual(['message', 'message']);
  expect((await ticketOf(id!)).clocks).toMatchObject([{ kind: 'first_reply', state: 'running' }]);
});
