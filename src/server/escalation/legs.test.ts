import { expect, test } from 'vitest';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea, marko, ivana, sanja } = desk;
await db.query('update person set manager_id = $1 where id = any($2)', [ivana, [petra, lea, marko]]);
let keys = 0;
const asks = async (by: number, method: 'POST' | 'PUT', url: string, body: object = {}) =>
  (await server.as(by)).ask(method, url, { commandId: `command-${(keys += 1)}`, ...body });
const detail = async (answer: Promise<{ json(): unknown }>) => (await answer).json() as TicketDetail;
const codes = async (answer: ReturnType<typeof asks>) => {
  const { statusCode, json } = await answer;
  return [statusCode, (json() as { code?: string }).code];
};
const told = async (ticketId: number, kind: string) => {
  const text = 'select person_id from notice where ticket_id = $1 and kind = $2 order by person_id';
  return (await db.query<{ person_id: number }>(text, [ticketId, kind])).rows.map(({ person_id }) => person_id);
};
const toMarko = { direction: 'functional', to: { type: 'person', personId: marko }, reason: 'skill' };

/** Petra has the ticket. */
const opened = async () => {
  const id = await desk.opens();
  await desk.does(id, ivana, { type: 'assign', assigneeId: lea, teamId: null });
  await desk.does(id, ivana, { type: 'assign', assigneeId: petra, teamId: null });
  return { id, url: `/api/tickets/${id}/legs` };
};

/** The log replayed is the row. */
const isItsLog = async (id: number) => {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual((await loadTickets(db, [id])).get(id));
};

test('Petra asks Marko and her manager at once; each answers for themselves, and no clock hears of it', async () => {
  const { id, url } = await opened();
  const { clocks } = await detail((await server.as(petra)).get(`/api/tickets/${id}`));
  const asked = await detail(asks(petra, 'POST', url, { ...toMarko, words: 'Is this the firmware?' }));
  expect(asked.legs).toMatchObject([{ id: 1, status: 'offered', told: [{ id: marko }], openedBy: { id: petra } }]);
  expect(asked.legs[0]?.may).toMatchObject({ acknowledge: 'not_told', withdraw: null });
  expect(await told(id, 'leg_offered')).toEqual([marko]);
  await asks(petra, 'POST', url, { direction: 'hierarchical', to: { type: 'manager' }, reason: 'authority' });
  const taken = await detail(asks(marko, 'PUT', `${url}/1/acknowledgement`));
  expect(taken.legs[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: marko } });
  expect([taken.responsible.person?.id, taken.responsible.because]).toEqual([petra, 'assigned']);
  const decided = await detail(asks(ivana, 'PUT', `${url}/2/acknowledgement`));
  expect([decided.responsible.person?.id, decided.responsible.because]).toEqual([ivana, 'acknowledged']);
  expect(await told(id, 'leg_acknowledged')).toEqual([petra, petra]);
  expect(decided.clocks.map(({ dueAt, state }) => [dueAt, state])).toEqual(
    clocks.map(({ dueAt, state }) => [dueAt, state]),
  );
  await asks(marko, 'PUT', `${url}/1/completion`);
  const done = await detail(asks(ivana, 'PUT', `${url}/2/completion`));
  expect(done.legs.map(({ endedWhy }) => endedWhy)).toEqual(['done', 'done']);
  expect(done.responsible.person?.id).toBe(petra);
  const thread: MessagePage = (await (await server.as(marko)).get(`/api/tickets/${id}/messages`)).json();
  expect(thread.items.find((message) => message.id === done.legs[0]?.messageId)?.text).toBe('Is this the firmware?');
  await isItsLog(id);
});

test('of two above who help, the one who is left says on which tier the ticket stands', async () => {
  const { id, url } = await opened();
  const above = { direction: 'hierarchical', reason: 'authority' };
  await asks(petra, 'POST', url, { ...above, to: { type: 'person', personId: marko } });
  await asks(petra, 'POST', url, { ...above, to: { type: 'manager' } });
  expect((await detail(asks(marko, 'PUT', `${url}/1/acknowledgement`))).tier).toBe(2);
  expect((await detail(asks(ivana, 'PUT', `${url}/2/acknowledgement`))).tier).toBe(3);
  const left = await detail(asks(ivana, 'PUT', `${url}/2/completion`));
  expect([left.responsible.person?.id, left.tier]).toEqual([marko, 2]);
  expect((await detail(asks(marko, 'PUT', `${url}/1/completion`))).tier).toBe(1);
  await isItsLog(id);
});

test('Marko says it is not his: the part comes back to Petra with his reason', async () => {
  const { id, url } = await opened();
  await asks(petra, 'POST', url, toMarko);
  expect(await codes(asks(lea, 'PUT', `${url}/1/return`, { reason: 'no_time' }))).toEqual([409, 'not_told']);
  const after = await detail(asks(marko, 'PUT', `${url}/1/return`, { reason: 'wrong_skill', words: 'Ask Lea.' }));
  expect(after.legs[0]).toMatchObject({
    status: 'ended',
    endedWhy: 'returned',
    returns: [{ by: { id: marko }, reason: 'wrong_skill' }],
  });
  expect(await told(id, 'leg_returned')).toEqual([petra]);
  expect(await codes(asks(marko, 'PUT', `${url}/1/acknowledgement`))).toEqual([409, 'leg_over']);
  expect(await codes(asks(marko, 'PUT', `${url}/7/acknowledgement`))).toEqual([409, 'leg_unknown']);
  await isItsLog(id);
});

test('nobody takes it in time: the sweep finds it, and the manager of who was asked is called', async () => {
  const { id, url } = await opened();
  await asks(petra, 'POST', url, { ...toMarko, acceptMs: 10 * MINUTE });
  const { rows } = await db.query<{ due_at: number; accept_by: number }>(
    'select t.due_at, l.accept_by from ticket t join leg l on l.ticket_id = t.id where t.id = $1',
    [id],
  );
  expect(rows[0]?.due_at).toBeLessThanOrEqual(rows[0]!.accept_by);
  desk.clock.advance(10 * MINUTE);
  await desk.ticks(id);
  const now = await detail((await server.as(ivana)).get(`/api/tickets/${id}`));
  expect(now.legs[0]).toMatchObject({ status: 'offered', told: [{ id: ivana }] });
  expect(await told(id, 'leg_passed_on')).toEqual([ivana]);
  await isItsLog(id);
});

test('who holds a part has the ticket among theirs, and loses it when kept away', async () => {
  const { id, url } = await opened();
  await asks(petra, 'POST', url, toMarko);
  await asks(marko, 'PUT', `${url}/1/acknowledgement`);
  const mine = async () =>
    ((await (await server.as(marko)).get('/api/tickets?view=mine')).json() as { items: { id: number }[] }).items;
  expect((await mine()).map((item) => item.id)).toContain(id);
  await desk.does(id, sanja, { type: 'exclude', personId: marko });
  expect((await mine()).map((item) => item.id)).not.toContain(id);
  desk.clock.advance(HOUR);
  await desk.ticks(id);
  await isItsLog(id);
});
