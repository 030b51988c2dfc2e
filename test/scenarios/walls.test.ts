import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { REQUESTS, requestOf } from './who-may-requests.ts';

const webFolder = await mkdtemp(join(tmpdir(), 'belay-walls-'));
await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>Belay</title>');
afterAll(() => rm(webFolder, { recursive: true, force: true }));

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk, { webFolder });
const url = await server.http.listen({ host: '127.0.0.1', port: 0 });
const { cookie } = await server.as(desk.sanja);
const act = await openingAct(db, desk, desk.clock.current);
act.message!.bodyHtml = '<p>Hello</p>';
await desk.act(act);
const about = {
  ticketId: act.ticketId,
  messageId: act.message!.id,
  attachmentId: 1,
  replyId: 1,
  bystanderId: desk.lea,
  unique: 'walls-1234',
};
const routes = server.declared.map(({ method, url: path, may }) => ({ route: `${method} ${path}`, may }));

const directives = (policy: string | null): Record<string, string> =>
  Object.fromEntries(
    (policy ?? '').split(';').map((each) => {
      const [name = '', ...values] = each.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );

test('every page has a policy that runs nothing from elsewhere and nothing inline', async () => {
  const pages: string[] = [];
  for (const { route } of routes.filter((each) => each.route.startsWith('GET ') && each.route !== 'GET /api/live')) {
    const { path } = requestOf(route, about);
    const answer = await fetch(`${url}${path}`, { headers: { cookie } });
    await answer.body?.cancel();
    const policy = directives(answer.headers.get('content-security-policy'));
    const isPage = /html|xml|svg/.test(answer.headers.get('content-type') ?? '');
    expect([route, answer.headers.get('x-content-type-options')]).toEqual([route, 'nosniff']);
    expect([route, Object.keys(policy).includes('default-src')]).toEqual([route, true]);
    const scripts = policy['script-src'] ?? policy['default-src'] ?? '*';
    expect([route, /unsafe|\*|data:|blob:|https?:/.test(scripts)]).toEqual([route, false]);
    if (isPage) {
      pages.push(route);
      expect([route, policy['base-uri']]).toEqual([route, "'none'"]);
      expect([route, ["'self'", "'none'"].includes(policy['frame-ancestors'] ?? '')]).toEqual([route, true]);
    }
  }
  expect(pages).toEqual(expect.arrayContaining(['GET /*', 'GET /api/messages/:id/html']));
});

test('the page of a mail has no origin, no scripts and no way out', async () => {
  const answer = await fetch(`${url}/api/messages/${about.messageId}/html`, { headers: { cookie } });
  const policy = directives(answer.headers.get('content-security-policy'));
  expect(policy).toMatchObject({ 'default-src': "'none'", 'form-action': "'none'", 'base-uri': "'none'" });
  expect(policy['script-src']).toBeUndefined();
  expect(policy['sandbox']).toBe('allow-popups allow-popups-to-escape-sandbox');
});

test.each([
  ['a browser that says so', { 'sec-fetch-site': 'cross-site' }],
  ['a page of a neighbouring host', { 'sec-fetch-site': 'same-site' }],
  ['an older browser', { origin: 'https://evil.example' }],
  ['a page without an origin', { origin: 'null' }],
])('no route lets a foreign page change anything: %s', async (_, headers) => {
  const writing = routes.filter(({ route }) => !/^(?:GET|HEAD) /.test(route));
  expect(writing.length).toBeGreaterThan(20);
  for (const { route } of writing) {
    const { method, path, body } = requestOf(route, about);
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, ...headers, 'content-type': 'application/json' } as Record<string, string>,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect([route, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      route,
      403,
      'cross_origin',
    ]);
  }
});

// the form of a mail's link carries its own secret and no cookie counts there: nobody else's page can send it
const TAKES_FORMS = ['POST /api/uploads', 'POST /decide/:token'];

test('what a form can send without asking is understood by no route but the one for files and the one of a link', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    for (const { route, may } of routes.filter((each) => /^(?:POST|PUT|PATCH) /.test(each.route))) {
      if (TAKES_FORMS.includes(route) || may === 'local' || REQUESTS[route]?.asNobody === true) continue;
      const { method, path } = requestOf(route, about);
      const answer = await fetch(`${url}${path}`, { method, headers: { cookie, 'content-type': type }, body: 'a=b' });
      // who may not at all is told so before the body is looked at
      expect([route, type, [415, 403].includes(answer.status)]).toEqual([route, type, true]);
    }
  }
});

test('no cookie of ours can be read by a script or sent along by a foreign page', async () => {
  const signIn = await server.http.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: `login${desk.sanja}@bura.example`, password: 'correct horse battery' },
  });
  const cookies = [signIn.headers['set-cookie']].flat().map(String);
  expect(signIn.statusCode).toBe(200);
  expect(cookies.length).toBeGreaterThan(0);
  for (const each of cookies) {
    const says = each.split('; ').slice(1);
    expect(says).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/']));
    expect(says.some((one) => one.startsWith('Domain='))).toBe(false);
  }
  // that it is Secure behind https is src/server/people/sessions.test.ts
});

test('GET changes nothing: no route that reads is declared with a verb that writes', () => {
  const writes = /\.(?:reply|note|assign|set_\w+|escalate|acknowledge|return|hand_back|exclude|create|publish)$/;
  const reads = routes.filter(({ route }) => /^(?:GET|HEAD) /.test(route));
  expect(reads.filter(({ may }) => writes.test(may))).toEqual([]);
});
