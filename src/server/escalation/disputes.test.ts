import { expect, test } from 'vitest';
import type { TicketDetail } from '#contract/ticket.ts';
import { factOf } from '#core/metrics/facts.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR } from '#core/time.ts';
import { readFacts } from '#server/metrics/fact-store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea, marko, ivana, sanja } = desk;
await db.query('update person set manager_id = $1 where id = any($2)', [ivana, [petra, lea, marko]]);
let keys = 0;
const asks = async (by: number, method: 'POST' | 'PUT', url: string, body: object = {}) => {
  const answer = await (await server.as(by)).ask(method, url, { commandId: `command-${(keys += 1)}`, ...body });
  const said: unknown = answer.json();
  return { status: answer.statusCode, detail: said as TicketDetail, code: (said as { code?: string }).code };
};
const opened = async () => {
  const id = await desk.opens();
  await desk.does(id, ivana, { type: 'assign', assigneeId: lea, teamId: null });
  await desk.does(id, ivana, { type: 'assign', assigneeId: petra, teamId: null });
  await desk.does(id, petra, { type: 'note', messageId: 0, words: 'It is the second charge.' });
  return id;
};

/** The log replayed is the row, and what is counted of it is what its fact says. */
const isItsLog = async (id: number) => {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual((await loadTickets(db, [id])).get(id));
  expect((await readFacts(db, [id])).get(id)).toEqual(factOf(null, log));
};

test('Petra and her manager cannot agree: Sanja decides, both hear of it, and neither side could have', async () => {
  const id = await opened();
  const against = { type: 'person', personId: ivana };
  const asked = await asks(petra, 'POST', `/api/tickets/${id}/disputes`, { against, words: 'Refund or voucher?' });
  expect(asked.detail.legs).toMatchObject([{ reason: 'dispute', told: [{ id: sanja }], openedBy: { id: petra } }]);
  expect(asked.detail.legs[0]!.against).toEqual({ type: 'person', personId: ivana });
  expect(asked.detail.may.open_dispute).toBe('dispute_open');
  expect(await asks(ivana, 'PUT', `/api/tickets/${id}/legs/1/acknowledgement`)).toMatchObject({ code: 'not_told' });
  await asks(sanja, 'PUT', `/api/tickets/${id}/legs/1/acknowledgement`);
  expect(await asks(sanja, 'PUT', `/api/tickets/${id}/legs/1/completion`)).toMatchObject({ code: 'decision_missing' });
  desk.clock.advance(HOUR);
  const decision = { decision: 'for_opener', words: 'Refund her.' };
  const decided = await asks(sanja, 'PUT', `/api/tickets/${id}/legs/1/decision`, decision);
  expect(decided.detail.legs).toMatchObject([
    { endedWhy: 'done', decision: { decision: 'for_opener' }, acceptedInMs: 0, doneInMs: HOUR },
  ]);
  const text = 'select person_id from notice where ticket_id = $1 and kind = $2 order by person_id';
  const { rows } = await db.query<{ person_id: number }>(text, [id, 'leg_ended']);
  expect(rows.map(({ person_id }) => person_id)).toEqual([petra, ivana]);
  await isItsLog(id);
});

test('a ticket that two only hand to and fro comes to whoever is above both', async () => {
  const id = await opened();
  await desk.does(id, petra, { type: 'assign', assigneeId: marko, teamId: null });
  await desk.does(id, marko, { type: 'assign', assigneeId: petra, teamId: null });
  const detail: TicketDetail = (await (await server.as(ivana)).get(`/api/tickets/${id}`)).json();
  expect(detail.legs).toMatchObject([{ reason: 'ping_pong', openedBy: null, told: [{ id: ivana }] }]);
  const taken = await asks(ivana, 'PUT', `/api/tickets/${id}/legs/1/acknowledgement`);
  expect(taken.detail.responsible.person?.id).toBe(ivana);
  await isItsLog(id);
});
