import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';
import { afterAll, expect, test } from 'vitest';
import { startBelay } from '#server/app.ts';
import { parseConfig } from '#server/config.ts';
import { monotonicMs, until } from '#server/platform/clock.ts';
import { readRunFile } from '#server/platform/run-file.ts';
import { testDatabase } from '#test/harness/database.ts';
import { SECRET } from '#test/harness/mailbox.ts';
import { temporaryFolder, testLog } from '#test/harness/server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const db = await testDatabase();
const folder = await temporaryFolder('belay-test-stop-');

/** The mail server that answers leave by. */
let sent = 0;
const outgoing = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, _session, done) => {
    stream.on('end', () => {
      sent += 1;
      done();
    });
    stream.resume();
  },
});
await new Promise<void>((resolve) => {
  outgoing.listen(0, '127.0.0.1', () => resolve());
});
const { port: outgoingPort } = outgoing.server.address() as AddressInfo;

const { host, port, user, password, database } = db.connection;
const url = new URL(
  db.connection.connectionString ?? `postgres://${user}:${String(password)}@localhost:${port}/${database}`,
);
if (host !== undefined) url.searchParams.set('host', host);
const env = {
  DATABASE_URL: url.href,
  BELAY_SECRET: SECRET,
  BELAY_DATA: folder,
  BELAY_PORT: '0',
  BELAY_SMTP_PORT: '0',
  BELAY_SMTP_URL: `smtp://127.0.0.1:${outgoingPort}`,
  BELAY_UNDO_SEND: '1',
};

// the company is made here, quicker than by a process of its own
const parsed = parseConfig(env, folder);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const first = await startBelay(parsed.config, { log: testLog(), database: db, webFolder: null, everyday: false });
const login = first.logins!.find(({ role }) => role === 'escalation_manager')!;
await first.close();

type Running = {
  url: string;
  smtp: { host: string; port: number };
  cookie: string;
  kill(): void;
  says(text: string): Promise<boolean>;
  code: Promise<number | null>;
};
const children: { pid: number; kill(): void; over: Promise<unknown> }[] = [];
afterAll(async () => {
  for (const child of children) child.kill();
  await Promise.all(children.map(({ over }) => over));
  await new Promise<void>((resolve) => {
    outgoing.close(() => resolve());
  });
  await rm(folder, { recursive: true, force: true });
});

/** As `npm start` does it. */
const starts = async (): Promise<Running> => {
  const child = spawn(process.execPath, ['bin/start.js'], { cwd: ROOT, env: { ...process.env, ...env } });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => lines.push(line));
  const over = once(child, 'close') as Promise<[number | null]>;
  children.push({ pid: child.pid!, kill: () => void child.kill('SIGKILL'), over });
  const says = (text: string) =>
    until(async () => lines.some((line) => line.includes(text)), { withinMs: 60_000, everyMs: 20 });
  if (!(await says('Ctrl-C stops it.'))) throw new Error(lines.join('\n'));
  const running = (await readRunFile(folder))!;
  const answer = await fetch(`${running.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: login.email, password: login.password }),
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { ...running, cookie, says, kill: () => void child.kill('SIGTERM'), code: over.then(([code]) => code) };
};

/** A line to a server, by hand. */
const lineTo = async (at: { host: string; port: number }) => {
  const socket = net.connect(at.port, at.host);
  let said = '';
  socket.on('data', (chunk) => (said += String(chunk)));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return {
    write: (text: string) => void socket.write(text),
    hears: (text: string) => until(async () => said.includes(text), { withinMs: 10_000, everyMs: 10 }),
    whole: () => closed.then(() => said),
    end: () => void socket.destroy(),
  };
};

const replyOf = (text: string): string =>
  JSON.stringify({ text, seenMessageId: null, anyway: true, commandId: `stop ${text}` });

/** A reply of which the second half is still to come. */
const replyInHand = async ({ url: at, cookie }: Running, id: number) => {
  const { hostname, port: to } = new URL(at);
  const body = replyOf('Half said');
  const line = await lineTo({ host: hostname, port: Number(to) });
  line.write(
    `POST /api/tickets/${id}/replies HTTP/1.1\r\nhost: ${hostname}:${to}\r\ncookie: ${cookie}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
  );
  return { ...line, finish: () => line.write(body.slice(10)) };
};

const ticketOf = async (): Promise<number> => {
  const { rows } = await db.query<{ id: number }>(
    `select t.id from ticket t join person p on p.id = t.requester_id
      where t.status in ('new', 'open', 'waiting_on_customer') and p.email is not null order by t.id limit 1`,
  );
  return rows[0]!.id;
};
const waiting = async (): Promise<number> =>
  (await db.query<{ n: number }>(`select count(*) as n from outbox where state = 'queued'`)).rows[0]!.n;
const isDue = async (): Promise<boolean> =>
  (await db.query(`select from outbox where state = 'queued' and not_before > clock_timestamp()`)).rowCount === 0;
const isRefused = (at: string): Promise<boolean> =>
  fetch(`${at}/api/health`, { headers: { connection: 'close' } }).then(
    () => false,
    () => true,
  );

test('SIGTERM: what is in hand is answered, streams end, mail is told to come back, nothing is sent, code 0', async () => {
  const belay = await starts();
  await until(async () => (await waiting()) === 0, { withinMs: 30_000, everyMs: 50 });
  const sentBefore = sent;
  const id = await ticketOf();
  const { cookie } = belay;
  const stream = await fetch(`${belay.url}/api/live`, { headers: { cookie } });
  const listening = stream.text();
  const [mail, silent] = [await lineTo(belay.smtp), await lineTo(belay.smtp)];
  await silent.hears('220 ');
  mail.write('EHLO sender.example\r\nMAIL FROM:<ana@kupac.example>\r\n');
  await mail.hears('250 Accepted');
  const inHand = await replyInHand(belay, id);
  const headers = { cookie, 'content-type': 'application/json' };
  const replied = await fetch(`${belay.url}/api/tickets/${id}/replies`, {
    method: 'POST',
    headers,
    body: replyOf('Wholly said'),
  });
  expect(replied.status).toBe(200);
  expect(await waiting()).toBe(1);

  const began = monotonicMs();
  belay.kill();
  expect(await belay.says('"stopping"')).toBe(true);
  mail.write('RCPT TO:<billing@bura.example>\r\n');
  expect(await mail.whole()).toContain('\r\n421 ');
  await expect(lineTo(belay.smtp)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await silent.whole()).toContain('\r\n421 ');
  expect(await until(isDue, { withinMs: 5_000, everyMs: 20 })).toBe(true);
  expect(await until(() => isRefused(belay.url), { withinMs: 5_000, everyMs: 20 })).toBe(true);
  // its end is an end and no break, which would be an error here
  expect(await listening).toContain('retry: ');
  inHand.finish();
  expect(await inHand.whole()).toMatch(/^HTTP\/1\.1 200 /);
  expect(await belay.code).toBe(0);
  expect(monotonicMs() - began).toBeLessThan(10_000);
  expect([sent - sentBefore, await waiting()]).toEqual([0, 2]);

  const again = await starts();
  expect(await until(async () => sent - sentBefore === 2, { withinMs: 30_000, everyMs: 50 })).toBe(true);
  again.kill();
  expect(await again.code).toBe(0);
}, 180_000);

test('a second signal ends it at once with code 1, whatever is in hand', async () => {
  const belay = await starts();
  const inHand = await replyInHand(belay, await ticketOf());
  belay.kill();
  await belay.says('"stopping"');
  expect(await until(() => isRefused(belay.url), { withinMs: 5_000, everyMs: 20 })).toBe(true);
  const began = monotonicMs();
  belay.kill();
  expect(await belay.code).toBe(1);
  expect(monotonicMs() - began).toBeLessThan(2_000);
  inHand.end();
}, 120_000);
