/**
 * `npm run bench -- memory`: what the whole of Belay takes when it rests: the process and its PostgreSQL, with the demo
 * company, after some requests and a mail. Pages that several of these processes share count once, and none is taken
 * off because a stranger's process shares it too: the figure is what the machine would have to give if Belay were
 * alone on it. Linux only: it reads /proc.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createTransport } from 'nodemailer';
import { monotonicMs, pause } from '#server/platform/clock.ts';
import { readRunFile } from '#server/platform/run-file.ts';

const LIMIT_MIB = 220;
const REQUESTS = 300;
// connections are made anew after a minute
const REST_MS = 90_000;
const ROOT = path.resolve(import.meta.dirname, '..');

const measure = async (): Promise<void> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'belay-bench-memory-'));
  await chmod(folder, 0o711);
  const env = { ...process.env, DATABASE_URL: '', BELAY_DATA: folder, BELAY_PORT: '0', BELAY_SMTP_PORT: '0' };
  const belay = spawn(process.execPath, ['bin/start.js'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    belay.once('close', () => resolve());
  });
  try {
    const began = monotonicMs();
    const login = await loginOf(belay.stdout);
    const startedMs = monotonicMs() - began;
    const running = (await readRunFile(folder))!;
    print('started', await memoryOf(belay.pid!), { ms: Math.round(startedMs) });
    await use(running.url, login);
    await writeTo(running.smtp);
    print('used', await memoryOf(belay.pid!), { requests: REQUESTS });
    await pause(REST_MS);
    const idle = await memoryOf(belay.pid!);
    print('idle', idle, { limitMiB: LIMIT_MIB, ok: idle.total <= LIMIT_MIB });
    if (idle.total > LIMIT_MIB) process.exitCode = 1;
  } finally {
    belay.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
};

const print = (when: string, { total, node, postgres, processes }: Memory, more: object): void =>
  console.log(
    JSON.stringify({
      bench: 'memory',
      when,
      totalMiB: total,
      nodeMiB: node,
      postgresMiB: postgres,
      processes,
      ...more,
    }),
  );

/** Waits until Belay has said that it runs; the escalation manager's log-in. */
const loginOf = async (output: NodeJS.ReadableStream): Promise<{ email: string; password: string }> => {
  let found: { email: string; password: string } | null = null;
  for await (const line of createInterface(output)) {
    const login = /^\s+(sanja@\S+)\s+(\S+)/.exec(line);
    if (login !== null) found = { email: login[1]!, password: login[2]! };
    if (line === 'Ctrl-C stops it.' && found !== null) {
      output.resume();
      return found;
    }
  }
  throw new Error('Belay did not start');
};

const use = async (url: string, login: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/auth/sign-in/email`, { method: 'POST', headers, body: JSON.stringify(login) });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const get = async (route: string): Promise<unknown> => {
    const found = await fetch(`${url}${route}`, { headers: { cookie } });
    if (!found.ok) throw new Error(`${route} answered ${found.status}`);
    return found.json();
  };
  const { items } = (await get('/api/tickets')) as { items: { id: number }[] };
  for (let asked = 0; asked < REQUESTS; asked += 3) {
    const { id } = items[asked % items.length]!;
    await Promise.all(['/api/tickets', `/api/tickets/${id}`, `/api/tickets/${id}/messages`].map(get));
  }
};

const writeTo = async ({ host, port }: { host: string; port: number }): Promise<void> => {
  const transport = createTransport({ host, port, secure: false, ignoreTLS: true });
  await transport.sendMail({
    from: 'ana@kupac.example',
    to: 'billing@bura.example',
    subject: 'Memory',
    text: 'How much?',
  });
  transport.close();
};

type Memory = { total: number; node: number; postgres: number; processes: number };

/** The process and everything it has started, in MiB. */
const memoryOf = async (root: number): Promise<Memory> => {
  const children = await childrenOf(root);
  const bytes = async (pids: number[]): Promise<number> => Math.round((await footprint(pids)) / 1_024);
  const [total, node, postgres] = await Promise.all([bytes([root, ...children]), bytes([root]), bytes(children)]);
  return { total, node, postgres, processes: children.length + 1 };
};

const childrenOf = async (root: number): Promise<number[]> => {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isOurs = (pid: number | undefined): boolean => pid !== undefined && (pid === root || isOurs(parents.get(pid)));
  return [...parents.keys()].filter((pid) => pid !== root && isOurs(pid));
};

/** Shared memory and what a fork left shared: nobody but these processes has them. */
const OURS = /^(?:$|\[|\/dev\/zero|\/dev\/shm\/|\/SYSV|anon_inode)/;

/**
 * KiB that these processes hold together. What is theirs alone by its share, so that a page they share counts once. Of a
 * file, which strangers may have mapped too, as many pages as the process has that touched most of it.
 */
const footprint = async (pids: number[]): Promise<number> => {
  let own = 0;
  const files = new Map<string, number>();
  for (const pid of pids) {
    const text = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => '');
    for (const mapping of text.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
      const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(mapping)?.[1] ?? 0);
      const [, , offset = '', device = '', inode = '', name = ''] = (mapping.split('\n', 1)[0] ?? '').split(/\s+/);
      if (OURS.test(name)) {
        own += field('Pss');
        continue;
      }
      own += field('Anonymous');
      const key = `${device} ${inode} ${offset}`;
      files.set(key, Math.max(files.get(key) ?? 0, field('Rss') - field('Anonymous')));
    }
  }
  return own + [...files.values()].reduce((sum, each) => sum + each, 0);
};

await measure();
