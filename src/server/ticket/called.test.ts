import { expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import type { NoticePage } from '#contract/notice.ts';
import { MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, marko, ivana, sanja } = desk;

test('a ticket of which somebody is told again and again is one notice, and seen as one', async () => {
  const asks = await server.as(sanja);
  const before: NoticePage = (await asks.get('/api/notices')).json();
  const id = await desk.opens();
  const called = async (): Promise<number> =>
    (
      await db.query<{ n: number }>('select count(*)::int as n from notice where ticket_id = $1 and person_id = $2', [
        id,
        sanja,
      ])
    ).rows[0]!.n;
  for (let looks = 0; (await called()) < 3 && looks < 200; looks += 1) {
    desk.clock.advance(15 * MINUTE);
    await desk.ticks(id);
  }
  const page: NoticePage = (await asks.get('/api/notices')).json();
  const ofIt = page.items.filter(({ ticketId }) => ticketId === id);
  expect(ofIt).toMatchObject([{ unseen: 3, seenAt: null }]);
  expect(page.unseen).toBe(before.unseen + 1);
  const after: NoticePage = (await asks.ask('PUT', '/api/notices/seen', { ids: [ofIt[0]!.id] })).json();
  expect([after.unseen, after.items.find(({ ticketId }) => ticketId === id)?.unseen]).toEqual([before.unseen, 0]);
});

test('whom a step or the last resort calls has the ticket among theirs until somebody takes it', async () => {
  const id = await desk.opens();
  const mine = async (person: number) =>
    (await (await server.as(person)).get('/api/tickets?view=mine&limit=100'))
      .json<TicketPage>()
      .items.some((row) => row.id === id);
  const counted = async (person: number): Promise<number> =>
    (await (await server.as(person)).get('/api/tickets?view=mine&counts=1')).json().counts.mine;
  const before = await counted(marko);
  expect(await mine(marko)).toBe(false);
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  expect([await mine(marko), (await counted(marko)) - before]).toEqual([true, 1]);
  let looks = 0;
  for (; !(await mine(sanja)) && looks < 50; looks += 1) {
    desk.clock.advance(15 * MINUTE);
    await desk.ticks(id);
  }
  expect([await mine(sanja), await mine(marko)]).toEqual([true, false]);
  // in the list's own order, like every row
  const { items } = (await (await server.as(sanja)).get('/api/tickets?view=mine&limit=100')).json<TicketPage>();
  const moments = items.map((row) => row.nextEvent?.at ?? 0);
  expect(moments).toEqual(moments.toSorted((one, other) => one - other));
  await desk.does(id, ivana, { type: 'acknowledge', escalationId: 1 });
  expect(await mine(sanja)).toBe(false);
});

test('what nobody holds and calls somebody is found among theirs, in any order', async () => {
  const id = await desk.opens();
  await desk.does(id, sanja, { type: 'assign', assigneeId: null, teamId: null });
  await desk.does(id, sanja, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  const asks = await server.as(marko);
  for (const sort of ['severity', 'next_event', 'newest']) {
    const answer = await asks.get(`/api/tickets?view=mine&assignee=none&sort=${sort}`);
    expect([sort, answer.statusCode, answer.json<TicketPage>().items.map((row) => row.id)]).toEqual([sort, 200, [id]]);
  }
});

test('what is handed back to somebody stands among theirs at the moment by which it is to be taken', async () => {
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await desk.does(id, marko, { type: 'acknowledge', escalationId: 1 });
  const offered = { type: 'hand_back', escalationId: 1, to: desk.lea, reason: 'part_done', messageId: null } as const;
  await desk.does(id, marko, offered);
  const asks = await server.as(desk.lea);
  const rowOf = async () =>
    (await asks.get('/api/tickets?view=mine&limit=100')).json<TicketPage>().items.find((row) => row.id === id);
  const { rows } = await db.query('select confirm_by as "confirmBy" from escalation where ticket_id = $1', [id]);
  expect((await rowOf())?.nextEvent).toEqual({ kind: 'hand_back', at: rows[0]!.confirmBy });
  await desk.does(id, desk.lea, { type: 'return', escalationId: 1, reason: 'no_time', messageId: null });
  expect((await rowOf())?.nextEvent?.kind).not.toBe('hand_back');
});
