import type { AddressObject, ParsedMail } from 'mailparser';
import { beforeEach, expect, test } from 'vitest';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { sideThreadOf } from '#server/ticket/question-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { BILLING, openMailDesk } from '#test/harness/mail-desk.ts';
import { mailWorld } from '#test/harness/mail-world.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const server = await serveDesk(db, desk);
const { clock, petra } = desk;
const SUPPLIER = 'service@supplier.example';

const world = await mailWorld(db, desk, { refuses: 'nobody@supplier.example' });
const { taken } = world;
beforeEach(() => void taken.splice(0));

/** Mails that went to an address since the last look. */
const sentTo = async (address: string): Promise<ParsedMail[]> => {
  await world.delivers(2 * MINUTE);
  return world.takenFor(address);
};
const replyTo = (mail: ParsedMail): string => mail.replyTo!.value[0]!.address!;
let keys = 0;
const asks = async (ticketId: number, body: object = {}, rest = '') =>
  (await server.as(petra)).ask('POST', `/api/tickets/${ticketId}/questions${rest}`, {
    text: 'Is the battery of this series covered?',
    commandId: `question-${(keys += 1)}`,
    ...(rest === '' ? { to: SUPPLIER } : {}),
    ...body,
  });
const ticketOf = async (id: number) => (await loadTickets(db, [id])).get(id)!;
const noticesOf = async (id: number, kind: string) =>
  (await db.query('select person_id from notice where ticket_id = $1 and kind = $2', [id, kind])).rows;

/** Iva writes, Petra has it and has answered her, then asks the supplier. */
const asked = async (body: object = {}) => {
  const { ticket_id: ticketId } = await desk.takes({ subject: 'My battery' });
  const id = ticketId!;
  await desk.does(id, desk.ivana, { type: 'assign', assigneeId: petra, teamId: null });
  await desk.replies(id, 'We are asking.');
  await sentTo('iva@posta.example');
  const answer = await asks(id, body);
  expect(answer.statusCode).toBe(200);
  const [mail] = await sentTo(SUPPLIER);
  return { id, mail: mail!, detail: answer.json() as TicketDetail };
};
const answers = (mail: ParsedMail, body = 'Yes, it is covered.', from = 'Servis <service@supplier.example>') =>
  desk.takes({ from, subject: `Re: ${mail.subject}`, body }, [replyTo(mail)], SUPPLIER);

/** The log replayed is the row. */
const isItsLog = async (id: number) => {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual(await ticketOf(id));
};

test('a supplier is asked by mail and answers into the side thread: no message of Iva’s, and none of her clocks moves', async () => {
  const { id, mail } = await asked();
  expect(mail.text).toContain('Is the battery of this series covered?');
  expect((mail.to as AddressObject).value.map(({ address }) => address)).toEqual([SUPPLIER]);
  expect(replyTo(mail)).toMatch(/^billing\+q[0-9a-z]+\.1\.[0-9a-f]{24}@bura\.example$/);
  const { clocks } = await ticketOf(id);
  clock.advance(HOUR);
  expect(await answers(mail)).toMatchObject({ verdict: 'joined', why: 'signed_token', ticket_id: id });
  const after = await ticketOf(id);
  expect(after.questions).toMatchObject([{ status: 'ended', why: 'answered' }]);
  expect(after.clocks).toEqual(clocks);
  expect(await noticesOf(id, 'answer_received')).toEqual([{ person_id: petra }]);
  expect(await noticesOf(id, 'message_received')).not.toContainEqual({ person_id: 0 });
  const thread = (await (await server.as(petra)).get(`/api/tickets/${id}/messages`)).json() as MessagePage;
  expect(thread.items.map(({ kind, questionId }) => [kind, questionId])).toEqual([
    ['message', null],
    ['reply', null],
    ['question', 1],
    ['answer', 1],
  ]);
  // a supplier does not become somebody's requester
  const { rows } = await db.query('select from person where email = $1', [SUPPLIER]);
  expect(rows).toEqual([]);
  await isItsLog(id);
});

test('nothing of the side thread reaches Iva, and nothing of hers the supplier', async () => {
  const { id, mail } = await asked();
  await answers(mail, 'SECRET margin: 40 percent.');
  await desk.replies(id, 'Good news, it is covered.');
  const [toIva] = await sentTo('iva@posta.example');
  expect(`${toIva!.text}${String(toIva!.html)}`).not.toMatch(/SECRET|series covered|supplier/);
  const { rows } = await db.query<{ message_id: string }>(
    'select message_id from message where ticket_id = $1 and question_id is not null',
    [id],
  );
  const named = [toIva!.inReplyTo, toIva!.references].flat().join(' ');
  for (const { message_id } of rows) expect(named).not.toContain(message_id);
  taken.length = 0;
  expect((await asks(id, { text: 'Thank you. And the charger?' }, '/1/messages')).statusCode).toBe(200);
  const [again] = await sentTo(SUPPLIER);
  expect(again!.text).not.toMatch(/Pomoć|We are asking|Good news/);
  expect(replyTo(again!)).toBe(replyTo(mail));
  const side = rows.map(({ message_id }) => `<${message_id}>`);
  expect([again!.references].flat()).toEqual(side);
  // what a list shows of the ticket is not what was said beside it
  const listed = (
    (await (await server.as(petra)).get('/api/tickets')).json() as { items: { id: number; lastLine: string }[] }
  ).items;
  expect(listed.find((ticket) => ticket.id === id)?.lastLine).toBe('Good news, it is covered.');
});

test('an answer that names no address of the side thread finds it by what it answers', async () => {
  const { id, mail } = await asked();
  const headers = `In-Reply-To: ${mail.messageId}\n`;
  const row = await desk.takes({ from: 'Servis <other@supplier.example>', headers, body: 'Covered.' }, [BILLING]);
  expect(row).toMatchObject({ verdict: 'joined', why: 'reply_header', ticket_id: id });
  expect((await ticketOf(id)).questions).toMatchObject([{ why: 'answered' }]);
});

test('what Iva herself writes into the side thread is a message of hers', async () => {
  const { id, mail } = await asked();
  await answers(mail, 'What did they say?', 'Iva <iva@posta.example>');
  expect((await desk.messages(id)).at(-1)).toMatchObject({ kind: 'message', question_id: null });
  expect((await ticketOf(id)).questions).toMatchObject([{ status: 'open' }]);
});

test('nobody answers: the supplier is reminded once, Petra is told, and an hour later the ticket climbs', async () => {
  const { id, mail } = await asked({ answerMs: 4 * HOUR });
  taken.length = 0;
  clock.advance(3 * HOUR);
  await desk.ticks(id);
  const [reminder] = await sentTo(SUPPLIER);
  expect(reminder!.text).toContain('wait for your answer');
  expect(replyTo(reminder!)).toBe(replyTo(mail));
  expect(reminder!.headers.get('auto-submitted')).toBe('auto-generated');
  clock.advance(HOUR);
  await desk.ticks(id);
  expect(await noticesOf(id, 'question_overdue')).toEqual([{ person_id: petra }]);
  expect((await ticketOf(id)).escalations).toEqual([]);
  clock.advance(HOUR);
  await desk.ticks(id);
  expect((await ticketOf(id)).escalations).toMatchObject([{ reasons: [{ trigger: { kind: 'silence' } }] }]);
  await answers(mail);
  expect((await ticketOf(id)).questions).toMatchObject([{ why: 'answered' }]);
  await isItsLog(id);
});

test('a reminder that an answer overtook is not sent', async () => {
  const { id, mail } = await asked({ answerMs: 4 * HOUR });
  clock.advance(3 * HOUR);
  await desk.ticks(id);
  await answers(mail);
  taken.length = 0;
  expect(await sentTo(SUPPLIER)).toEqual([]);
});

test('a ticket that is held for the answer goes on with it', async () => {
  const { id, mail, detail } = await asked({ holds: true });
  expect([detail.status, detail.questions[0]?.holds]).toEqual(['on_hold', true]);
  await answers(mail);
  expect((await ticketOf(id)).status).toBe('open');
  await isItsLog(id);
});

test('an absent supplier’s machine answers nothing; a question that did not arrive tells Petra', async () => {
  const { id, mail } = await asked();
  const away = { from: 'Servis <service@supplier.example>', headers: 'Auto-Submitted: auto-replied\n', body: 'Away.' };
  await desk.takes(away, [replyTo(mail)], SUPPLIER);
  expect((await ticketOf(id)).questions).toMatchObject([{ status: 'open' }]);
  expect((await asks(id, { to: 'nobody@supplier.example' })).statusCode).toBe(200);
  await sentTo('nobody@supplier.example');
  expect((await ticketOf(id)).questions[1]).toMatchObject({ status: 'ended', why: 'undelivered' });
  expect(await noticesOf(id, 'question_undelivered')).toEqual([{ person_id: petra }]);
  await isItsLog(id);
});

test('an answer to a ticket that is closed meanwhile stays in its side thread and opens nothing', async () => {
  const { id, mail } = await asked();
  await desk.does(id, petra, { type: 'set_status', to: 'solved' });
  clock.advance(31 * DAY);
  await desk.ticks(id);
  expect((await ticketOf(id)).status).toBe('closed');
  expect(await answers(mail)).toMatchObject({ verdict: 'joined', ticket_id: id });
  expect((await ticketOf(id)).status).toBe('closed');
});

test('merged, the supplier’s answer is heard where it is waited for, in the side thread it answers; unmerged, where it was asked', async () => {
  const { id, mail } = await asked({ answerMs: 4 * HOUR });
  const into = (await desk.takes({ subject: 'The same battery' })).ticket_id!;
  const act = async (method: 'PUT' | 'DELETE', body: object) =>
    (await server.as(petra)).ask(method, `/api/tickets/${id}/merge`, {
      commandId: `merge-command-${(keys += 1)}`,
      ...body,
    });
  expect((await act('PUT', { intoTicketId: into })).statusCode).toBe(200);
  // the reminder and what is asked again go on in the same side thread, to the same supplier
  taken.length = 0;
  clock.advance(3 * HOUR);
  await desk.ticks(into);
  const [reminder] = await sentTo(SUPPLIER);
  expect([reminder!.references].flat()).toContain(mail.messageId);
  taken.length = 0;
  expect((await asks(into, { text: 'And the charger?' }, '/1/messages')).statusCode).toBe(200);
  const [again] = await sentTo(SUPPLIER);
  expect([again!.references].flat()).toContain(mail.messageId);
  // an answer to the first mail, whose address names the ticket that was merged
  expect(await answers(mail)).toMatchObject({ verdict: 'joined', ticket_id: into });
  expect((await ticketOf(into)).questions).toMatchObject([{ status: 'ended', why: 'answered' }]);
  expect((await ticketOf(id)).questions).toMatchObject([{ status: 'ended', why: 'merged' }]);
  expect(await noticesOf(into, 'answer_received')).toContainEqual({ person_id: petra });
  const thread = (await (await server.as(petra)).get(`/api/tickets/${into}/messages`)).json() as MessagePage;
  const side = thread.items.filter(({ kind }) => kind === 'question' || kind === 'answer');
  expect(side.map(({ questionId }) => questionId)).toEqual([1, 1, 1]);
  for (const each of [id, into]) await isItsLog(each);

  taken.length = 0;
  const other = await asked();
  const next = (await desk.takes({ subject: 'That battery' })).ticket_id!;
  const at = `/api/tickets/${other.id}/merge`;
  const by = await server.as(petra);
  await by.ask('PUT', at, { commandId: `merge-command-${(keys += 1)}`, intoTicketId: next });
  expect((await by.ask('DELETE', at, { commandId: `merge-command-${(keys += 1)}` })).statusCode).toBe(200);
  expect(await answers(other.mail)).toMatchObject({ ticket_id: other.id });
  expect((await ticketOf(other.id)).questions).toMatchObject([{ why: 'answered' }]);
  for (const each of [other.id, next]) await isItsLog(each);
});

test('a question that comes back after a merge is told where it is waited for', async () => {
  const { id, mail } = await asked();
  const into = (await desk.takes({ subject: 'The same battery' })).ticket_id!;
  const merge = { commandId: `merge-command-${(keys += 1)}`, intoTicketId: into };
  expect((await (await server.as(petra)).ask('PUT', `/api/tickets/${id}/merge`, merge)).statusCode).toBe(200);
  const { rows } = await db.query<{ id: number }>('select id from message where message_id = $1', [
    mail.messageId!.slice(1, -1),
  ]);
  expect(await db.withTransaction((tx) => sideThreadOf(tx, rows[0]!.id))).toEqual({
    ticketId: into,
    questionId: 1,
    isOurs: true,
  });
});

test('neither our own mailbox nor the requester is asked; a forged address of a side thread leads nowhere', async () => {
  const { id, mail } = await asked();
  expect((await asks(id, { to: BILLING })).statusCode).toBe(422);
  expect((await asks(id, { to: 'iva@posta.example' })).statusCode).toBe(422);
  const forged = replyTo(mail).replace(/\.[0-9a-f]{24}@/, `.${'0'.repeat(24)}@`);
  const row = await desk.takes({ from: 'Servis <x@supplier.example>', body: 'Covered.' }, [forged], SUPPLIER);
  expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
});

test('a question taken back in time never leaves, and nobody reads it any more', async () => {
  desk.door.undoSendMs = 10_000;
  try {
    const { ticket_id: id } = await desk.takes({ subject: 'My charger' });
    await desk.does(id!, desk.ivana, { type: 'assign', assigneeId: petra, teamId: null });
    expect((await asks(id!)).statusCode).toBe(200);
    const withdraws = await server.as(petra);
    const url = `/api/tickets/${id}/questions/1/withdrawal`;
    expect((await withdraws.ask('PUT', url, { commandId: 'question-back' })).statusCode).toBe(200);
    expect(await sentTo(SUPPLIER)).toEqual([]);
    const thread = (await withdraws.get(`/api/tickets/${id}/messages`)).json() as MessagePage;
    expect(thread.items.map(({ kind }) => kind)).toEqual(['message']);
    expect((await ticketOf(id!)).questions).toMatchObject([{ status: 'ended', why: 'withdrawn' }]);
    await isItsLog(id!);
    // too late, it is only not waited for any more
    expect((await asks(id!)).statusCode).toBe(200);
    expect(await sentTo(SUPPLIER)).toHaveLength(1);
    const late = { commandId: 'question-back-late' };
    expect((await withdraws.ask('PUT', url.replace('/1/', '/2/'), late)).statusCode).toBe(200);
    const { rows } = await db.query(`select delivery from message where ticket_id = $1 and kind = 'question'`, [id]);
    expect(rows).toEqual([{ delivery: 'cancelled' }, { delivery: 'accepted' }]);
  } finally {
    desk.door.undoSendMs = 0;
  }
});
