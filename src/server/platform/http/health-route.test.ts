import { afterAll, expect, test } from 'vitest';
import { monotonicMs, until } from '#server/platform/clock.ts';
import { lineTo } from '#test/harness/cut-line.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { testLog } from '#test/harness/server.ts';
import { buildHttp } from './build-http.ts';
import { healthRoute } from './health-route.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);

test('health names nothing in limbo while all is well, and whoever is, as soon as something is', async () => {
  const guest = await server.as(null);
  const id = await desk.opens();
  expect((await guest.get('/api/health')).json()).toMatchObject({
    status: 'ok',
    limbo: 0,
    stuck: 0,
    mailboxesAway: 0,
    database: 'up',
    version: 'test',
  });
  // nobody looks: the sweep of this desk stands still
  desk.clock.advance(48 * 3_600_000);
  const late = await serveDesk(db, desk);
  const answer = await (await late.as(null)).get('/api/health');
  expect([answer.statusCode, answer.json().status, answer.json().limboBy.look_overdue]).toEqual([200, 'degraded', 1]);
  expect(id).toBeGreaterThan(0);
});

test('a database that hangs is told within two seconds, and asked once however many ask', async () => {
  const app = await buildHttp({
    log: testLog(),
    publicUrl: null,
    words: { languages: ['en'], title: (_, code) => code, field: (_, { code }) => code },
  });
  let looks = 0;
  const look = () => new Promise<never>(() => (looks += 1));
  healthRoute(app, { version: 'test', look, withinMs: 200 });
  afterAll(() => app.close());
  const began = monotonicMs();
  const answers = await Promise.all([1, 2, 3].map(() => app.inject('/api/health')));
  expect(monotonicMs() - began).toBeLessThan(1_500);
  for (const answer of answers) {
    expect([answer.statusCode, answer.json().status, answer.json().database]).toEqual([503, 'degraded', 'down']);
  }
  expect(looks).toBe(1);
});

test('with the database away health says so, everything else says when to come back, and both get well by themselves', async () => {
  const line = await lineTo(db);
  afterAll(() => line.close());
  const away = await serveDesk(line.db, desk);
  const asks = await away.as(desk.petra);
  expect((await asks.get('/api/me')).statusCode).toBe(200);
  await line.cut();
  const health = await asks.get('/api/health');
  expect([health.statusCode, health.json().database]).toEqual([503, 'down']);
  const answer = await asks.get('/api/me');
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'database_away']);
  expect(answer.headers['retry-after']).toBe('2');
  await line.mend();
  expect((await asks.get('/api/me')).statusCode).toBe(200);
  await until(async () => (await asks.get('/api/health')).statusCode === 200, { withinMs: 5_000, everyMs: 100 });
  expect((await asks.get('/api/health')).json().database).toBe('up');
});
