import { expect, test } from 'vitest';
import type { ApiKeyList, CreatedApiKey } from '#contract/api-key.ts';
import { DAY, HOUR } from '#core/time.ts';
import { addMember, addPerson } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const admin = await addPerson(
  db,
  { name: 'Nikola', email: 'nikola@bura.example', role: 'admin', tier: null, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
const bot = await addPerson(
  db,
  { name: 'Shop', email: null, role: 'bot', tier: null, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
await addMember(db, desk.teamId, bot, false);

const made = async (by: number, wanted: object): Promise<CreatedApiKey> => {
  const answer = await (await server.as(by)).ask('POST', '/api/api-keys', { name: 'Script', ...wanted });
  expect([answer.statusCode, answer.json().code]).toEqual([201, undefined]);
  return answer.json();
};
type Asked = { method?: 'GET' | 'PUT' | 'POST' | 'PATCH'; payload?: object; headers?: Record<string, string> };
const withKey = (key: string, url: string, { method = 'GET', payload, headers = {} }: Asked = {}) =>
  server.http.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}`, ...headers },
    ...(payload ? { payload } : {}),
  });

test('a key is shown once, stands for its person, and is kept only as a hash', async () => {
  const { key, ...listed } = await made(desk.petra, { scopes: ['tickets:read'] });
  expect(key).toMatch(/^belay_[A-Za-z0-9]{40}$/);
  expect((await withKey(key, '/api/me')).json()).toMatchObject({ id: desk.petra, name: 'Petra' });
  const { items }: ApiKeyList = (await (await server.as(desk.petra)).get('/api/api-keys')).json();
  expect(items).toEqual([{ ...listed, lastUsedAt: desk.clock.current }]);
  const { rows } = await db.query('select k::text as whole from api_key k where id = $1', [listed.id]);
  expect(rows[0].whole).not.toContain(key.slice(12));
});

test('a scope limits a key, and a key never may more than its person', async () => {
  const id = await desk.opens();
  const { key } = await made(desk.petra, { scopes: ['tickets:read', 'config:write'] });
  expect((await withKey(key, `/api/tickets/${id}`)).statusCode).toBe(200);
  const note = { method: 'POST', payload: { text: 'Hm', commandId: 'scopes-note' } } as const;
  const refused = await withKey(key, `/api/tickets/${id}/notes`, note);
  expect([refused.statusCode, refused.json().code, refused.json().detail]).toEqual([
    403,
    'scope_missing',
    'tickets:write',
  ]);
  expect(refused.headers['www-authenticate']).toBe(
    'Bearer realm="Belay", error="insufficient_scope", scope="tickets:write"',
  );
  // an agent's key has the scope of raw mail nowhere, and Petra may not publish
  expect((await withKey(key, '/api/intake')).json().code).toBe('not_for_api_keys');
  expect((await withKey(key, '/api/api-keys')).json().code).toBe('not_for_api_keys');
  const writing = await made(desk.petra, { scopes: ['tickets:write'] });
  expect((await withKey(writing.key, `/api/tickets/${id}/notes`, note)).statusCode).toBe(200);
  expect((await withKey(writing.key, `/api/tickets/${id}`)).json().code).toBe('scope_missing');
});

test('a key that is unknown, over or revoked is nobody, at once, and says how to come back', async () => {
  const short = await made(desk.lea, { scopes: ['tickets:read'], expiresInDays: 1 });
  expect((await withKey(short.key, '/api/tickets')).statusCode).toBe(200);
  desk.clock.advance(DAY);
  const over = await withKey(short.key, '/api/tickets');
  expect([over.statusCode, over.json().code]).toEqual([401, 'api_key_not_good']);
  expect(over.headers['www-authenticate']).toBe('Bearer realm="Belay", error="invalid_token"');
  expect(over.headers['content-type']).toBe('application/problem+json');

  const gone = await made(desk.lea, { scopes: ['tickets:read'] });
  const lea = await server.as(desk.lea);
  expect((await lea.ask('DELETE', `/api/api-keys/${gone.id}`)).statusCode).toBe(204);
  expect((await withKey(gone.key, '/api/tickets')).statusCode).toBe(401);
  for (const wrong of ['belay_nothing', 'other', '', 'a b']) {
    expect((await withKey(wrong, '/api/tickets')).statusCode).toBe(401);
  }
  expect((await server.http.inject({ url: '/api/tickets' })).headers['www-authenticate']).toBe('Bearer realm="Belay"');
});

test('a bearer is never helped by a cookie, and with a good key a foreign origin does not matter', async () => {
  const id = await desk.opens();
  const { cookie } = await server.as(desk.petra);
  expect((await withKey('belay_wrong', '/api/tickets', { headers: { cookie } })).statusCode).toBe(401);
  const { key } = await made(desk.marko, { scopes: ['tickets:read', 'tickets:write'] });
  const mixed = await withKey(key, '/api/me', { headers: { cookie } });
  expect(mixed.json().name).toBe('Marko');
  expect(mixed.headers['set-cookie']).toBeUndefined();
  const payload = { text: 'From elsewhere', commandId: 'origin-note' };
  const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
  const url = `/api/tickets/${id}/notes`;
  expect((await withKey(key, url, { method: 'POST', payload, headers })).statusCode).toBe(200);
  const foreign = await server.http.inject({ method: 'POST', url, payload, headers: { ...headers, cookie } });
  expect([foreign.statusCode, foreign.json().code]).toEqual([403, 'cross_origin']);
});

test('one sees and revokes one’s own keys; an admin everybody’s, and makes those of bots', async () => {
  const petra = await server.as(desk.petra);
  const nikola = await server.as(admin);
  const wanted = { name: 'Web shop', scopes: ['tickets:read'], personId: bot, expiresInDays: null };
  expect((await petra.ask('POST', '/api/api-keys', wanted)).statusCode).toBe(403);
  const { id, key, expiresAt } = await made(admin, wanted);
  expect(expiresAt).toBeNull();
  expect((await petra.get('/api/api-keys?of=all')).statusCode).toBe(403);
  expect((await petra.ask('DELETE', `/api/api-keys/${id}`)).statusCode).toBe(404);
  const ticketId = await desk.opens();
  expect((await withKey(key, `/api/tickets/${ticketId}`)).statusCode).toBe(200);
  const { items }: ApiKeyList = (await nikola.get('/api/api-keys?of=all')).json();
  expect(new Set(items.map(({ person }) => person.name))).toEqual(new Set(['Shop', 'Petra', 'Lea', 'Marko']));
  expect((await nikola.ask('DELETE', `/api/api-keys/${id}`)).statusCode).toBe(204);
  expect((await withKey(key, `/api/tickets/${ticketId}`)).statusCode).toBe(401);
  const forCustomer = await nikola.ask('POST', '/api/api-keys', { ...wanted, personId: desk.ana });
  expect([forCustomer.statusCode, forCustomer.json().code]).toEqual([422, 'person_unknown']);
});

test('a person who is deactivated has no keys any more', async () => {
  const { key } = await made(desk.ivana, { scopes: ['tickets:read'] });
  await db.query('update person set active = false where id = $1', [desk.ivana]);
  expect((await withKey(key, '/api/tickets')).statusCode).toBe(401);
  await db.query('update person set active = true where id = $1', [desk.ivana]);
});

test('one key has its own limit, and another key of the same person another', async () => {
  const { key } = await made(desk.sanja, { scopes: ['tickets:read'] });
  const asks = () => withKey(key, '/api/me');
  const answers = [];
  for (let wave = 0; wave < 12; wave += 1)
    answers.push(...(await Promise.all(Array.from({ length: 100 }, asks))).map(({ statusCode }) => statusCode));
  expect(new Set(answers)).toEqual(new Set([200]));
  const tooMuch = await asks();
  expect([tooMuch.statusCode, tooMuch.json().code]).toEqual([429, 'too_many_requests']);
  expect(Number(tooMuch.headers['retry-after'])).toBeGreaterThan(0);
  const { key: other } = await made(desk.sanja, { scopes: ['tickets:read'] });
  expect((await withKey(other, '/api/me')).statusCode).toBe(200);
}, 60_000);

test('when a key was used is known to the minute', async () => {
  const { key, id } = await made(desk.petra, { scopes: ['tickets:read'] });
  const usedAt = async () =>
    (await db.query('select last_used_at from api_key where id = $1', [id])).rows[0].last_used_at;
  expect(await usedAt()).toBeNull();
  await withKey(key, '/api/me');
  const first = desk.clock.current;
  desk.clock.advance(1_000);
  await withKey(key, '/api/me');
  expect(await usedAt()).toBe(first);
  desk.clock.advance(HOUR);
  await withKey(key, '/api/me');
  expect(await usedAt()).toBe(first + 1_000 + HOUR);
});

test('a problem speaks the language of the person, else of the request, else English', async () => {
  const { key } = await made(desk.petra, { scopes: ['tickets:read'] });
  await db.query(`update person set language = 'hr' where id = $1`, [desk.petra]);
  const own = await withKey(key, '/api/tickets/999999', { headers: { 'accept-language': 'en' } });
  expect([own.headers['content-language'], own.json().title]).toEqual([
    'hr',
    'Ovdje nema ničega ili nema ničega što smijete vidjeti.',
  ]);
  const asked = (language: string) =>
    server.http.inject({ url: '/api/tickets', headers: { 'accept-language': language } });
  expect((await asked('de, hr-HR;q=0.8, en;q=0.5')).json().title).toBe('Prijavite se.');
  expect((await asked('hr;q=0, en')).headers['content-language']).toBe('en');
  expect((await asked('de')).json().title).toBe('Please sign in.');
  const wrong = await withKey(key, '/api/tickets?limit=500');
  expect(wrong.json().errors).toEqual([
    { path: 'limit', code: 'too_big', message: expect.stringContaining('Preveliko') },
  ]);
  await db.query(`update person set language = 'en' where id = $1`, [desk.petra]);
});

test('a key makes no log-in and no administrator: by them it would open what its scopes do not', async () => {
  const { key } = await made(admin, { scopes: ['config:write'] });
  const person = { name: 'Eva', email: 'eva@evil.example', role: 'agent' };
  const ask = async (method: 'POST' | 'PATCH', url: string, payload: object) => {
    const answer = await withKey(key, url, { method, payload });
    return [answer.statusCode, answer.json().code];
  };
  const refused = [403, 'not_for_api_keys'];
  expect(await ask('POST', '/api/people', { ...person, signsIn: true })).toEqual(refused);
  expect(await ask('POST', '/api/people', { ...person, role: 'admin' })).toEqual(refused);
  expect(await ask('PATCH', `/api/people/${desk.petra}`, { role: 'admin' })).toEqual(refused);
  expect(await ask('POST', '/api/people', person)).toEqual([201, undefined]);
});

test('the keys of who is deactivated are over, and stay so when the person comes back', async () => {
  const zoran = await addPerson(
    db,
    { name: 'Zoran', email: 'zoran@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
    MONDAY,
  );
  const { key } = await made(zoran, { scopes: ['tickets:read'] });
  const nikola = await server.as(admin);
  for (const active of [false, true]) {
    expect((await nikola.ask('PATCH', `/api/people/${zoran}`, { active })).statusCode).toBe(200);
    expect((await withKey(key, '/api/me')).statusCode).toBe(401);
  }
});
