import { afterAll, expect, test } from 'vitest';
import type { OwnSessions } from '#contract/session.ts';
import { addPerson } from '#server/people/add-store.ts';
import { until } from '#server/platform/clock.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { openStream } from '#test/harness/event-stream.ts';
import { createLogin } from './identify.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk, { heartbeatMs: 100 });
const url = await server.http.listen({ host: '127.0.0.1', port: 0 });
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const PASSWORD = 'correct horse battery';

let count = 0;
const person = async (role: 'agent' | 'admin' = 'agent') => {
  count += 1;
  const email = `own${count}@bura.example`;
  const personId = await addPerson(
    db,
    { name: `Own ${count}`, email, role, tier: 1, language: 'en', timeZone: 'UTC' },
    MONDAY,
  );
  await createLogin(db, server.sessions, { personId, email, password: PASSWORD });
  return { personId, email };
};
const signIn = (email: string, password = PASSWORD, userAgent = FIREFOX) =>
  server.http.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { 'user-agent': userAgent },
    payload: { email, password },
  });
const cookieOf = async (email: string, userAgent?: string): Promise<string> => {
  const answer = await signIn(email, PASSWORD, userAgent);
  return String([answer.headers['set-cookie']].flat()[0]).split(';')[0]!;
};
const ask = (cookie: string, method: 'GET' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  server.http.inject({ method, url: path, headers: { cookie }, ...(payload === undefined ? {} : { payload }) });
const list = async (cookie: string): Promise<OwnSessions['items']> =>
  ((await ask(cookie, 'GET', '/api/me/sessions')).json() as OwnSessions).items;
const isIn = async (cookie: string): Promise<boolean> => (await ask(cookie, 'GET', '/api/me')).statusCode === 200;

test('somebody sees where they are signed in, and ends one of them at once', async () => {
  const { email } = await person();
  const other = await person();
  const [desktop, phone] = [await cookieOf(email), await cookieOf(email, IPHONE)];
  const theirs = await cookieOf(other.email);
  const items = await list(desktop);
  expect(items.map(({ browser, system, current }) => [browser, system, current]).toSorted()).toEqual([
    ['Firefox', 'Windows', true],
    ['Safari', 'iOS', false],
  ]);
  const onPhone = items.find(({ current }) => !current)!;
  expect(Object.keys(onPhone)).not.toContain('token');
  expect((await ask(theirs, 'DELETE', `/api/me/sessions/${onPhone.id}`)).statusCode).toBe(404);
  expect(await isIn(phone)).toBe(true);
  expect((await ask(desktop, 'DELETE', `/api/me/sessions/${onPhone.id}`)).statusCode).toBe(204);
  expect([await isIn(phone), await isIn(desktop), await isIn(theirs)]).toEqual([false, true, true]);
});

test('all others are ended together, and the one that asks stays', async () => {
  const { email } = await person();
  const cookies = [await cookieOf(email), await cookieOf(email), await cookieOf(email, IPHONE)];
  expect((await ask(cookies[1]!, 'DELETE', '/api/me/sessions')).statusCode).toBe(204);
  expect(await Promise.all(cookies.map(isIn))).toEqual([false, true, false]);
});

test('an administrator signs somebody out everywhere; nobody else may', async () => {
  const [ben, boss] = [await person(), await person('admin')];
  const [cookie, admin] = [await cookieOf(ben.email), await cookieOf(boss.email)];
  expect((await ask(cookie, 'DELETE', `/api/people/${boss.personId}/sessions`)).statusCode).toBe(403);
  expect((await ask(admin, 'DELETE', `/api/people/${ben.personId}/sessions`)).statusCode).toBe(204);
  expect((await ask(admin, 'DELETE', '/api/people/999999/sessions')).statusCode).toBe(404);
  expect([await isIn(cookie), await isIn(admin)]).toEqual([false, true]);
});

test('an open stream ends with its session', async () => {
  const { email } = await person();
  const [desktop, phone] = [await cookieOf(email), await cookieOf(email, IPHONE)];
  const [mine, lost] = [await openStream(`${url}/api/live`, desktop), await openStream(`${url}/api/live`, phone)];
  afterAll(() => [mine, lost].forEach((stream) => stream.close()));
  for (const stream of [mine, lost]) await stream.next(({ event }) => event === 'heartbeat');
  await ask(desktop, 'DELETE', '/api/me/sessions');
  expect(await until(() => lost.isOver, { withinMs: 2_000 })).toBe(true);
  expect(mine.isOver).toBe(false);
});

test('a password is changed by who knows it; every other device is signed out', async () => {
  const { email } = await person();
  const [desktop, phone] = [await cookieOf(email), await cookieOf(email, IPHONE)];
  const change = (current: string, next: string) => ask(desktop, 'PUT', '/api/me/password', { current, next });
  const wrong = await change('not it at all', 'another long one');
  expect([wrong.statusCode, wrong.json().code]).toEqual([403, 'wrong_password']);
  const same = await change(PASSWORD, PASSWORD);
  expect([same.statusCode, same.json().code]).toEqual([400, 'same_password']);
  expect((await change(PASSWORD, 'too short')).statusCode).toBe(400);
  expect((await change(PASSWORD, 'another long one')).statusCode).toBe(204);
  expect([await isIn(desktop), await isIn(phone)]).toEqual([true, false]);
  expect((await signIn(email)).statusCode).toBe(401);
  expect((await signIn(email, 'another long one')).statusCode).toBe(200);
});

test('whoever sits at an open desk cannot guess the password there', async () => {
  const { email } = await person();
  const cookie = await cookieOf(email);
  const guess = (n: number) =>
    ask(cookie, 'PUT', '/api/me/password', { current: `guess ${n}`, next: 'another long one' });
  for (let n = 0; n < 5; n += 1) expect((await guess(n)).statusCode).toBe(403);
  const stopped = await guess(5);
  expect(stopped.statusCode).toBe(429);
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
});
