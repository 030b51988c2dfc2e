import { readdir, readFile, rm, utimes } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import path from 'node:path';
import { databaseClock, until } from '#server/platform/clock.ts';
import { sealWith } from '#server/platform/sealed.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import { openEntrance } from '#server/ticket/intake-entrance.ts';
import { takeUpDue } from '#server/ticket/intake.ts';
import { startChild } from '#test/harness/child.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING as BOX, openMailDesk } from '#test/harness/mail-desk.ts';
import { findMailServers, startMailServers, type MailServers } from '#test/harness/mail-servers.ts';
import { connectMailbox, ledgerOf, SECRET } from '#test/harness/mailbox.ts';
import { testLog } from '#test/harness/server.ts';
import { startFetching, type Fetching, type FetchingOptions } from './fetching.ts';

const programs = findMailServers();
const within = { withinMs: 15_000 };

describe.skipIf(programs === null)('fetching from a real Dovecot', async () => {
  // collected though it is skipped: without the programs there is nothing to take apart
  const servers = (programs === null ? {} : await startMailServers(programs, [BOX])) as MailServers;
  const { deliver, count, dovecot, open, empty } = servers;
  const db = (programs && (await testDatabase()))!;
  const desk = (programs && (await openMailDesk(db)))!;
  const words = await loadMailWords(path.resolve(import.meta.dirname, '../../../../../locales'));
  const entrance = programs && openEntrance(db, desk.door.clock, desk.intake.channel);
  const fetchings = new Set<Fetching>();
  const begin = (more: Partial<FetchingOptions> = {}) => {
    const fetching = startFetching({
      db,
      clock: desk.door.clock,
      log: testLog(),
      seal: sealWith(SECRET),
      words,
      maxBytes: 100_000,
      keep: entrance!.keepFetched,
      kept: entrance!.fetchedAmong,
      wake: () => {},
      lookMs: 100,
      ...more,
    });
    fetchings.add(fetching);
    return fetching;
  };
  const stop = async () => {
    await Promise.all([...fetchings].map((each) => each.stop()));
    fetchings.clear();
  };
  const ledger = () => ledgerOf({ db }, BOX);
  const has = (messages: number) => until(async () => (await ledger()).length >= messages, within);
  const mail = (subject: string, more: object = {}) =>
    deliver({ from: 'Iva <iva@posta.example>', to: BOX, subject, text: `About ${subject}`, ...more });
  const flagsOf = async (folder = 'INBOX') => {
    const client = await open(BOX);
    await client.mailboxOpen(folder);
    const all = [];
    for await (const { uid, flags } of client.fetch('1:*', { uid: true, flags: true }))
      all.push([uid, [...flags!].toSorted()]);
    client.close();
    return all;
  };

  beforeEach(async () => {
    await empty(BOX);
    await db.query('delete from mailbox_connection');
    await db.query('truncate intake cascade');
  });
  afterEach(stop);

  test('what lies there and what comes is kept once, and marked only then', async () => {
    await mail('one');
    await mail('two');
    await connectMailbox({ db }, servers, BOX);
    begin();
    expect(await has(2)).toBe(true);
    await mail('three');
    expect(await has(3)).toBe(true);
    expect(
      await until(async () => (await flagsOf()).every(([, flags]) => String(flags).includes('Belay')), within),
    ).toBe(true);
    expect(await flagsOf()).toEqual([1, 2, 3].map((uid) => [uid, ['Belay', '\\Seen']]));
    expect(await takeUpDue(desk.intake)).toBe(3);
    expect((await ledger()).map(({ verdict, why }) => [verdict, why])).toEqual([
      ['accepted', 'new'],
      ['accepted', 'new'],
      ['accepted', 'new'],
    ]);
  });

  test('after the server numbered its messages anew, none is taken twice and the next one is taken', async () => {
    for (const subject of ['one', 'two', 'three']) await mail(subject);
    await connectMailbox({ db }, servers, BOX);
    begin();
    expect(await has(3)).toBe(true);
    const before = await ledger();
    await dovecot.stop();
    await forgetNumbers(servers.maildir(BOX));
    await dovecot.start();
    await mail('four');
    expect(await has(4)).toBe(true);
    await stop();
    const after = await ledger();
    expect(after.map(({ id }) => id).slice(0, 3)).toEqual(before.map(({ id }) => id));
    expect(after.map(({ epoch }) => epoch)).toEqual([2, 2, 2, 2]);
    expect(after).toHaveLength(await count(BOX));
  });

  test('killed with -9 in the middle of it, time and again, it loses nothing and doubles nothing', async () => {
    const messages = 80;
    for (let index = 0; index < messages; index += 1) await mail(`message ${index}`, { text: 'x'.repeat(5_000) });
    await connectMailbox({ db }, servers, BOX);
    for (const until of [7, 19, 33, 52]) {
      const child = await startFetcher(db.connection);
      expect(await has(until)).toBe(true);
      await child.kill('SIGKILL');
      expect((await ledger()).length).toBeLessThan(messages);
    }
    begin({ clock: databaseClock, leaseMs: 1_000 });
    expect(await has(messages)).toBe(true);
    const isMarked = async () =>
      (await flagsOf()).filter(([, flags]) => String(flags).includes('Belay')).length === messages;
    expect(await until(isMarked, within)).toBe(true);
    const rows = await ledger();
    expect(rows).toHaveLength(await count(BOX));
    expect(new Set(rows.map(({ uid }) => uid)).size).toBe(messages);
  });

  test('of two nodes one reads; when it stops the other goes on', async () => {
    await connectMailbox({ db }, servers, BOX);
    const first = begin();
    await mail('one');
    expect(await has(1)).toBe(true);
    begin();
    const holder = async () =>
      (await db.query<{ h: string }>('select lease_holder as h from mailbox_connection')).rows[0]!.h;
    const held = await holder();
    await mail('two');
    expect(await has(2)).toBe(true);
    expect(await holder()).toBe(held);
    await first.stop();
    await mail('three');
    expect(await has(3)).toBe(true);
    expect(await holder()).not.toBe(held);
    expect(await ledger()).toHaveLength(3);
  });

  test('a mailbox read from now on leaves alone what lay there, also after a new numbering', async () => {
    await mail('old', { envelope: { from: 'iva@posta.example', to: BOX } });
    await ageAll(servers.maildir(BOX));
    await connectMailbox({ db }, servers, BOX, { imap: { fetchFrom: 'now' } });
    begin({ clock: databaseClock });
    await until(async () => (await state()).state === 'up', within);
    await mail('new');
    expect(await has(1)).toBe(true);
    await dovecot.stop();
    await forgetNumbers(servers.maildir(BOX));
    await dovecot.start();
    await mail('newer');
    expect(await has(2)).toBe(true);
    const marks = async () => (await flagsOf()).map(([, flags]) => String(flags)).toSorted();
    const both = ['', 'Belay,\\Seen', 'Belay,\\Seen'];
    expect(await until(async () => (await marks()).join(' ') === both.join(' '), within)).toBe(true);
    expect(await ledger()).toHaveLength(2);
  });

  test('what was taken is moved where the mailbox says, into a folder made for it', async () => {
    await mail('one');
    await connectMailbox({ db }, servers, BOX, { imap: { moveTo: 'Taken' } });
    begin();
    expect(await has(1)).toBe(true);
    await mail('two');
    expect(await until(async () => (await count(BOX, 'Taken')) === 2, within)).toBe(true);
    expect(await count(BOX)).toBe(0);
    await stop();
    expect(await ledger()).toHaveLength(2);
  });

  test('a mail that is too large becomes a ticket that says where it lies, and threads by its header', async () => {
    const attachments = [{ filename: 'video.mp4', content: Buffer.alloc(150_000, 7) }];
    await mail('Velika', { attachments, messageId: '<big@posta.example>', text: 'Evo snimke kvara.' });
    await mail('after it');
    await connectMailbox({ db }, servers, BOX);
    begin();
    expect(await has(2)).toBe(true);
    await takeUpDue(desk.intake);
    const [large, after] = await ledger();
    expect([large!.verdict, large!.messageId, after!.verdict]).toEqual(['accepted', 'big@posta.example', 'accepted']);
    const [message] = await desk.messages(large!.ticketId);
    expect(message).toMatchObject({ subject: 'Velika', from_address: 'iva@posta.example' });
    for (const words of ['video.mp4', 'INBOX', 'Evo snimke kvara.']) expect(message!['body_text']).toContain(words);
  });

  test('what can hardly be read is kept as well, and a server that is away or says no is told of', async () => {
    await servers.put(BOX, Buffer.from('\xff\xfe no mail at all \0\r\n\r\n', 'latin1'));
    await connectMailbox({ db }, servers, BOX, { imap: { secret: 'wrong' } });
    begin();
    expect(await until(async () => (await state()).state === 'failing', within)).toBe(true);
    expect((await state()).last_error).toBe('login');
    await dovecot.stop();
    await connectMailbox({ db }, servers, BOX);
    expect(await until(async () => (await state()).last_error === 'refused', within)).toBe(true);
    await dovecot.start();
    expect(await has(1)).toBe(true);
    await takeUpDue(desk.intake);
    expect((await ledger())[0]).toMatchObject({ verdict: 'accepted' });
    expect(await state()).toMatchObject({ state: 'up', last_error: null });
  });

  test('by TLS and by STARTTLS a server of one’s own is trusted by its certificate, and not without it', async () => {
    const certificate = await readFile(servers.certificateFile, 'utf8');
    const { port, securePort } = servers.imap;
    await connectMailbox({ db }, servers, BOX, { imap: { security: 'tls', port: securePort } });
    begin();
    expect(await until(async () => (await state()).last_error === 'certificate', within)).toBe(true);
    for (const [security, at] of [
      ['tls', securePort],
      ['starttls', port],
    ] as const) {
      await connectMailbox({ db }, servers, BOX, { imap: { security, port: at, certificate } });
      expect(await until(async () => (await state()).state === 'up', within)).toBe(true);
    }
  });

  async function state() {
    const { rows } = await db.query<{ state: string; last_error: string | null }>(
      'select state, last_error from mailbox_connection',
    );
    return rows[0]!;
  }
});

/** Takes Dovecot's list of numbers away: it begins another one, with another UIDVALIDITY. */
const forgetNumbers = async (maildir: string): Promise<void> => {
  for (const name of await readdir(maildir)) {
    if (/^dovecot[-.]/.test(name) && !name.startsWith('dovecot-keywords')) await rm(path.join(maildir, name));
  }
};

/** Makes the messages a day old. */
const ageAll = async (maildir: string): Promise<void> => {
  for (const folder of ['new', 'cur']) {
    for (const name of await readdir(path.join(maildir, folder))) {
      const yesterday = new Date(Date.now() - 86_400_000);
      await utimes(path.join(maildir, folder, name), yesterday, yesterday);
    }
  }
};

/** Another Belay that fetches, to be killed. */
const startFetcher = (connection: object) =>
  startChild(`
    import path from 'node:path';
    import { startFetching } from '#server/channels/email/imap/fetching.ts';
    import { loadMailWords } from '#server/channels/email/words.ts';
    import { databaseClock } from '#server/platform/clock.ts';
    import { assemble } from '#server/platform/db/database.ts';
    import { sealWith } from '#server/platform/sealed.ts';
    import { openEntrance } from '#server/ticket/intake-entrance.ts';
    import { SECRET } from '#test/harness/mailbox.ts';
    import { testLog } from '#test/harness/server.ts';
    const db = assemble(${JSON.stringify(connection)}, testLog(), false, { embedded: false }, async () => {});
    const entrance = openEntrance(db, databaseClock, { plainAddress: (address) => address });
    startFetching({
      db, clock: databaseClock, log: testLog(), seal: sealWith(SECRET), words: await loadMailWords('locales'), maxBytes: 100_000,
      keep: entrance.keepFetched, kept: entrance.fetchedAmong, wake: () => {}, lookMs: 50, leaseMs: 1_000,
    });
  `);
