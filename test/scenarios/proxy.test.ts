import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { monotonicMs, until } from '#server/platform/clock.ts';
import { startTestBelay } from '#test/harness/belay.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { needs } from '#test/need.ts';
import { freePort } from '#test/servers/free-port.ts';

const GUIDE = path.resolve(import.meta.dirname, '../../docs/guide/proxy');
const NAME = 'desk.example.org';
const programs = { nginx: needs('nginx'), caddy: needs('caddy') };
const folder = await temporaryFolder('belay-test-proxy-');
const running: ChildProcess[] = [];
afterAll(async () => {
  for (const each of running) {
    each.kill('SIGTERM');
    if (each.exitCode === null) await once(each, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

const belay = await startTestBelay({ env: { BELAY_PUBLIC_URL: `https://${NAME}` } });
const upstream = new URL(belay.url).host;

const certificate = path.join(folder, 'certificate.pem');
const key = path.join(folder, 'key.pem');
execFileSync(
  'openssl',
  // prettier-ignore
  ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-keyout', key, '-out', certificate],
  { stdio: 'ignore' },
);
await chmod(key, 0o644);
const ca = await readFile(certificate);

/** The very file of the guide, with other ports and our certificate. */
const startNginx = async (program: string, port: number, plainPort: number): Promise<ChildProcess> => {
  const site = (await readFile(path.join(GUIDE, 'nginx.conf'), 'utf8'))
    .replaceAll(/listen \[::\]:.*\n/g, '')
    .replace('listen 443', `listen 127.0.0.1:${port}`)
    .replace('listen 80', `listen 127.0.0.1:${plainPort}`)
    .replaceAll('127.0.0.1:8080', upstream)
    .replace(/\/etc\/letsencrypt\S+fullchain\.pem/, certificate)
    .replace(/\/etc\/letsencrypt\S+privkey\.pem/, key);
  const home = path.join(folder, 'nginx');
  await mkdir(home);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (each) => `${each}_temp_path ${home}/${each};`,
  );
  const main = `daemon off; pid ${home}/pid; error_log stderr warn; events {} http { access_log off; ${temporary.join(' ')} ${site} }`;
  await writeFile(path.join(home, 'nginx.conf'), main);
  return spawn(program, ['-p', home, '-c', path.join(home, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
};

const startCaddy = async (program: string, port: number, plainPort: number): Promise<ChildProcess> => {
  const site = (await readFile(path.join(GUIDE, 'Caddyfile'), 'utf8'))
    .replace(`${NAME} {`, `${NAME} {\n\ttls ${certificate} ${key}`)
    .replaceAll('127.0.0.1:8080', upstream);
  const home = path.join(folder, 'caddy');
  await mkdir(home);
  const global = `{\n\tadmin off\n\thttp_port ${plainPort}\n\thttps_port ${port}\n\tdefault_bind 127.0.0.1\n}\n`;
  await writeFile(path.join(home, 'Caddyfile'), `${global}${site}`);
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  const args = ['run', '--config', path.join(home, 'Caddyfile'), '--adapter', 'caddyfile'];
  return spawn(program, args, { env, stdio: 'ignore' });
};

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };
type Asked = { method?: string; headers?: Record<string, string>; body?: string | Buffer };

const asking =
  (port: number, from: string) =>
  (route: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        localAddress: from,
        port,
        path: route,
        method,
        servername: NAME,
        ca,
        headers: { host: NAME, ...headers },
      };
      const request = https.request(options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      request.on('error', reject);
      request.end(body);
    });

const starters = { nginx: startNginx, caddy: startCaddy };

describe.each(['nginx', 'caddy'] as const)('behind %s, by the file of the guide', (kind) => {
  const program = programs[kind];
  test.skipIf(program === null)(
    'sign-in, live updates, addresses, files and metrics are as they should be',
    async () => {
      const [port, plainPort] = [await freePort(), await freePort()];
      const proxy = await starters[kind](program!, port, plainPort);
      running.push(proxy);
      // a stranger with an address of his own, which only the proxy sees
      const ask = asking(port, kind === 'nginx' ? '127.0.0.21' : '127.0.0.22');
      const answers = () =>
        ask('/api/health').then(
          ({ status }) => status === 200,
          () => false,
        );
      expect(await until(answers, { withinMs: 15_000, everyMs: 100 })).toBe(true);

      // plain HTTP leads to TLS
      expect(await plainly(plainPort)).toEqual([308, expect.stringMatching(/^https:/)]);

      // cookies are for TLS only, and browsers are told to insist on it
      const { email, password } = belay.logins[0]!;
      const json = { 'content-type': 'application/json', origin: `https://${NAME}` };
      const body = JSON.stringify({ email, password });
      const signedIn = await ask('/api/auth/sign-in/email', { method: 'POST', headers: json, body });
      expect(signedIn.status).toBe(200);
      const cookies = signedIn.headers['set-cookie'] as string[];
      expect(cookies.some((each) => each.startsWith('__Secure-belay.session_token=') && /; Secure/.test(each))).toBe(
        true,
      );
      expect(signedIn.headers['strict-transport-security']).toContain('max-age=');
      const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
      expect((await ask('/api/me', { headers: { cookie } })).status).toBe(200);

      // the live stream comes piece by piece, while it is open
      await streamsAtOnce(port, cookie);

      // each stranger has a brake of his own, whatever he claims his address to be
      const statuses: number[] = [];
      for (let tried = 0; tried < 40 && statuses.at(-1) !== 429; tried += 1) {
        const headers = { ...json, 'x-forwarded-for': `203.0.113.${tried}` };
        const wrong = JSON.stringify({ email: `nobody${tried}@bura.example`, password: 'not the password' });
        statuses.push((await ask('/api/auth/sign-in/email', { method: 'POST', headers, body: wrong })).status);
      }
      expect(statuses.at(-1)).toBe(429);

      // and nobody else is braked with him
      expect(
        (await asking(port, '127.0.0.23')('/api/auth/sign-in/email', { method: 'POST', headers: json, body })).status,
      ).toBe(200);

      // nobody reads the numbers through the proxy
      expect((await ask('/metrics')).status).toBe(404);
      // a file larger than proxies take unasked goes through
      const form = new Response(fileForm(5_000_000));
      const headers = { cookie, origin: `https://${NAME}`, 'content-type': form.headers.get('content-type')! };
      const sent = await ask('/api/uploads', { method: 'POST', headers, body: Buffer.from(await form.arrayBuffer()) });
      expect([sent.status, sent.body]).toEqual([201, expect.stringContaining('5000000')]);
    },
    90_000,
  );
});

const fileForm = (size: number): FormData => {
  const form = new FormData();
  form.append('file', new Blob([Buffer.alloc(size, 'x')], { type: 'text/plain' }), 'long.txt');
  return form;
};

const plainly = async (port: number): Promise<[number | undefined, string | undefined]> => {
  const request = http.get({ host: '127.0.0.1', port, path: '/inbox', headers: { host: NAME } });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  return [response.statusCode, response.headers.location];
};

const streamsAtOnce = (port: number, cookie: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const began = monotonicMs();
    const headers = { host: NAME, cookie, accept: 'text/event-stream' };
    const options = { host: '127.0.0.1', port, path: '/api/live', servername: NAME, ca, headers };
    const request = https.get(options, (response) => {
      response.setEncoding('utf8');
      response.once('data', (chunk: string) => {
        const tookMs = monotonicMs() - began;
        request.destroy();
        try {
          expect(chunk).toContain('retry:');
          expect(response.headers['content-type']).toContain('text/event-stream');
          expect(tookMs).toBeLessThan(5_000);
          resolve();
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    request.on('error', () => {});
    request.setTimeout(10_000, () => reject(new Error('the stream is held back')));
  });
