import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import { monotonicMs, until } from '#server/platform/clock.ts';
import { readRunFile } from '#server/platform/run-file.ts';
import { startChild, type Child } from '#test/harness/child.ts';
import { temporaryFolder } from '#test/harness/server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MAIN = `import '#server/main.ts';`;
const folder = await temporaryFolder('belay-test-main-');
const settings = { BELAY_DATA: folder, BELAY_PORT: '0', BELAY_SMTP_PORT: '0', DATABASE_URL: '' };
const children: Child[] = [];
afterAll(async () => {
  for (const child of children) await child.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

const starts = async (): Promise<Child> => {
  const child = await startChild(MAIN, settings);
  children.push(child);
  await child.says('Ctrl-C stops it.');
  return child;
};

let running: Child | null = null;
let password = '';
/** The Belay of this file, started by whichever test comes first and by the one after it was stopped. */
const belay = async (): Promise<Child> => {
  if (running !== null) return running;
  running = await starts();
  password = /sanja@bura\.example\s+([a-z2-9-]{19})/.exec(running.lines.join('\n'))?.[1] ?? password;
  return running;
};
const ends = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<Child> => {
  const ended = await belay();
  running = null;
  await ended.kill(signal);
  return ended;
};

type Run = { code: number; said: string };
const run = (args: string[], env: Record<string, string> = {}): Promise<Run> =>
  new Promise((resolve) => {
    const options = { cwd: ROOT, env: { ...process.env, ...settings, ...env }, timeout: 60_000 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, said: stdout + stderr });
    });
  });

const api = async (url: string, route: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}${route}`, init);
const signIn = async (url: string, email: string, secret: string): Promise<string> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await api(url, '/api/auth/sign-in/email', {
    method: 'POST',
    headers,
    body: JSON.stringify({ email, password: secret }),
  });
  if (!answer.ok)
    throw new Error(`sign-in: ${answer.status} ${await answer.text()}\n${children.at(-1)?.lines.join('\n')}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
};

test.each([
  ['a wrong setting', { BELAY_PORT: 'eighty' }, 'BELAY_PORT=eighty (not_a_port)'],
  ['a database that is not PostgreSQL', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL=(hidden)'],
])('%s ends with code 2 and clear words', async (_, env, words) => {
  const { code, said } = await run(['src/server/main.ts'], env);
  expect([code, said.includes(words)]).toEqual([2, true]);
});

test('a command without a Belay that runs says how to start one', async () => {
  const { code, said } = await run(['src/server/cli.ts', 'demo', 'climb'], { BELAY_DATA: `${folder}/nowhere` });
  expect([code, said]).toEqual([1, expect.stringContaining('npm start')]);
});

test('an unknown command is answered with help, and help is not an error', async () => {
  const unknown = await run(['src/server/cli.ts', 'climb', 'the', 'wall']);
  expect([unknown.code, unknown.said]).toEqual([2, expect.stringContaining('npx belay demo climb')]);
  const help = await run(['bin/belay.js', '--help']);
  expect([help.code, help.said]).toEqual([0, expect.stringContaining('npx belay demo climb')]);
});

test('npm start from nothing: the desk answers, log-ins are shown once, nobody hangs in limbo', async () => {
  const child = await belay();
  const said = child.lines.join('\n');
  expect(password).not.toBe('');
  const { url, smtp } = (await readRunFile(folder))!;
  expect(await (await api(url, '/api/health')).json()).toMatchObject({ status: 'ok', limbo: 0, stuck: 0 });
  expect(said).toContain(url);
  expect(said).toContain(`smtp://${smtp.host}:${smtp.port}`);
  const page = await api(url, '/inbox/all');
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
  const cookie = await signIn(url, 'sanja@bura.example', password);
  const tickets = (await (await api(url, '/api/tickets', { headers: { cookie } })).json()) as TicketPage;
  expect(tickets.items.length).toBeGreaterThan(10);
  // no secret of this installation is in what it says
  const secret = (await readFile(path.join(folder, 'secret'), 'utf8')).trim();
  expect(said).not.toContain(secret);
}, 120_000);

test('a second process on the same folder, and one on a port in use, end with code 2 and say why', async () => {
  await belay();
  const second = await run(['src/server/main.ts']);
  expect([second.code, second.said]).toEqual([2, expect.stringContaining('data_folder_in_use')]);
  const taken = net.createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  const { port } = taken.address() as AddressInfo;
  const other = await temporaryFolder('belay-test-main-');
  const third = await run(['src/server/main.ts'], {
    BELAY_DATA: other,
    BELAY_SMTP_PORT: String(port),
    BELAY_DEMO: '0',
  });
  expect([third.code, third.said]).toEqual([2, expect.stringMatching(/port_in_use.*BELAY_SMTP_PORT/)]);
  taken.close();
  await rm(other, { recursive: true, force: true });
}, 120_000);

test('npx belay demo climb sends a complaint and shows each moment until somebody acknowledges', async () => {
  await belay();
  const { url } = (await readRunFile(folder))!;
  const climb = run(['bin/belay.js', 'demo', 'climb', '--speed', '600']);
  const cookie = await signIn(url, 'sanja@bura.example', password);
  const headers = { cookie, 'content-type': 'application/json' };
  // the escalation manager waits until step 2 was told, and takes it
  const acknowledge = async (): Promise<boolean> => {
    const page = (await (await api(url, '/api/tickets?view=escalated', { headers })).json()) as TicketPage;
    const found = page.items.find(({ subject }) => subject.includes('headphones died'));
    if ((found?.escalation?.stepIndex ?? 0) < 1) return false;
    const route = `/api/tickets/${found!.id}/escalations/${found!.escalation!.id}/acknowledgement`;
    const body = JSON.stringify({ commandId: 'main-test-acknowledge' });
    return (await api(url, route, { method: 'PUT', headers, body })).ok;
  };
  expect(await until(acknowledge, { withinMs: 60_000, everyMs: 200 })).toBe(true);
  const { code, said } = await climb;
  expect(code).toBe(0);
  const moments = [
    'became ticket #',
    'Responsible: ',
    'At risk: 50 %',
    'Breached',
    'Step 1 (',
    'Step 2 (',
    'Acknowledged by Sanja Matić',
  ];
  expect(moments.map((moment) => said.indexOf(moment)).every((at, index, all) => at > (all[index - 1] ?? -1))).toBe(
    true,
  );
  expect(said).toContain(`${url}/t/`);
}, 120_000);

test('npx belay login gives a new password and ends the sessions of the old one', async () => {
  await belay();
  const { url } = (await readRunFile(folder))!;
  const cookie = await signIn(url, 'sanja@bura.example', password);
  const { code, said } = await run(['src/server/cli.ts', 'login', 'sanja@bura.example']);
  expect(code).toBe(0);
  expect((await api(url, '/api/me', { headers: { cookie } })).status).toBe(401);
  password = said.trim().split(/\s+/)[1]!;
  expect(await signIn(url, 'sanja@bura.example', password)).not.toBe('');
  const first = await run(['src/server/cli.ts', 'login', 'root@bura.example', '--admin', 'Ruta Root']);
  expect([first.code, await signIn(url, 'root@bura.example', first.said.trim().split(/\s+/)[1]!)]).toEqual([
    0,
    expect.stringContaining('belay.session_token'),
  ]);
  expect((await run(['src/server/cli.ts', 'login', 'nobody@bura.example'])).code).toBe(1);
}, 120_000);

test('SIGTERM stops it within ten seconds, open streams and all; the next start shows no passwords again', async () => {
  await belay();
  const { url } = (await readRunFile(folder))!;
  const cookie = await signIn(url, 'sanja@bura.example', password);
  const stream = await fetch(`${url}/api/live`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const began = monotonicMs();
  const ended = await ends('SIGTERM');
  expect(monotonicMs() - began).toBeLessThan(10_000);
  await stream.text().catch(() => {});
  expect(ended.lines.at(-1)).toContain('"stopped"');
  expect(await readRunFile(folder)).toBeNull();
  const again = await belay();
  expect(again.lines.join('\n')).not.toContain('Log-ins');
  expect(await signIn((await readRunFile(folder))!.url, 'sanja@bura.example', password)).not.toBe('');
}, 120_000);

test('after a kill -9 it starts again by itself, with everybody still able to sign in', async () => {
  await ends('SIGKILL');
  await belay();
  const { url } = (await readRunFile(folder))!;
  expect(await signIn(url, 'sanja@bura.example', password)).not.toBe('');
}, 120_000);

test('Ctrl-C while it is still starting stops what has started, the database included', async () => {
  const own = await temporaryFolder('belay-test-early-');
  const child = await startChild(MAIN, { ...settings, BELAY_DATA: own });
  children.push(child);
  await child.says('PostgreSQL is ready');
  await child.kill('SIGINT');
  expect(child.lines.at(-1)).toContain('"stopped"');
  expect(existsSync(path.join(own, 'postgres/cluster/postmaster.pid'))).toBe(false);
  await rm(own, { recursive: true, force: true });
}, 120_000);
