// From SMTP to a decided ticket: CPU milliseconds a ticket of Belay and PostgreSQL together, against bare SQL that writes
// the same rows by the same number of commits, with 1 k, 10 k and 100 k tickets there. One JSON line a figure.
//   npm run bench -- intake [--sizes 1000,10000] [--messages 300]
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createTransport } from 'nodemailer';
import { emailChannel } from '#server/channels/email/channel.ts';
import { startReceiver } from '#server/channels/email/receive.ts';
import { replyTokens } from '#server/channels/email/reply-token.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import { putMailbox } from '#server/people/add-store.ts';
import { databaseClock, until } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import { startCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { openEntrance } from '#server/ticket/intake-entrance.ts';
import { startIntake } from '#server/ticket/intake.ts';
import { doorWith, furnish } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { writeBare } from './intake/bare.ts';
import { cpuMs } from './desk/cpu.ts';
import { fill } from './intake/fill.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const BOX = 'support@bura.example';
const PORT = 25_850;
const AIM_MS = 10;
const WARM_UP = 60;
const CONNECTIONS = 2;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    messages: { type: 'string', default: '300' },
    send: { type: 'string' },
  },
});
if (values.send === undefined) await measure(values.sizes.split(',').map(Number), Number(values.messages));
else await sendAll(values.send);

/** One database that grows; each size is measured in it, and its limit beside it. */
async function measure(sizes: number[], messages: number): Promise<void> {
  const folder = await temporaryFolder('belay-bench-');
  const log = createLog({ level: 'error' });
  const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
  try {
    await migrate(db, path.join(ROOT, 'migrations'));
    const now = await databaseClock.now(db);
    const { teamId } = await db.withTransaction((tx) => furnish(tx, now));
    const mailbox = {
      name: 'Bura',
      teamId,
      policyName: 'Standard',
      topic: 'general',
      severity: 'S3',
      language: 'en',
    } as const;
    await db.withTransaction((tx) => putMailbox(tx, { address: BOX, ...mailbox }));
    const carrier = await startCarrier(db, log);
    const door = doorWith(databaseClock, carrier);
    const words = await loadMailWords(path.join(ROOT, 'locales'));
    const channel = emailChannel(replyTokens('a secret of at least thirty-two characters'), words);
    const intake = startIntake({ db, door, channel, log });
    const entrance = openEntrance(db, databaseClock, channel);
    const receiver = await startReceiver({
      host: '127.0.0.1',
      port: PORT,
      log,
      maxBytes: 26_214_400,
      ...entrance,
      wake: intake.wake,
    });
    let sent = 0;
    const take = async (count: number): Promise<void> => {
      await send(`${sent}:${count}`);
      sent += count;
      const decided = async () => (await countUndecided(db)) === 0;
      if (!(await until(decided, { withinMs: 120_000, everyMs: 50 }))) throw new Error('mail was left undecided');
    };
    for (const size of sizes) {
      await fill(db, size, now);
      await take(WARM_UP);
      await measureSize(db, size, messages, take);
    }
    await receiver.close();
    await intake.stop();
    await carrier.stop();
  } finally {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureSize(
  db: Database,
  size: number,
  messages: number,
  take: (count: number) => Promise<void>,
): Promise<void> {
  const newest = async () => (await db.query<{ id: number }>('select last_value as id from intake_id_seq')).rows[0]!.id;
  const postmaster = db.where.embedded ? db.where.postmasterPid() : null;
  if (postmaster === null) throw new Error('the bench needs the embedded PostgreSQL');
  const first = await newest();
  const began = performance.now();
  const before = cpuMs(postmaster);
  await take(messages);
  const used = cpuMs(postmaster);
  const seconds = (performance.now() - began) / 1_000;
  const belay = (used.belay - before.belay) / messages;
  const postgres = (used.postgres - before.postgres) / messages;
  const limit = await writeBare(db, first, messages, () => cpuMs(postmaster));
  const latency = await db.query<{ p50: number; p99: number }>(
    `select percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.99) within group (order by ms) as p99
     from (select extract(epoch from decided_at - received_at) * 1000 as ms from intake where id > $1 and id <= $2) i`,
    [first, first + messages],
  );
  const { p50, p99 } = latency.rows[0]!;
  const figure = {
    bench: 'intake',
    tickets: size,
    messages,
    cpuMsPerTicket: round(belay + postgres),
    belayMs: round(belay),
    postgresMs: round(postgres),
    limitCpuMsPerTicket: round(limit),
    timesTheLimit: round((belay + postgres) / limit),
    perSecond: round(messages / seconds),
    keptToDecidedMs: { p50: round(p50), p99: round(p99) },
    aimMs: AIM_MS,
    met: belay + postgres <= AIM_MS,
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

function round(value: number): number {
  return Math.round(Number(value) * 100) / 100;
}

async function countUndecided(db: Database): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from intake where verdict = 'received'`);
  return rows[0]!.n;
}

/** The sender is another process, so that its work is not counted. */
function send(range: string): Promise<void> {
  const child = spawn(process.execPath, [import.meta.filename, '--send', range], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the sender ended with ${code}`))));
  });
}

/** Every mail from another person, a few hundred words with a little HTML, as programs write them. */
async function sendAll(range: string): Promise<void> {
  const [from, count] = range.split(':').map(Number) as [number, number];
  const transport = createTransport({
    host: '127.0.0.1',
    port: PORT,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
    ignoreTLS: true,
  });
  const words = 'The headphones that I ordered in March stopped charging yesterday evening. '.repeat(8);
  const one = (index: number) =>
    transport.sendMail({
      from: `Person ${index} <bench${index}@posta.example>`,
      to: BOX,
      subject: `Headphones ${index}`,
      text: `${words}\n\n-- \nPerson ${index}`,
      html: `<p>${words}</p><p>Person <b>${index}</b></p>`,
      messageId: `<bench${index}@posta.example>`,
    });
  const left = Array.from({ length: count }, (_, index) => from + index);
  const lane = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) await one(index);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  transport.close();
}
