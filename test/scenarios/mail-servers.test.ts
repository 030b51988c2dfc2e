import { describe, expect, test } from 'vitest';
import { until } from '#server/platform/clock.ts';
import { startTestBelay } from '#test/harness/belay.ts';
import { findMailServers, startMailServers } from '#test/harness/mail-servers.ts';
import { connectMailbox, ledgerOf } from '#test/harness/mailbox.ts';

const programs = findMailServers();
const BOX = 'billing@bura.example';
const ANA = 'ana.kovac@posta.example';
const within = { withinMs: 20_000 };

describe.skipIf(programs === null)('Belay on a real Dovecot and Postfix', async () => {
  const servers = (programs && (await startMailServers(programs, [BOX, ANA])))!;
  const { dovecot, postfix, send, count } = servers;
  const belay = (programs && (await startTestBelay()))!;
  if (programs !== null) await connectMailbox(belay, servers, BOX);
  const inLedger = async (messages: number) =>
    until(async () => (await ledgerOf(belay, BOX)).length === messages, within);

  test('a mail by Postfix lies in Dovecot and becomes a ticket', async () => {
    await send({ from: `Ana Kovač <${ANA}>`, to: BOX, subject: 'Naplata čšž', text: 'Dvaput.' });
    expect(await inLedger(1)).toBe(true);
    expect(await until(async () => (await ledgerOf(belay, BOX))[0]!.verdict === 'accepted', within)).toBe(true);
  });

  test('both come back with what they kept', async () => {
    const mail = { from: ANA, to: BOX, subject: 'Bok', text: 'Čaj' };
    await postfix.stop();
    await dovecot.stop();
    await dovecot.start();
    await postfix.start();
    await send(mail);
    expect(await until(async () => (await count(BOX)) === 2, within)).toBe(true);
    expect(await inLedger(2)).toBe(true);
  });
});
