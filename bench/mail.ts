// Mails a second, parsed and stored: from bytes at hand to a decided ticket, with 1 k, 10 k and 100 k tickets there; in
// the same run beside it the limits: storing without reading, reading without storing, and bare SQL that writes the same
// rows (without those of files). One JSON line a figure.
//   npm run bench -- mail [--sizes 1000,10000] [--messages 600] [--million]
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import MailComposer from 'nodemailer/lib/mail-composer';
import { emailChannel } from '#server/channels/email/channel.ts';
import { parseMail } from '#server/channels/email/parse.ts';
import { replyTokens } from '#server/channels/email/reply-token.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import { putMailbox } from '#server/people/add-store.ts';
import { databaseClock, until } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import { startCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { keepBlobs, hashOf } from '#server/platform/storage/blob.ts';
import { openEntrance, type Entrance } from '#server/ticket/intake-entrance.ts';
import { startIntake } from '#server/ticket/intake.ts';
import { doorWith, furnish } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { cpuMs } from './desk/cpu.ts';
import { writeBare } from './intake/bare.ts';
import { fill } from './intake/fill.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const BOX = 'support@bura.example';
const AIM = 200;
const LANES = 4;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    messages: { type: 'string', default: '600' },
    million: { type: 'boolean', default: false },
  },
});
const sizes = [...values.sizes.split(',').map(Number), ...(values.million ? [1_000_000] : [])];
const folder = await temporaryFolder('belay-bench-');
const log = createLog({ level: 'error' });
const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
try {
  await measure(db, Number(values.messages));
} finally {
  await db.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure(db: Database, messages: number): Promise<void> {
  await migrate(db, path.join(ROOT, 'migrations'));
  const now = await databaseClock.now(db);
  const { teamId } = await db.withTransaction((tx) => furnish(tx, now));
  const rest = { policyName: 'Standard', topic: 'general', severity: 'S3', language: 'en' } as const;
  await db.withTransaction((tx) => putMailbox(tx, { address: BOX, name: 'Bura', teamId, ...rest }));
  const carrier = await startCarrier(db, log);
  const door = doorWith(databaseClock, carrier);
  const words = await loadMailWords(path.join(ROOT, 'locales'));
  const channel = emailChannel(replyTokens('a secret of at least thirty-two characters'), words);
  const intake = startIntake({ db, door, channel, log });
  const entrance = openEntrance(db, databaseClock, channel);
  const mailboxId = (await entrance.mailboxOf(BOX))!;
  const take = async (mails: Buffer[]): Promise<number> => {
    const began = performance.now();
    await inLanes(mails, (raw) => keep(entrance, mailboxId, raw).then(intake.wake));
    const decided = async () => (await undecided(db)) === 0;
    if (!(await until(decided, { withinMs: 120_000 }))) throw new Error('mail was left undecided');
    return mails.length / ((performance.now() - began) / 1_000);
  };
  let made = 0;
  const make = (count: number) => Promise.all(Array.from({ length: count }, () => mailOf((made += 1))));
  for (const size of sizes) {
    await fill(db, size, now);
    await take(await make(60));
    const mails = await make(messages);
    const first = await newestIntake(db);
    const before = cpuMs(postmaster());
    const perSecond = await take(mails);
    const after = cpuMs(postmaster());
    const spent = after.belay - before.belay + after.postgres - before.postgres;
    const figure = {
      bench: 'mail',
      tickets: size,
      messages,
      perSecond: Math.round(perSecond),
      // both processes: what a machine with other work on it would have to give
      cpuMsPerMessage: Math.round((spent / messages) * 100) / 100,
      bareSqlCpuMsPerMessage: Math.round((await writeBare(db, first, messages, () => cpuMs(postmaster()))) * 100) / 100,
      storeOnlyPerSecond: Math.round(await storeOnly(db, await make(messages))),
      parseOnlyPerSecond: Math.round(await parseOnly(mails)),
      aimPerSecond: AIM,
      met: perSecond >= AIM,
    };
    process.stdout.write(`${JSON.stringify(figure)}\n`);
  }
  await intake.stop();
  await carrier.stop();
}

function postmaster(): number {
  const pid = db.where.embedded ? db.where.postmasterPid() : null;
  if (pid === null) throw new Error('the bench needs the embedded PostgreSQL');
  return pid;
}

async function newestIntake(db: Database): Promise<number> {
  const { rows } = await db.query<{ id: number }>('select max(id) as id from intake');
  return rows[0]!.id;
}

function keep(entrance: Entrance, mailboxId: number, raw: Buffer): Promise<void> {
  return entrance.keep({ envelopeFrom: 'bench@posta.example', recipients: new Map([[mailboxId, [BOX]]]), raw });
}

async function inLanes<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function storeOnly(db: Database, mails: Buffer[]): Promise<number> {
  const began = performance.now();
  await inLanes(mails, (raw) =>
    db.withTransaction(async (tx) => keepBlobs(tx, [{ hash: hashOf(raw), bytes: raw }], await databaseClock.now(tx))),
  );
  return mails.length / ((performance.now() - began) / 1_000);
}

async function parseOnly(mails: Buffer[]): Promise<number> {
  const began = performance.now();
  for (const raw of mails) await parseMail(raw, { nullSender: false, loopMark: 'bench' });
  return mails.length / ((performance.now() - began) / 1_000);
}

async function undecided(db: Database): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from intake where verdict = 'received'`);
  return rows[0]!.n;
}

/** Text and HTML of a few hundred words; every tenth has a picture of 30 kB. */
function mailOf(index: number): Promise<Buffer> {
  const words = 'The headphones that I ordered in March stopped charging yesterday evening. '.repeat(8);
  const picture = { filename: 'photo.jpg', content: Buffer.alloc(30_000, index) };
  return new MailComposer({
    from: `Person ${index} <bench${index}@posta.example>`,
    to: BOX,
    subject: `Headphones ${index}`,
    text: `${words}\n\n-- \nPerson ${index}`,
    html: `<p>${words}</p><p>Person <b>${index}</b></p>`,
    messageId: `<bench${index}@posta.example>`,
    attachments: index % 10 === 0 ? [picture] : [],
  })
    .compile()
    .build();
}
