import { beforeEach, expect, test } from 'vitest';
import type { ApprovalList } from '#contract/approval.ts';
import type { EventPage, MessagePage, TicketDetail } from '#contract/ticket.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { endedIn } from '#core/metrics/cycles.ts';
import { MINUTE } from '#core/time.ts';
import { readCycles } from '#server/metrics/cycle-store.ts';
import { addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { openMailDesk } from '#test/harness/mail-desk.ts';
import { readLog } from './event-store.ts';
import { merging } from './merge.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const server = await serveDesk(db, desk);
const { petra, sanja, clock } = desk;
let keys = 0;
const asks = async (by: number, method: 'POST' | 'PUT' | 'DELETE', url: string, body: object = {}) =>
  (await server.as(by)).ask(method, `/api/tickets/${url}`, { commandId: `command-${(keys += 1)}`, ...body });
const merges = (id: number, intoTicketId: number, by = petra) => asks(by, 'PUT', `${id}/merge`, { intoTicketId });
const read = async <Body>(url: string, by = petra): Promise<Body> =>
  (await (await server.as(by)).get(`/api/tickets/${url}`)).json<Body>();
const isAsLogged = async (id: number): Promise<void> => {
  const log = await readLog(db, id);
  const told = log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
  const stored = await db.withTransaction(async (tx) => (await loadTickets(tx, [id])).get(id));
  const byKey = (ticket: Ticket | null | undefined) => ({
    ...ticket,
    clocks: ticket?.clocks.toSorted((one, other) => (one.key < other.key ? -1 : 1)),
  });
  expect(byKey(stored)).toEqual(byKey(told));
  expect(await readCycles(db, id, 100)).toEqual(endedIn(log));
};
let older = 0;
let younger = 0;

beforeEach(async () => {
  older = await desk.opens();
  clock.advance(10 * MINUTE);
  younger = await desk.opens();
  clock.advance(MINUTE);
});

test('a merged ticket closes, what it owed is owed by the other, and the words of both are read in both', async () => {
  const merged = await merges(older, younger);
  expect(merged.statusCode).toBe(200);
  const target = await read<TicketDetail>(`${younger}`);
  const source = merged.json<TicketDetail>();
  expect(source).toMatchObject({ status: 'closed', closedAs: 'merged', mergedInto: { id: younger } });
  expect(target.merged).toEqual([{ id: older, number: source.number }]);
  expect(target.clocks[0]).toMatchObject({ state: 'running', dueAt: source.firstContactAt + 60 * MINUTE });
  expect((await read<MessagePage>(`${younger}/messages`)).items).toHaveLength(2);
  expect((await read<MessagePage>(`${older}/messages`)).items).toHaveLength(1);
  const log = await read<EventPage>(`${younger}/events`);
  expect(log.tickets).toEqual([{ id: older, number: source.number }]);
  expect(log.items.map(({ type }) => type)).toContain('merged_in');
  for (const id of [older, younger]) await isAsLogged(id);
});

test('mail that answers a merged ticket reaches the one it was merged into, however often', async () => {
  await merges(older, younger);
  const last = await desk.opens();
  await merges(younger, last);
  const row = await desk.takes({ body: 'And another thing' }, [desk.tokens.addressFor('billing@bura.example', older)]);
  expect(row).toMatchObject({ verdict: 'joined', ticket_id: last });
  expect((await read<MessagePage>(`${last}/messages`)).items).toHaveLength(4);
});

test('an unmerged ticket stands for itself again, with the clock it would have', async () => {
  const before = (await read<TicketDetail>(`${older}`)).clocks[0]?.dueAt;
  const alone = (await read<TicketDetail>(`${younger}`)).clocks[0]?.dueAt;
  await merges(older, younger);
  clock.advance(MINUTE);
  const commandId = 'unmerged-once';
  const unmerged = await asks(petra, 'DELETE', `${older}/merge`, { commandId });
  expect(unmerged.json<TicketDetail>()).toMatchObject({ status: 'new', closedAs: null, mergedInto: null });
  expect(unmerged.json<TicketDetail>().clocks[0]).toMatchObject({ state: 'running', dueAt: before });
  expect((await read<TicketDetail>(`${younger}`)).clocks[0]).toMatchObject({ state: 'running', dueAt: alone });
  expect((await read<MessagePage>(`${younger}/messages`)).items).toHaveLength(1);
  for (const id of [older, younger]) await isAsLogged(id);
  expect((await asks(petra, 'DELETE', `${older}/merge`, { commandId })).statusCode).toBe(200);
  expect((await asks(petra, 'DELETE', `${older}/merge`)).json()).toMatchObject({ code: 'not_merged' });
});

test('what one may not see is neither merged nor merged into', async () => {
  const elsewhere = await addTeam(db, `Technical ${older}`);
  await db.query('update ticket set team_id = $2, assignee_id = null where id = $1', [younger, elsewhere]);
  await db.query('delete from ticket_follower where ticket_id = $1', [younger]);
  expect((await merges(older, younger)).statusCode).toBe(404);
  expect((await merges(younger, older)).statusCode).toBe(404);
  expect((await merges(older, younger, sanja)).statusCode).toBe(200);
});

test('who was kept away from one is kept away from the other, and finds none of its files', async () => {
  await asks(sanja, 'PUT', `${older}/exclusions/${desk.lea}`);
  await merges(older, younger);
  expect((await (await server.as(desk.lea)).get(`/api/tickets/${younger}`)).statusCode).toBe(404);
});

test('somebody who sees only the ticket that stays reads the words of the merged one, formatted as well', async () => {
  const elsewhere = await addTeam(db, `Hardware ${older}`);
  const tom = await db.withTransaction(async (tx) =>
    addPerson(
      tx,
      { name: 'Tom', email: `tom${older}@bura.example`, role: 'specialist', tier: 2, language: 'en', timeZone: 'UTC' },
      clock.current,
    ),
  );
  await db.query('update ticket set team_id = $2 where id = $1', [older, elsewhere]);
  await db.query(`insert into ticket_follower values ($1, $2, 'told')`, [younger, tom]);
  await db.query(`update message set body_html = '<p>hi</p>' where ticket_id = $1`, [older]);
  const { rows } = await db.query<{ id: number }>('select id from message where ticket_id = $1', [older]);
  const page = `/api/messages/${rows[0]!.id}/html`;
  expect((await (await server.as(tom)).get(page)).statusCode).toBe(404);
  await merges(older, younger, sanja);
  expect((await (await server.as(tom)).get(page)).statusCode).toBe(200);
  expect((await (await server.as(tom)).get(`/api/tickets/${older}`)).statusCode).toBe(404);
});

test('what waits for a yes waits for it in the ticket that stays, in the list and in the mail of whoever is asked', async () => {
  const approvers = [{ type: 'person', personId: desk.ivana }];
  await asks(petra, 'POST', `${older}/approvals`, { approvers, words: 'May I refund it?' });
  await merges(older, younger);
  const asked = async () => (await (await server.as(desk.ivana)).get('/api/approvals')).json<ApprovalList>().items;
  expect(await asked()).toMatchObject([{ ticketId: younger, words: 'May I refund it?', askedBy: { id: petra } }]);
  const solve = await asks(petra, 'PUT', `${younger}/status`, { status: 'solved' });
  expect([solve.statusCode, solve.json().code]).toEqual([409, 'approval_pending']);
  const told = await db.query(
    `select ticket_id, kind from notice where person_id = $1 and kind like 'approval%' order by id`,
    [desk.ivana],
  );
  expect(told.rows).toEqual([
    { ticket_id: older, kind: 'approval_asked' },
    { ticket_id: younger, kind: 'approval_carried_over' },
  ]);
  await asks(petra, 'DELETE', `${older}/merge`);
  expect(await asked()).toMatchObject([{ ticketId: older }]);
  for (const id of [older, younger]) await isAsLogged(id);
});

test('whose ticket was merged into somebody else’s has a copy of what answers both', async () => {
  const { ticket_id: ivas } = await desk.takes({ subject: 'The same fault', from: 'Iva <iva@posta.example>' });
  const repliesTo = async () => {
    await asks(petra, 'POST', `${ivas}/replies`, { text: 'It is mended.', cc: ['boss@posta.example'] });
    const page = await read<MessagePage>(`${ivas}/messages`);
    return page.items.findLast(({ kind }) => kind === 'reply');
  };
  expect(await repliesTo()).toMatchObject({ to: ['iva@posta.example'], cc: ['boss@posta.example'] });
  await merges(younger, older);
  await merges(older, ivas!);
  expect(await read<TicketDetail>(`${ivas}`)).toMatchObject({ copiesTo: ['ana@kupac.example'] });
  expect(await repliesTo()).toMatchObject({
    to: ['iva@posta.example'],
    cc: ['boss@posta.example', 'ana@kupac.example'],
  });
});

test('spam is closed and counts for nothing, until somebody says that it was none', async () => {
  clock.advance(60 * MINUTE);
  await desk.ticks(older);
  const spam = await asks(petra, 'PUT', `${older}/spam`);
  expect(spam.json<TicketDetail>()).toMatchObject({ status: 'closed', closedAs: 'spam' });
  expect(spam.json<TicketDetail>().clocks[0]).toMatchObject({ outcome: 'void' });
  expect(spam.json<TicketDetail>().may).toMatchObject({ mark_spam: 'ticket_closed', unmark_spam: null });
  const none = await asks(petra, 'DELETE', `${older}/spam`);
  expect(none.json<TicketDetail>()).toMatchObject({ status: 'new', closedAs: null });
  expect(none.json<TicketDetail>().clocks[0]).toMatchObject({ state: 'running', outcome: null });
  expect(none.json<TicketDetail>().clocks[0]?.breachedAt).not.toBeNull();
  await isAsLogged(older);
});

test('two who merge two tickets into each other at once: one wins', async () => {
  const [one, other] = await Promise.all([merges(older, younger), merges(younger, older)]);
  expect([one.statusCode, other.statusCode].toSorted()).toEqual([200, 409]);
});

test('a program that merges and unmerges in circles is stopped, and somebody is called, although nothing is merged', async () => {
  const person = { name: 'Sorter', email: null, role: 'bot' as const, tier: null, language: 'en' as const };
  const bot = await db.withTransaction((tx) => addPerson(tx, { ...person, timeZone: 'UTC' }, clock.current));
  const actor = { kind: 'person' as const, personId: bot, role: 'bot' as const, teamIds: [desk.teamId], leadOf: [] };
  const program = merging({ db, door: desk.door, cleanHtml: (html) => html, changed: () => {} });
  const turns = Array.from({ length: 5 }, (_, turn) => turn);
  for (const turn of turns) {
    await program.merge({ actor, ticketId: older, intoId: younger, commandId: `there-and-${turn}` });
    await program.unmerge({ actor, ticketId: older, commandId: `back-${turn}` });
  }
  const again = program.merge({ actor, ticketId: older, intoId: younger, commandId: 'once-too-often' });
  await expect(again).rejects.toMatchObject({ code: 'automation_parked' });
  expect(await read<TicketDetail>(`${older}`)).toMatchObject({ status: 'new', mergedInto: null });
  const stopped = await read<TicketDetail>(`${younger}`);
  expect(stopped.automationParkedAt).toBe(clock.current);
  expect(stopped.escalations[0]?.reasons).toMatchObject([{ signal: 'automation_storm' }]);
  const told = await db.query(`select person_id from notice where ticket_id = $1 and kind = 'automation_parked'`, [
    younger,
  ]);
  expect(told.rows).toEqual([{ person_id: sanja }]);
  for (const id of [older, younger]) await isAsLogged(id);
});
