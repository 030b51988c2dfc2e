import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createLog } from '#server/platform/log.ts';
import { asProblem, edgeCodes } from './as-problem.ts';
import { buildHttp, type Http } from './build-http.ts';
import { HttpProblem } from './problem.ts';
import { serveWeb } from './static-web.ts';
import { loadProblemWords } from './words.ts';

const words = await loadProblemWords(join(import.meta.dirname, '../../../../locales'));
const lines: string[] = [];
const log = createLog({ level: 'info' }, { write: (line: string) => lines.push(line) });
const open: Http[] = [];
afterAll(async () => {
  for (const app of open) await app.close();
});

type Options = { publicUrl?: string; requestsPerMinute?: number; isOurCookie?: (value: string) => boolean };
const server = async (options: Options = {}): Promise<Http> => {
  const app = await buildHttp({ log, words, publicUrl: options.publicUrl ?? null, ...options });
  app.post(
    '/api/echo',
    {
      config: { may: 'public' },
      schema: { body: z.object({ text: z.string().min(1) }), response: { 200: z.object({ text: z.string() }) } },
    },
    (request) => ({ text: request.body.text }),
  );
  app.get('/api/bug', { config: { may: 'public' } }, () => {
    throw new Error('the password is hunter2');
  });
  app.get(
    '/api/lies',
    { config: { may: 'public' }, schema: { response: { 200: z.object({ n: z.number() }) } } },
    () => ({ n: 'no' }) as never,
  );
  open.push(app);
  return app;
};

test('what a request got wrong is said field by field, as a problem', async () => {
  const app = await server();
  const answer = await app.inject({ method: 'POST', url: '/api/echo', payload: { text: '' } });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json()).toMatchObject({
    code: 'invalid_request',
    status: 400,
    title: words.title('en', 'invalid_request'),
    errors: [{ path: 'text' }],
  });
});

test('a bug is a 500 that names a request id and nothing from inside, and the log has the rest', async () => {
  const app = await server();
  const answer = await app.inject('/api/bug');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('hunter2');
  const { requestId } = answer.json();
  expect(lines.some((line) => line.includes(requestId) && line.includes('hunter2'))).toBe(true);
});

test('an answer that breaks its own contract is a bug, not an answer', async () => {
  const app = await server();
  expect((await app.inject('/api/lies')).statusCode).toBe(500);
});

test.each([
  ['a broken body', { payload: '{', headers: { 'content-type': 'application/json' } }, 400, 'invalid_json'],
  [
    'a body of a kind nobody takes',
    { payload: 'text=x', headers: { 'content-type': 'text/plain' } },
    415,
    'unsupported_media_type',
  ],
  [
    'a form of another page',
    { payload: 'text=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
  ],
  ['a body without end', { payload: { text: 'x'.repeat(600_000) } }, 413, 'too_large'],
])('%s is refused with its own code', async (_, request, status, code) => {
  const app = await server();
  const answer = await app.inject({ method: 'POST', url: '/api/echo', ...request });
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
});

test('an unknown address is a problem too', async () => {
  const answer = await (await server()).inject('/api/nothing');
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
});

test('a page of another origin changes nothing, whichever way its browser says where it is', async () => {
  const app = await server({ publicUrl: 'https://desk.example.org' });
  const post = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/api/echo',
      payload: { text: 'x' },
      headers: { host: 'belay.local:8080', ...headers },
    });
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example.org' },
    { origin: 'null' },
  ]) {
    const answer = await post(headers);
    expect([headers, answer.statusCode, answer.json().code]).toEqual([headers, 403, 'cross_origin']);
  }
  for (const headers of [
    {},
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://belay.local:8080' },
    { origin: 'https://desk.example.org' },
  ]) {
    expect([headers, (await post(headers)).statusCode]).toEqual([headers, 200]);
  }
});

test('no answer lets another origin in, runs inline script, or is kept by a cache', async () => {
  const app = await server({ publicUrl: 'https://desk.example.org' });
  const answer = await app.inject({
    method: 'POST',
    url: '/api/echo',
    payload: { text: 'x' },
    headers: { origin: 'https://desk.example.org' },
  });
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  const policy = String(answer.headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.headers['strict-transport-security']).toBeDefined();
  expect((await (await server()).inject('/api/bug')).headers['strict-transport-security']).toBeUndefined();
});

test('a runaway is slowed down with a problem and a time to come back', async () => {
  const app = await server({ requestsPerMinute: 2 });
  await app.inject({ method: 'POST', url: '/api/echo', payload: { text: 'x' } });
  await app.inject({ method: 'POST', url: '/api/echo', payload: { text: 'x' } });
  const answer = await app.inject({ method: 'POST', url: '/api/echo', payload: { text: 'x' } });
  expect([answer.statusCode, answer.json().code]).toEqual([429, 'too_many_requests']);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

test('a made-up cookie has no limit of its own', async () => {
  const app = await server({ requestsPerMinute: 2 });
  const ask = (made: number) =>
    app.inject({
      method: 'POST',
      url: '/api/echo',
      payload: { text: 'x' },
      headers: { cookie: `x=belay.session_token=${made}; belay.session_token=real` },
    });
  const answers = [await ask(1), await ask(2), await ask(3)];
  expect(answers.at(-1)!.statusCode).toBe(429);
});

test('a session somebody made up, or the next address of the same place, has no limit of its own', async () => {
  const app = await server({ requestsPerMinute: 2, isOurCookie: (value) => value === 'ours' });
  const ask = (cookie: string, remoteAddress: string) =>
    app.inject({ url: '/api/lies', remoteAddress, headers: { cookie: `belay.session_token=${cookie}` } });
  const answers = [];
  for (const last of ['1', '2', '3']) answers.push((await ask(`made-up-${last}`, `2001:db8:1:1::${last}`)).statusCode);
  expect(answers).toEqual([500, 500, 429]);
  expect((await ask('ours', '2001:db8:1:1::4')).statusCode).toBe(500);
  expect((await ask('made-up', '2001:db8:1:2::1')).statusCode).toBe(500);
});

test('an address that no route can read is refused in words as well', async () => {
  const app = await server();
  app.get('/api/things/:id', { config: { may: 'public' } }, () => 'there');
  for (const [path, status] of [
    ['/api/things/%ff', 400],
    [`/api/things/${'x'.repeat(500)}`, 414],
  ] as const) {
    const answer = await app.inject({ url: path, headers: { 'accept-language': 'hr' } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(answer.json()).toMatchObject({ code: 'invalid_request', title: words.title('hr', 'invalid_request') });
  }
});

test('text that PostgreSQL cannot keep is the fault of who sent it', () => {
  for (const code of ['22021', '22P05']) {
    const error = Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code });
    expect(asProblem(error)).toMatchObject({ status: 400, code: 'invalid_request' });
  }
});

test('the console is served: hashed files for ever, its pages always fresh, nothing outside its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'belay-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Belay</title>');
  await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {}');
  const app = await server();
  await serveWeb(app, folder);
  for (const path of ['/', '/tickets/7', '/index.html']) {
    const page = await app.inject(path);
    expect([path, page.statusCode, page.headers['cache-control']]).toEqual([path, 200, 'public, max-age=0']);
    expect(page.body).toContain('<title>Belay</title>');
  }
  expect((await app.inject('/assets/main-abc123.js')).headers['cache-control']).toBe(
    'public, max-age=31536000, immutable',
  );
  for (const path of ['/assets/gone.js', '/favicon.gone', '/api/gone', '/../package.json', '/%2e%2e/package.json']) {
    expect([path, (await app.inject(path)).statusCode]).toEqual([path, 404]);
  }
  await rm(folder, { recursive: true });
});

test('every code this edge answers with has words', () => {
  const own = ['not_signed_in', 'not_allowed', 'wrong_credentials', 'cross_origin', 'too_many_requests'];
  expect([...edgeCodes, ...own].filter((code) => words.title('en', code) === code)).toEqual([]);
});

test('a database that is away is said so, also when a library wrapped the news', () => {
  const gone = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  for (const error of [gone, new Error('wrapped', { cause: gone })]) {
    expect(asProblem(error)).toMatchObject({ status: 503, code: 'database_away' });
  }
  expect(asProblem(new HttpProblem(409, 'same_status'))).toMatchObject({ status: 409 });
});
