import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildHttp, type Http } from '#server/platform/http/build-http.ts';
import { sessionRoutes } from '#server/platform/http/session-routes.ts';
import { loadProblemWords } from '#server/platform/http/words.ts';
import { signInBrake } from '#server/platform/http/sign-in-brake.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { createSessions } from '#server/platform/session.ts';
import { testDatabase } from '#test/harness/database.ts';
import { testLog } from '#test/harness/server.ts';
import { guardRoutes } from './guard.ts';
import { createLogin, identify, signOutEverywhere } from './identify.ts';
import { peopleRoutes } from './routes.ts';

const db = await testDatabase();
const words = await loadProblemWords(join(import.meta.dirname, '../../../locales'));
const open: Http[] = [];
afterAll(async () => {
  for (const app of open) await app.close();
});

// what the brake on guessing goes by
let now = 0;
const server = async (publicUrl: string | null = null) => {
  const sessions = createSessions({ pool: db.guestPool('auth', 3), secret: 's'.repeat(32), publicUrl, log: testLog() });
  await sessions.migrate();
  const app = await buildHttp({ log: testLog(), words, publicUrl });
  guardRoutes(app, identify(db, sessions, databaseClock), () => false);
  sessionRoutes(
    app,
    sessions,
    signInBrake(() => now),
  );
  peopleRoutes(app, { db, clock: databaseClock, countUnseen: async () => 0 });
  open.push(app);
  return { app, sessions };
};
const { app, sessions } = await server();

let count = 0;
const newPerson = async (role = 'agent') => {
  count += 1;
  const email = `person${count}@example.org`;
  const { rows } = await db.query(
    `insert into person (name, email, role, tier, created_at) values ($1, $2, $3, 1, '2026-01-01Z') returning id`,
    [`Person ${count}`, email, role],
  );
  const personId: number = rows[0].id;
  await createLogin(db, sessions, { personId, email, password: 'correct horse battery' });
  return { personId, email };
};

const signIn = async (email: string, password = 'correct horse battery', on: Http = app) =>
  on.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } });
const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ');
const me = (cookie: string) => app.inject({ url: '/api/me', headers: { cookie } });

test('who signs in is known by name, role and teams', async () => {
  const { personId, email } = await newPerson('lead');
  const { rows } = await db.query(`insert into team (name) values ('Billing') returning id`);
  await db.query('insert into team_member values ($1, $2, true)', [rows[0].id, personId]);
  const answer = await signIn(email.toUpperCase());
  expect(answer.statusCode).toBe(200);
  const cookie = [answer.headers['set-cookie']].flat().join('\n');
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).not.toMatch(/Secure/);
  expect((await me(cookieOf(answer))).json()).toMatchObject({
    id: personId,
    email,
    role: 'lead',
    teams: [{ id: rows[0].id, name: 'Billing', leads: true }],
    unseenNotices: 0,
  });
});

test('behind https the cookie travels over https only', async () => {
  const { app: secure } = await server('https://desk.example.org');
  const { email } = await newPerson();
  const answer = await signIn(email, undefined, secure);
  expect(String(answer.headers['set-cookie'])).toMatch(/^__Secure-.*; Secure/);
});

test('a wrong password and an unknown address get the same answer', async () => {
  const { email } = await newPerson();
  const wrong = await signIn(email, 'not the password');
  const unknown = await signIn('nobody@example.org');
  for (const answer of [wrong, unknown]) {
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'wrong_credentials']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
});

test('guessing on one login is stopped, also for who knows the password, and only there', async () => {
  const { email } = await newPerson();
  const other = await newPerson();
  for (let i = 0; i < 5; i += 1) expect((await signIn(email, `guess ${i}`)).statusCode).toBe(401);
  const stopped = await signIn(email);
  expect([stopped.statusCode, stopped.json().code]).toEqual([429, 'too_many_attempts']);
  expect(stopped.headers['retry-after']).toBe('30');
  expect((await signIn(other.email)).statusCode).toBe(200);
  now += 30_000;
  expect((await signIn(email)).statusCode).toBe(200);
});

test('trying many addresses from one place is stopped too, whatever cookies are made up', async () => {
  const { app: other } = await server();
  const attempt = (n: number) =>
    other.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { cookie: `belay.session_token=made-up-${n}` },
      payload: { email: 'not an address', password: 'x' },
    });
  for (let n = 0; n < 30; n += 1) expect((await attempt(n)).statusCode).toBe(400);
  expect((await attempt(30)).statusCode).toBe(429);
});

test('while the database is away nobody is told to wait for guesses they did not make', async () => {
  const { email } = await newPerson();
  const away = new Error('connect', { cause: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) });
  const broken = { ...sessions, signIn: () => Promise.reject(away) };
  const other = await buildHttp({ log: testLog(), words, publicUrl: null });
  guardRoutes(other, identify(db, sessions, databaseClock), () => false);
  let isAway = true;
  sessionRoutes(other, { ...sessions, signIn: (...asked) => (isAway ? broken.signIn() : sessions.signIn(...asked)) });
  open.push(other);
  for (let time = 0; time < 12; time += 1) expect((await signIn(email, undefined, other)).statusCode).toBe(503);
  isAway = false;
  expect((await signIn(email, undefined, other)).statusCode).toBe(200);
});

test('a cookie that was signed by us is told from one that somebody made up', async () => {
  const { email } = await newPerson();
  const value = /session_token=([^;]+)/.exec(cookieOf(await signIn(email)))![1]!;
  expect(sessions.isSigned(value)).toBe(true);
  for (const made of [
    `x${value}`,
    value.replace('.', 'x.'),
    value.slice(0, -4),
    '',
    'abc.def',
    '%',
    `${'x'.repeat(300)}.y`,
  ]) {
    expect([made, sessions.isSigned(made)]).toEqual([made, false]);
  }
});

test('a session that is only looked at is not renewed, so that its browser is told when it is', async () => {
  const { email } = await newPerson();
  const cookie = cookieOf(await signIn(email));
  await db.query(
    `update "session" set "expiresAt" = now() + interval '1 day', "updatedAt" = now() - interval '13 days'`,
  );
  const looked = await sessions.find({ cookie }, { renew: false });
  expect(looked?.setCookies).toEqual([]);
  const asked = await me(cookie);
  expect([asked.statusCode, String(asked.headers['set-cookie'])]).toEqual([
    200,
    expect.stringContaining('belay.session_token='),
  ]);
});

test('after signing out the old cookie opens nothing', async () => {
  const { email } = await newPerson();
  const cookie = cookieOf(await signIn(email));
  await app.inject({ method: 'POST', url: '/api/auth/sign-out', headers: { cookie } });
  expect((await me(cookie)).statusCode).toBe(401);
});

test('revoking ends the sessions of one person on every device, and nobody else’s', async () => {
  const ana = await newPerson();
  const ben = await newPerson();
  const cookies = [cookieOf(await signIn(ana.email)), cookieOf(await signIn(ana.email))];
  const bens = cookieOf(await signIn(ben.email));
  await signOutEverywhere(db, sessions, ana.personId);
  for (const cookie of cookies) expect((await me(cookie)).statusCode).toBe(401);
  expect((await me(bens)).statusCode).toBe(200);
});

test('somebody deactivated is out at once, with the session still in their browser', async () => {
  const { personId, email } = await newPerson();
  const cookie = cookieOf(await signIn(email));
  expect((await me(cookie)).statusCode).toBe(200);
  await db.query('update person set active = false where id = $1', [personId]);
  expect((await me(cookie)).statusCode).toBe(401);
});

test('a cookie somebody made up opens nothing', async () => {
  for (const cookie of ['belay.session_token=abc.def', 'belay.session_token=', 'x=y']) {
    expect((await me(cookie)).statusCode).toBe(401);
  }
});

test('nothing else of the library’s router exists: no sign-up, no password reset', async () => {
  for (const path of ['sign-up/email', 'request-password-reset', 'update-user', 'ok', 'list-sessions']) {
    const answer = await app.inject({ method: 'POST', url: `/api/auth/${path}`, payload: {} });
    expect([path, answer.statusCode]).toEqual([path, 404]);
  }
});

test('a customer may sign in nowhere near the staff’s list', async () => {
  const { email } = await newPerson('customer');
  const cookie = cookieOf(await signIn(email));
  const answer = await app.inject({ url: '/api/people', headers: { cookie } });
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'not_allowed']);
});

test('a route that does not say who may stops Belay from starting', async () => {
  const { app: planted } = await server();
  expect(() => planted.get('/api/forgotten', () => 'x')).toThrow('GET /api/forgotten does not say who may');
});

test('a log-in that was begun when Belay died is finished by the next try; one that belongs to somebody is not taken', async () => {
  const email = 'begun@example.org';
  const { rows } = await db.query(
    `insert into person (name, email, role, tier, created_at) values ('Begun', $1, 'agent', 1, '2026-01-01Z') returning id`,
    [email],
  );
  const personId: number = rows[0].id;
  await sessions.createLogin({ name: 'Begun', email, password: 'printed for nobody' });
  await createLogin(db, sessions, { personId, email, password: 'correct horse battery' });
  expect((await signIn(email)).statusCode).toBe(200);
  expect((await signIn(email, 'printed for nobody')).statusCode).toBe(401);

  const other = await newPerson();
  const taken = { personId: other.personId, email, password: 'somebody else’s words' };
  await expect(createLogin(db, sessions, taken)).rejects.toThrow('belongs to another person');
  expect((await signIn(email)).statusCode).toBe(200);
});
