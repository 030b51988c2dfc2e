import { describe, expect, test } from 'vitest';
import type { MailboxConnection, TriedConnection } from '#contract/mailbox-connection.ts';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { until } from '#server/platform/clock.ts';
import { startTestBelay } from '#test/harness/belay.ts';
import { findMailServers, startMailServers, type MailServers } from '#test/harness/mail-servers.ts';
import { connectMailbox, ledgerOf } from '#test/harness/mailbox.ts';
import { swallowingLineTo } from '#test/harness/swallowing-line.ts';

const programs = findMailServers();
const BOX = 'billing@bura.example';
const ANA = 'ana.kovac@posta.example';
const MARTA = 'marta@posta.example';
const within = { withinMs: 25_000, everyMs: 50 };

describe.skipIf(programs === null)('Belay on a real Dovecot and Postfix', async () => {
  // collected though it is skipped: without the programs there is nothing to take apart
  const servers = (programs === null ? {} : await startMailServers(programs, [BOX, ANA, MARTA])) as MailServers;
  const { dovecot, postfix, send, count } = servers;
  const line = (programs && (await swallowingLineTo(servers.smtp.port)))!;
  const belay = (programs && (await startTestBelay()))!;
  // what the demo company sends stays in the catcher: by Postfix go the replies of this mailbox alone
  if (programs !== null) await connectMailbox(belay, servers, BOX, { smtp: { port: line.port } });
  const sanja = (programs && (await belay.as('sanja')))!;
  let ticketId = 0;

  const ledger = () => ledgerOf(belay, BOX);
  /** What became of a mail; colleagues of the demo have no mailbox here, so bounces of their notices come in between. */
  const decided = async (messageId: string) => {
    const found = async () =>
      (await ledger()).find((row) => row.messageId === messageId && row.verdict !== 'received') ?? null;
    expect(await until(async () => (await found()) !== null, within)).toBe(true);
    return (await found())!;
  };
  const asks = async (from: string, subject: string, more: object = {}) => {
    const id = `${subject.toLowerCase()}@posta.example`;
    await send({ from, to: BOX, subject, text: `${subject}?`, messageId: `<${id}>`, ...more });
    return decided(id);
  };
  const replies = (id: number, text: string) =>
    sanja.post<TicketDetail>(`/api/tickets/${id}/replies`, {
      text,
      seenMessageId: null,
      anyway: true,
      commandId: text,
    });
  const messages = async (id: number) => (await sanja.get<MessagePage>(`/api/tickets/${id}/messages`)).items;
  /** Every mail in a mailbox: subject, Message-ID and what it answers. */
  const lyingIn = async (address: string) => {
    const client = await servers.open(address);
    const box = await client.mailboxOpen('INBOX');
    const all = [];
    const query = { envelope: true, headers: ['references', 'reply-to'] };
    if (box.exists > 0)
      for await (const { envelope, headers } of client.fetch('1:*', query))
        all.push({ ...envelope, headers: String(headers) });
    client.close();
    return all;
  };

  test('a customer’s mail by Postfix lies in Dovecot and becomes a ticket', async () => {
    const row = await asks(`Ana Kovač <${ANA}>`, 'Naplata');
    expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
    ticketId = row.ticketId!;
    expect(await sanja.get<TicketDetail>(`/api/tickets/${ticketId}`)).toMatchObject({
      subject: 'Naplata',
      requester: { name: 'Ana Kovač' },
    });
  });

  test('the reply lies in the customer’s mailbox, in their thread, and their answer comes back to the ticket', async () => {
    await replies(ticketId, 'Vraćamo vam iznos.');
    expect(await until(async () => (await count(ANA)) === 1, within)).toBe(true);
    const [reply] = await lyingIn(ANA);
    expect(reply).toMatchObject({ subject: 'Re: Naplata', inReplyTo: '<naplata@posta.example>' });
    const to = reply!.replyTo![0]!.address!;
    const back = { inReplyTo: reply!.messageId!, references: [reply!.messageId!] };
    expect(await asks(ANA, 'Hvala', { to, ...back })).toMatchObject({ verdict: 'joined', ticketId });
    expect((await messages(ticketId)).map(({ kind }) => kind)).toEqual(['message', 'reply', 'message']);
  });

  test('a reply to nobody there comes back, and the ticket says so', async () => {
    const id = (await asks('gone@posta.example', 'Odlazak')).ticketId!;
    await replies(id, 'Odgovor u prazno.');
    const bounced = async () => (await messages(id)).some(({ delivery }) => delivery === 'bounced');
    expect(await until(bounced, within)).toBe(true);
    expect((await messages(id)).map(({ kind }) => kind)).toEqual(['message', 'reply', 'bounce']);
  });

  test('two machines do not talk: one automatic answer, no ticket from it, nothing back', async () => {
    await servers.sieve(
      MARTA,
      'require ["vacation", "vacation-seconds"];\nvacation :seconds 0 :addresses ["marta@posta.example"] "Nema me.";\n',
    );
    const id = (await asks(MARTA, 'Pitanje')).ticketId!;
    await replies(id, 'Danas poslije podne.');
    const isAnswered = async () => (await messages(id)).some(({ kind }) => kind === 'auto_reply');
    expect(await until(isAnswered, within)).toBe(true);
    expect((await messages(id)).map(({ kind }) => kind)).toEqual(['message', 'reply', 'auto_reply']);
    const tickets = await belay.db.query(
      'select from ticket where requester_id = (select id from person where email = $1)',
      [MARTA],
    );
    expect(tickets.rowCount).toBe(1);
    const sent = await belay.db.query(`select from outbox where kind = 'reply' and ticket_id = $1`, [id]);
    expect(sent.rowCount).toBe(1);
  });

  test('both servers go and come back, and nothing is lost on the way in or out', async () => {
    await postfix.stop();
    await dovecot.stop();
    await replies(ticketId, 'Poslano dok nikoga nije bilo.');
    await dovecot.start();
    await postfix.start();
    expect(await asks(ANA, 'Drugo')).toMatchObject({ verdict: 'accepted' });
    expect(await until(async () => (await count(ANA)) === 2, within)).toBe(true);
  });

  test('a line that breaks after the whole message makes a second copy only of a row that says so', async () => {
    const before = await count(ANA);
    line.swallow(1);
    await replies(ticketId, 'Jednom ili dvaput.');
    await replies(ticketId, 'Sigurno jednom.');
    expect(await until(async () => (await count(ANA)) === before + 3, within)).toBe(true);
    expect(line.swallowed()).toBe(1);
    const copies = Map.groupBy(await lyingIn(ANA), ({ messageId }) => messageId!.slice(1, -1));
    const { rows } = await belay.db.query<{ id: string; uncertain: boolean; state: string }>(
      `select mail_message_id as id, uncertain, state from outbox where kind = 'reply' and ticket_id = $1`,
      [ticketId],
    );
    expect(rows.filter(({ uncertain }) => uncertain)).toHaveLength(1);
    for (const { id, uncertain, state } of rows)
      expect([state, copies.get(id)?.length]).toEqual(['accepted', uncertain ? 2 : 1]);
    expect([...copies.keys()].toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  });

  test('a mailbox sends by a server of its own, and its settings are tried in words and never show a password', async () => {
    const admin = await belay.as(belay.logins.find(({ role }) => role === 'admin')!.email.split('@')[0]!);
    const { rows } = await belay.db.query<{ id: number }>('select id from mailbox where address = $1', [BOX]);
    const url = `/api/mailboxes/${rows[0]!.id}/connection`;
    const imap = { host: '127.0.0.1', port: servers.imap.port, security: 'none', user: BOX, fetchFrom: 'all' };
    const smtp = { host: '127.0.0.1', port: servers.smtp.port, security: 'none' };
    const put = await admin.put<MailboxConnection>(url, { imap, smtp });
    expect(put).toMatchObject({ imap: { user: BOX, hasSecret: true }, smtp: { hasSecret: false } });
    expect(JSON.stringify(put)).not.toContain('correct horse');
    expect(await admin.post<TriedConnection>(`${url}/test`, undefined)).toMatchObject({
      imap: { ok: true },
      smtp: { ok: true },
    });
    const tried = (change: object) =>
      admin.post<TriedConnection>(`${url}/test`, { imap: { ...imap, secret: 'x', ...change } });
    expect((await tried({})).imap).toMatchObject({ error: 'login' });
    expect((await tried({ port: 25_899 })).imap).toMatchObject({ error: 'refused' });
    expect((await tried({ host: 'nowhere.invalid' })).imap).toMatchObject({ error: 'host_unknown' });
    expect((await tried({ secret: 'correct horse', folder: 'Nope' })).imap).toMatchObject({ error: 'folder' });
    await expect(admin.put(url, { imap: { ...imap, host: 'evil.example' } })).rejects.toThrow('secret_needed');
    const was = line.swallowed();
    line.swallow(1);
    await replies(ticketId, 'Preko vlastitog poslužitelja.');
    expect(await until(async () => (await lyingIn(ANA)).length === 6, within)).toBe(true);
    expect(line.swallowed()).toBe(was);
    line.swallow(0);
  });

  test('as many mails lie in the mailbox as stand in the ledger', async () => {
    const equal = async () => (await ledger()).length === (await count(BOX));
    expect(await until(equal, within)).toBe(true);
    expect(new Set((await ledger()).map(({ uid }) => uid)).size).toBe(await count(BOX));
  });
});
