import { rm } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { afterAll, expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import { startBelay } from '#server/app.ts';
import { parseConfig } from '#server/config.ts';
import { until } from '#server/platform/clock.ts';
import { createLog } from '#server/platform/log.ts';
import { testDatabase } from '#test/harness/database.ts';
import { temporaryFolder } from '#test/harness/server.ts';

type Line = Record<string, unknown> & { msg: string; requestId?: string };
const lines: string[] = [];
const logged = (): Line[] => lines.map((line) => JSON.parse(line) as Line);

const database = await testDatabase();
const folder = await temporaryFolder('belay-test-log-');
const secret = 'the-secret-of-this-installation-0123456789';
const metricsToken = 'the-token-of-the-numbers-9876543210';
const env = {
  DATABASE_URL: 'postgres://test.invalid/test',
  BELAY_SECRET: secret,
  BELAY_METRICS_TOKEN: metricsToken,
  BELAY_UNDO_SEND: '0',
  BELAY_DATA: folder,
  BELAY_PORT: '0',
  BELAY_SMTP_PORT: '0',
};
const parsed = parseConfig(env, folder);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
// as loud as it gets; without the list of known secrets, so that nothing is hidden after the fact
const log = createLog({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
const belay = await startBelay(parsed.config, { log, database, webFolder: null, everyday: false });
afterAll(async () => {
  await belay.close();
  await rm(folder, { recursive: true, force: true });
});

const loginOf = (role: string) => belay.logins!.find((login) => login.role === role)!;
const ask = (method: string, route: string, headers: Record<string, string>, body?: unknown): Promise<Response> =>
  fetch(`${belay.url}${route}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const signIn = (email: string, password: string): Promise<Response> =>
  ask('POST', '/api/auth/sign-in/email', {}, { email, password });

test('a whole journey leaves no password, cookie, key, token, secret or word of a message in the log', async () => {
  const kept: string[] = [secret, metricsToken, 'Authorization', 'Bearer'];
  const { email, password } = loginOf('admin');
  kept.push(password, 'a-wrong-password');
  expect((await signIn(email, 'a-wrong-password')).status).toBe(401);
  const signedIn = await signIn(email, password);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  kept.push(...cookie.split('; ').flatMap((each) => [each, decodeURIComponent(each.split('=')[1]!)]));

  const madeKey = await ask('POST', '/api/api-keys', { cookie }, { name: 'Log', scopes: ['tickets:read'] });
  const { key } = (await madeKey.json()) as { key: string };
  kept.push(key);
  expect((await ask('GET', '/api/tickets', { authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await ask('GET', '/api/tickets', { authorization: `Bearer ${key}x` })).status).toBe(401);
  expect((await ask('GET', '/metrics', { authorization: `Bearer ${metricsToken}` })).status).toBe(200);

  kept.push(
    'unmistakable-subject',
    'unmistakable-mail',
    'unmistakable-reply',
    'unmistakable-file',
    'unmistakable-name',
  );
  const transport = createTransport({ ...belay.smtp, secure: false, ignoreTLS: true });
  await transport.sendMail({
    from: 'Ana <ana@kupac.example>',
    to: 'billing@bura.example',
    subject: 'unmistakable-subject',
    text: 'unmistakable-mail',
  });
  transport.close();
  const found = async (): Promise<number | undefined> =>
    ((await (await ask('GET', '/api/tickets?sort=newest', { cookie })).json()) as TicketPage).items.find(
      ({ subject }) => subject === 'unmistakable-subject',
    )?.id;
  expect(await until(async () => (await found()) !== undefined, { withinMs: 20_000, everyMs: 100 })).toBe(true);
  const id = (await found())!;

  const form = new FormData();
  form.append('file', new Blob(['unmistakable-file']), 'unmistakable-name.txt');
  const uploaded = await fetch(`${belay.url}/api/uploads`, { method: 'POST', headers: { cookie }, body: form });
  const { id: attachmentId } = (await uploaded.json()) as { id: number };
  const reply = { text: 'unmistakable-reply', seenMessageId: null, anyway: true, attachmentIds: [attachmentId] };
  const replied = await ask('POST', `/api/tickets/${id}/replies`, { cookie }, { ...reply, commandId: 'log-reply' });
  expect([uploaded.status, replied.status]).toEqual([201, 200]);
  const isOut = async (): Promise<boolean> =>
    (await database.query(`select from caught_mail where body_text like '%unmistakable-reply%'`)).rowCount === 1;
  expect(await until(isOut, { withinMs: 10_000, everyMs: 100 })).toBe(true);

  kept.push('unmistakable-mailbox-secret');
  const { rows: mailboxes } = await database.query<{ id: number }>('select id from mailbox order by id limit 1');
  const server = { host: '127.0.0.1', port: 1, security: 'none', user: 'desk', secret: 'unmistakable-mailbox-secret' };
  const route = `/api/mailboxes/${mailboxes[0]!.id}/connection`;
  expect((await ask('PUT', route, { cookie }, { imap: server, smtp: server })).status).toBe(200);
  expect((await ask('POST', `${route}/test`, { cookie }, { imap: server, smtp: server })).status).toBe(200);

  // a bug: the database refuses the row, and would say all of it
  await database.query(`alter table message add constraint broken check (body_text not like '%unmistakable-note%')`);
  kept.push('unmistakable-note');
  const note = { text: 'unmistakable-note', commandId: 'log-note' };
  const failed = await ask('POST', `/api/tickets/${id}/notes`, { cookie }, note);
  await database.query('alter table message drop constraint broken');
  const problem = (await failed.json()) as { requestId: string };
  expect(failed.status).toBe(500);
  const error = logged().find(({ msg }) => msg === 'a request failed')!;
  expect(error).toMatchObject({ requestId: problem.requestId, err: { code: '23514', stack: expect.anything() } });

  const text = lines.join('');
  expect(kept.filter((each) => each.length < 6)).toEqual([]);
  expect(kept.filter((each) => text.toLowerCase().includes(each.toLowerCase()))).toEqual([]);
}, 120_000);

test('every answer is a line with its id, method, route, status and time, and refusals are told at info', async () => {
  const before = lines.length;
  const refused = await ask('GET', '/api/tickets/424242', {});
  await ask('GET', '/api/health?name=unmistakable-query', {});
  await ask('GET', '/nowhere/424242', {});
  const isTold = async (): Promise<boolean> => answers(before).length === 3;
  expect(await until(isTold, { withinMs: 5_000, everyMs: 20 })).toBe(true);
  const { requestId } = (await refused.json()) as { requestId: string };
  const told = answers(before);
  expect(told[0]).toMatchObject({ requestId, method: 'GET', route: '/api/tickets/:id', status: 401, level: 'info' });
  expect(told.map(({ route, level }) => [route, level])).toEqual([
    ['/api/tickets/:id', 'info'],
    ['/api/health', 'debug'],
    [null, 'info'],
  ]);
  for (const each of answers(0)) {
    expect(each).toMatchObject({ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), status: expect.any(Number) });
    expect(each['ms']).toEqual(expect.any(Number));
  }
  expect(answers(0).length).toBeGreaterThan(10);
  expect(lines.join('')).not.toMatch(/424242|unmistakable-query/);
});

const answers = (from: number): Line[] =>
  logged()
    .slice(from)
    .filter(({ msg }) => msg === 'answered');
