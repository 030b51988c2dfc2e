import net from 'node:net';
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { afterAll, expect, inject, test } from 'vitest';
import { pause, until } from '#server/platform/clock.ts';
import { assemble } from '#server/platform/db/database.ts';
import { openEntrance } from '#server/ticket/intake-entrance.ts';
import { startIntake, takeUpDue } from '#server/ticket/intake.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING, mailOf, openMailDesk, SUPPORT } from '#test/harness/mail-desk.ts';
import { testLog } from '#test/harness/server.ts';
import { collect, type Budget } from './collect.ts';
import { startReceiver } from './receive.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const PORTS = { receiver: 25_800, small: 25_801, proxied: 25_802, proxy: 25_803 };
const MEGABYTE = 1024 * 1024;

const common = { host: '127.0.0.1', log: testLog(), maxBytes: 25 * MEGABYTE };
let woken = 0;
const receiver = await startReceiver({
  ...common,
  ...openEntrance(db, desk.clock, desk.intake.channel),
  port: PORTS.receiver,
  wake: () => {
    woken += 1;
  },
});
afterAll(() => receiver.close());

type Refusal = { responseCode?: number; response?: string };
const send = async (
  raw: Buffer | string,
  to: string | string[],
  { port = PORTS.receiver, from = 'iva@posta.example' } = {},
) => {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  try {
    return (await transport.sendMail({ envelope: { from, to }, raw })) as { response: string };
  } finally {
    transport.close();
  }
};
const refusalOf = async (sending: Promise<unknown>): Promise<Refusal> => {
  try {
    await sending;
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('it was taken');
};
const kept = async () => (await db.query<{ n: number }>('select count(*)::int as n from intake')).rows[0]!.n;

/** Speaks SMTP by hand: sends lines, one after each answer; all answers. */
const speak = (port: number, lines: readonly (string | Buffer)[]): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const answers: string[] = [];
    const socket = net.connect(port, '127.0.0.1');
    const left = [...lines];
    socket.on('error', reject).on('close', () => resolve(answers));
    socket.on('data', (data) => {
      const text = String(data);
      answers.push(
        ...text
          .trim()
          .split('\r\n')
          .filter((line) => /^\d{3} /.test(line)),
      );
      if (!/^\d{3} /m.test(text)) return;
      const next = left.shift();
      if (next === undefined) socket.end();
      else socket.write(next);
    });
  });

test('a mail sent by SMTP is kept before it is answered, and is a ticket a moment later', async () => {
  const before = await kept();
  const intake = startIntake({ ...desk.intake, door: desk.door });
  await send(mailOf({ id: 'smtp@posta.example', subject: 'By SMTP' }), BILLING);
  expect(await kept()).toBe(before + 1);
  expect(woken).toBeGreaterThan(0);
  const decided = async () => (await desk.ledger()).at(-1)!.verdict !== 'received';
  expect(await until(decided, { withinMs: 5_000 })).toBe(true);
  await intake.stop();
  const row = (await desk.ledger()).at(-1)!;
  expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
  expect(await desk.ticket(row.ticket_id)).toMatchObject({ subject: 'By SMTP', status: 'new' });
});

test('what was kept when Belay was killed is taken up when it is back', async () => {
  await send(mailOf({ subject: 'Before the kill' }), BILLING);
  expect((await desk.ledger()).at(-1)).toMatchObject({ verdict: 'received', ticket_id: null });
  await takeUpDue(desk.intake);
  expect((await desk.ledger()).at(-1)).toMatchObject({ verdict: 'accepted' });
});

test('a stranger’s address is refused, beside one of ours as well, and nothing is relayed', async () => {
  const before = await kept();
  expect(await refusalOf(send(mailOf({}), 'someone@elsewhere.example'))).toMatchObject({ responseCode: 550 });
  expect(await refusalOf(send(mailOf({}), 'nobody@bura.example'))).toMatchObject({ responseCode: 550 });
  expect(await kept()).toBe(before);
  await send(mailOf({}), [BILLING, 'someone@elsewhere.example']);
  const { rows } = await db.query('select envelope_to from intake order by id desc limit 1');
  expect(rows).toEqual([{ envelope_to: [BILLING] }]);
});

test('a closed mailbox takes nothing', async () => {
  await db.query('update mailbox set active = false where address = $1', [SUPPORT]);
  expect(await refusalOf(send(mailOf({}), SUPPORT))).toMatchObject({ responseCode: 550 });
  await db.query('update mailbox set active = true where address = $1', [SUPPORT]);
  await send(mailOf({}), SUPPORT);
});

test('sub-addresses and capitals lead to their mailbox; one mailbox has one row, two have two', async () => {
  const before = await kept();
  const token = desk.tokens.addressFor(BILLING, 12);
  await send(mailOf({}), [BILLING.toUpperCase(), token, SUPPORT]);
  expect(await kept()).toBe(before + 2);
  const { rows } = await db.query<{ envelope_to: string[] }>('select envelope_to from intake order by id desc limit 2');
  expect(rows.map((row) => row.envelope_to.length).toSorted()).toEqual([1, 2]);
});

test('60 MB are refused by their size, announced or not', async () => {
  const big = Buffer.alloc(60 * MEGABYTE, 'x'.repeat(75).concat('\r\n'));
  const before = await kept();
  expect(await refusalOf(send(big, BILLING))).toMatchObject({ responseCode: 552 });
  const answers = await speak(PORTS.receiver, [
    'HELO me\r\n',
    'MAIL FROM:<iva@posta.example>\r\n',
    `RCPT TO:<${BILLING}>\r\n`,
    'DATA\r\n',
    Buffer.concat([big, Buffer.from('\r\n.\r\n')]),
    'MAIL FROM:<iva@posta.example>\r\n',
  ]);
  expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['220', '250', '250', '250', '354', '552', '250']);
  expect(await kept()).toBe(before);
});

test('it asks no password, knows no other domain, and says nothing of whom it knows', async () => {
  const answers = await speak(PORTS.receiver, ['EHLO me\r\n', 'AUTH PLAIN AGEAYg==\r\n', 'VRFY petra\r\n']);
  expect(answers[2]).toMatch(/^5/);
  expect(answers[3]).toMatch(/^252/);
});

test('one that says nothing is sent away', async () => {
  const quick = await startReceiver({
    ...common,
    ...openEntrance(db, desk.clock, desk.intake.channel),
    port: PORTS.small,
    wake: () => {},
    idleMs: 300,
  });
  const answers = await speak(PORTS.small, ['HELO me\r\n', '']);
  await quick.close();
  expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['220', '250', '421']);
});

test('of a mail that grows beyond the limit, or beyond what all may hold together, nothing is held', async () => {
  let peak = 0;
  let held = 0;
  const counted = (most: number): Budget => ({
    take(bytes) {
      if (held + bytes > most) return false;
      held += bytes;
      peak = Math.max(peak, held);
      return true;
    },
    give(bytes) {
      held -= bytes;
    },
  });
  const flood = () => Readable.from(Array.from({ length: 60 }, () => Buffer.alloc(MEGABYTE)));
  const take = (maxBytes: number, most: number) =>
    collect(flood(), { maxBytes, budget: counted(most), withinMs: 10_000 });
  expect(await take(5 * MEGABYTE, 100 * MEGABYTE)).toEqual({ outcome: 'too_big' });
  expect([peak, held]).toEqual([5 * MEGABYTE, 0]);
  expect(await take(100 * MEGABYTE, 3 * MEGABYTE)).toEqual({ outcome: 'no_room' });
  expect(held).toBe(0);
  expect(await take(100 * MEGABYTE, 100 * MEGABYTE)).toMatchObject({ outcome: 'whole' });
});

/** A way to the test's PostgreSQL that can be closed and opened. */
const openProxy = async () => {
  const { connection } = inject('testServer');
  const target = connection.host?.startsWith('/')
    ? { path: `${connection.host}/.s.PGSQL.${connection.port ?? 5432}` }
    : { host: connection.host ?? '127.0.0.1', port: connection.port ?? 5432 };
  const sockets = new Set<net.Socket>();
  let open = true;
  const server = net.createServer((socket) => {
    if (!open) return socket.destroy();
    const onward = net.connect(target);
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on('error', () => {}).on('close', () => (socket.destroy(), onward.destroy(), sockets.delete(each)));
    }
    return socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(PORTS.proxy, '127.0.0.1', resolve));
  return {
    connection: { ...connection, host: '127.0.0.1', port: PORTS.proxy, database: db.name },
    shut() {
      open = false;
      for (const socket of sockets) socket.destroy();
    },
    reopen() {
      open = true;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};

test('while the database is away mail is put off, not lost; when it is back mail comes in by itself', async () => {
  const proxy = await openProxy();
  const proxied = assemble(proxy.connection, testLog(), false, { embedded: false }, async () => {});
  const there = await startReceiver({
    ...common,
    ...openEntrance(proxied, desk.clock, desk.intake.channel),
    port: PORTS.proxied,
    wake: () => {},
  });
  const before = await kept();
  const raw = mailOf({});
  proxy.shut();
  expect(await refusalOf(send(raw, BILLING, { port: PORTS.proxied }))).toMatchObject({ responseCode: 451 });
  proxy.reopen();
  await send(raw, BILLING, { port: PORTS.proxied });
  // between the address and the words
  proxy.shut();
  expect(await refusalOf(send(raw, BILLING, { port: PORTS.proxied }))).toMatchObject({ responseCode: 451 });
  proxy.reopen();
  await send(raw, BILLING, { port: PORTS.proxied });
  expect(await kept()).toBe(before + 2);
  await there.close();
  await proxied.close();
  await proxy.close();
  await pause(0);
});

test('a disk that is full puts mail off', async () => {
  const full = await startReceiver({
    ...common,
    port: PORTS.small,
    mailboxOf: async () => 1,
    keep: async () => {
      await db.query(`do $$ begin raise exception using errcode = 'disk_full'; end $$`);
    },
    wake: () => {},
  });
  expect(await refusalOf(send(mailOf({}), BILLING, { port: PORTS.small }))).toMatchObject({ responseCode: 451 });
  await full.close();
});
