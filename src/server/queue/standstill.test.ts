import { expect, test } from 'vitest';
import type { QueueList } from '#contract/agent.ts';
import { MINUTE } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { putSettings } from '#server/queue/settings-store.ts';
import { offerSource } from '#server/routing/sweep-offers.ts';
import { countLimbo } from '#server/ticket/limbo.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { testLog } from '#test/harness/server.ts';
import { queueSource } from './sweep-queues.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const helping = await addTeam(db, 'Helping');
const nina = await addPerson(
  db,
  { name: 'Nina', email: 'nina@bura.example', role: 'lead', tier: 2, language: 'en', timeZone: 'Europe/Zagreb' },
  MONDAY,
);
await addMember(db, helping, nina, true);
const PUSH = {
  mode: 'push' as const,
  offerMs: 2 * MINUTE,
  answerMs: 10 * MINUTE,
  overflowAfterMs: 90 * MINUTE,
  skills: [],
};
await putSettings(db, desk.teamId, { ...PUSH, overflowTeamId: helping }, MONDAY);
await putSettings(db, helping, { ...PUSH, overflowTeamId: null }, MONDAY);
const sources = [ticketSource(db, desk.door, testLog()), offerSource(db, desk.door), queueSource(db, desk.door)];

/** So many minutes pass; Belay looks every ten of them. */
const passes = async (minutes: number) => {
  for (let left = minutes; left > 0; left -= 10) {
    desk.clock.advance(Math.min(left, 10) * MINUTE);
    for (let done = 1; done > 0;) {
      done = 0;
      for (const source of sources) done += await source.act(100);
    }
  }
};
const told = async (): Promise<[number, number][]> => {
  const { rows } = await db.query<{ person: number; ticket: number }>(
    `select person_id as person, ticket_id as ticket from notice where kind = 'queue_stood_still' order by id`,
  );
  return rows.map(({ person, ticket }) => [person, ticket]);
};

test('nothing is told of what is offered and taken', async () => {
  const asks = await server.as(desk.petra);
  await asks.ask('PUT', '/api/me/presence', { presence: 'available' });
  const id = await desk.opens();
  await passes(1);
  const taken = await asks.ask('PUT', `/api/tickets/${id}/offer`, { accepts: true, commandId: 'takes' });
  expect(taken.statusCode).toBe(200);
  await passes(4);
  expect(await told()).toEqual([]);
  await asks.ask('PUT', '/api/me/presence', { presence: 'offline' });
});

test('that nobody can be asked is told to the lead and to the team that helps, once an hour and not once a ticket', async () => {
  const [first] = [await desk.opens(), await desk.opens()];
  await passes(1);
  const once = [
    [desk.ivana, first],
    [nina, first],
  ];
  expect(await told()).toEqual(once);
  // whoever may have to help can look at it before it is theirs
  expect((await (await server.as(nina)).get(`/api/tickets/${first}`)).statusCode).toBe(200);
  const { rows } = await db.query(`select count(*) as mails from outbox where kind = 'notice_mail'`);
  expect(rows[0]!.mails).toBeGreaterThan(0);
  // two more come, and as all of it would be late it goes on to the team that helps, where nobody is there either
  await desk.opens();
  await desk.opens();
  await passes(50);
  const queues = (await (await server.as(desk.ivana)).get('/api/queues')).json<QueueList>().items;
  expect(queues.map(({ team, waiting }) => [team.name, waiting])).toContainEqual(['Helping', 4]);
  expect(await told()).toEqual([...once, [nina, first]]);
  await passes(60);
  expect(await told()).toEqual([...once, [nina, first], [nina, first]]);
  expect((await countLimbo(db, desk.clock.current)).by).toMatchObject({ nobody_reachable: 0, look_overdue: 0 });
});
