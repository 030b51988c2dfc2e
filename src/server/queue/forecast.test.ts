import { expect, test } from 'vitest';
import type { QueueList } from '#contract/agent.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { putSettings } from '#server/queue/settings-store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { queueSource } from './sweep-queues.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const ivana = await server.as(desk.ivana);
const petra = await server.as(desk.petra);
const USUAL = { mode: 'direct' as const, offerMs: 2 * MINUTE, overflowTeamId: null, overflowAfterMs: HOUR, skills: [] };
await putSettings(db, desk.teamId, { ...USUAL, answerMs: 10 * MINUTE }, MONDAY);
const source = queueSource(db, desk.door);
const queue = async () => (await ivana.get('/api/queues')).json<QueueList>().items[0]!;

test('a quiet morning says nothing, a spike warns the lead and raises what would be late, before anything is late', async () => {
  // four people, ten minutes an answer: one ticket every ten minutes is no trouble
  for (let count = 0; count < 6; count += 1) {
    const id = await desk.opens();
    await source.act(100);
    desk.clock.advance(5 * MINUTE);
    await desk.does(id, desk.petra, { type: 'set_status', to: 'solved' });
    desk.clock.advance(5 * MINUTE);
  }
  expect(await queue()).toMatchObject({ pressure: 'calm', forecast: { late: 0 } });
  expect((await db.query('select from queue_event')).rowCount).toBe(0);

  const began = desk.clock.current;
  for (let count = 0; count < 40; count += 1) await desk.opens();
  desk.clock.advance(MINUTE);
  await source.act(100);
  const overloaded = await queue();
  expect(overloaded).toMatchObject({ pressure: 'overloaded', forecast: { owed: 40, drainPerHour: 24 } });
  // four answer twenty-four within the hour they were promised
  expect(overloaded.forecast!.late).toBeGreaterThanOrEqual(16);
  expect(overloaded.forecast!.firstLateAt).toBe(began + HOUR);
  const { rows: breaches } = await db.query(`select from ticket_event where type = 'target_breached'`);
  expect(breaches).toEqual([]);
  const { rows: told } = await db.query('select person_id, ticket_id from notice where kind = $1', [
    'queue_overloaded',
  ]);
  expect(told.map(({ person_id: id }) => id)).toEqual([desk.ivana]);
  const log = await readLog(db, told[0]!.ticket_id);
  expect(log.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({
      type: 'escalation_started',
      trigger: expect.objectContaining({ type: 'signal', kind: 'overload' }),
    }),
  );
  expect((await petra.get('/api/queues')).statusCode).toBe(403);

  // the next minute it is still so, and nothing is said twice
  desk.clock.advance(MINUTE);
  await source.act(100);
  expect((await db.query('select from queue_event')).rowCount).toBe(1);
  await db.query(`update ticket set status = 'closed', closed_at = last_event_at, closed_as = 'solved', due_at = null,
    look_again_at = null, next_event_at = null, closes_at = null, solved_at = null`);
  desk.clock.advance(40 * MINUTE);
  await desk.opens();
  await source.act(100);
  expect((await queue()).pressure).toBe('calm');
});

test('of several who forecast at once one does', async () => {
  desk.clock.advance(MINUTE);
  const done = await Promise.all(Array.from({ length: 8 }, () => source.act(100)));
  expect(done.reduce((sum, each) => sum + each, 0)).toBe(1);
});
