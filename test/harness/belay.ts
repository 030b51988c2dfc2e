import { rm } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { afterAll } from 'vitest';
import { startBelay, type Belay } from '#server/app.ts';
import type { DemoLogin } from '#server/app-logins.ts';
import { parseConfig } from '#server/config.ts';
import type { Instant } from '#core/time.ts';
import { databaseClock, manualClock, until, type ManualClock } from '#server/platform/clock.ts';
import { deliverDue } from '#server/ticket/deliver.ts';
import { firstDue } from '#server/ticket/sweep-store.ts';
import { testDatabase } from './database.ts';
import { SECRET } from './mailbox.ts';
import { temporaryFolder, testLog } from './server.ts';

/** The whole of Belay on real parts, with the demo company in a database of its own. */
export type TestBelay = Belay & {
  /** Stands still until it is moved; only with `now`. */
  clock: ManualClock;
  logins: DemoLogin[];
  /** Moves the clock and waits until everything due by then is done: the sweep has looked, the outbox has delivered. */
  advanceTo(moment: Instant): Promise<void>;
  /** Sends a mail by SMTP; its Message-ID without angle brackets. Rejects when it is refused. */
  sends(mail: {
    from: string;
    to: string;
    subject: string;
    text: string;
    messageId?: string;
    inReplyTo?: string;
  }): Promise<string>;
  /** Signs in as a colleague by the part before @. */
  as(login: string): Promise<{
    cookie: string;
    get<Reply>(path: string): Promise<Reply>;
    put<Reply>(path: string, body: unknown): Promise<Reply>;
    post<Reply>(path: string, body: unknown): Promise<Reply>;
  }>;
};

export type TestBelayOptions = {
  /** Where the clock stands; without it real time passes. */
  now?: Instant;
  /** The built console; by default none is served. */
  webFolder?: string;
  /** The demo company with its ordinary days, two hundred tickets instead of twenty. */
  everyday?: boolean;
  env?: Record<string, string>;
};

/** Starts it on free ports; closed after the file's last test. Once per test file, at its top. */
export const startTestBelay = async ({
  now,
  webFolder,
  everyday = false,
  env = {},
}: TestBelayOptions = {}): Promise<TestBelay> => {
  const database = await testDatabase();
  const folder = await temporaryFolder('belay-test-data-');
  const anyPort = {
    BELAY_SECRET: SECRET,
    BELAY_UNDO_SEND: '0',
    BELAY_DATA: folder,
    BELAY_PORT: '0',
    BELAY_SMTP_PORT: '0',
  };
  // the database is given: what this says is only that it is not embedded
  const parsed = parseConfig({ DATABASE_URL: 'postgres://test.invalid/test', ...anyPort, ...env }, folder);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const clock = manualClock(now ?? 0);
  const belay = await startBelay(parsed.config, {
    log: testLog(),
    clock: now === undefined ? databaseClock : clock,
    database,
    webFolder: webFolder ?? null,
    everyday,
  });
  afterAll(async () => {
    await belay.close();
    await rm(folder, { recursive: true, force: true });
  });
  const logins = belay.logins ?? [];
  return {
    ...belay,
    clock,
    logins,
    advanceTo: (moment) => advanceTo(belay, clock, moment),
    sends: (mail) => sendMail(belay, mail),
    as: (login) =>
      signIn(
        belay,
        logins.find(({ email }) => email.startsWith(`${login}@`)),
      ),
  };
};

const advanceTo = async ({ db, dispatch }: Belay, clock: ManualClock, moment: Instant): Promise<void> => {
  clock.moveTo(moment);
  const isSwept = async () => ((await firstDue(db)) ?? Number.POSITIVE_INFINITY) > moment;
  if (!(await until(isSwept, { withinMs: 10_000 }))) throw new Error('the sweep did not look in time');
  await deliverDue(dispatch);
};

const sendMail = async ({ smtp }: Belay, mail: Parameters<TestBelay['sends']>[0]): Promise<string> => {
  const transport = createTransport({ host: smtp.host, port: smtp.port, secure: false, ignoreTLS: true });
  try {
    const sent = await transport.sendMail({ ...mail, ...(mail.messageId ? { messageId: `<${mail.messageId}>` } : {}) });
    return sent.messageId.replace(/^<|>$/g, '');
  } finally {
    transport.close();
  }
};

const signIn = async (belay: Belay, login: DemoLogin | undefined): ReturnType<TestBelay['as']> => {
  if (login === undefined) throw new Error('nobody of that name has a log-in');
  const ask = async (method: string, path: string, body: unknown, cookie: string): Promise<Response> => {
    const answer = await fetch(`${belay.url}${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const { email, password } = login;
  const answer = await ask('POST', '/api/auth/sign-in/email', { email, password }, '');
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const json =
    (method: string) =>
    async <Reply>(path: string, body?: unknown): Promise<Reply> =>
      (await ask(method, path, body, cookie)).json() as Promise<Reply>;
  return { cookie, get: json('GET'), put: json('PUT'), post: json('POST') };
};
