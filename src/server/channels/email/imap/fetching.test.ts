import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import path from 'node:path';
import { until } from '#server/platform/clock.ts';
import { sealWith } from '#server/platform/sealed.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import { openEntrance } from '#server/ticket/intake-entrance.ts';
import { takeUpDue } from '#server/ticket/intake.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING as BOX, openMailDesk } from '#test/harness/mail-desk.ts';
import { findMailServers, startMailServers } from '#test/harness/mail-servers.ts';
import { connectMailbox, ledgerOf, SECRET } from '#test/harness/mailbox.ts';
import { testLog } from '#test/harness/server.ts';
import { startFetching, type Fetching, type FetchingOptions } from './fetching.ts';

const programs = findMailServers();
const within = { withinMs: 15_000 };

describe.skipIf(programs === null)('fetching from a real Dovecot', async () => {
  const servers = (programs && (await startMailServers(programs, [BOX])))!;
  const { deliver, count, dovecot, open, empty } = servers;
  const db = (programs && (await testDatabase()))!;
  const desk = (programs && (await openMailDesk(db)))!;
  const words = await loadMailWords(path.resolve(import.meta.dirname, '../../../../../locales'));
  const entrance = programs && openEntrance(db, desk.door.clock, desk.intake.channel);
  let fetching: Fetching | null = null;
  const begin = (more: Partial<FetchingOptions> = {}) => {
    fetching = startFetching({
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
    return fetching;
  };
  const stop = async () => {
    await fetching?.stop();
    fetching = null;
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
    expect((await ledger()).map(({ verdict, why }) => [verdict, why])).toEqual(Array(3).fill(['accepted', 'new']));
  });
});
