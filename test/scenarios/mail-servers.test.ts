import { describe, expect, test } from 'vitest';
import type { MailboxConnection, TriedConnection } from '#contract/mailbox-connection.ts';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { until } from '#server/platform/clock.ts';
import { startTestBelay } from '#test/harness/belay.ts';
import { findMailServers, startMailServers } from '#test/harness/mail-servers.ts';
import { connectMailbox, ledgerOf } from '#test/harness/mailbox.ts';
import { swallowingLineTo } from '#test/harness/swallowing-line.ts';

const programs = findMailServers();
const BOX = 'billing@bura.example';
const ANA = 'ana.kovac@posta.example';
const MARTA = 'marta@posta.example';
const within = { withinMs: 25_000, everyMs: 50 };

describe.skipIf(programs === null)('Belay on a real Dovecot and Postfix', async () => {
  const servers = (programs && (await startMailServers(programs, [BOX, ANA, MARTA])))!;
  const { dovecot, postfix, send, count } = servers;
  const line = (programs && (await swallowingLineTo(servers.smtp.port)))!;
  const belay = (programs && (await startTestBelay()))!;
  // what the demo company sends stays in the catcher: by Postfix go the replies of this mailbox alone
  if (programs !== null) await connectMailbox(belay, servers, BOX, { smtp: { port: line.port } });
  const sanja = (programs && (await belay.as('sanja')))!;
  let ticketId = 0;

  const ledger = () => ledgerOf(belay, BOX);
  const decided = async (messages: number) => {
    const all = async () => {
      const rows = await ledger();
      return rows.length >= messages && rows.every(({ verdict }) => verdict !== 'received');
    };
    expect(await until(all, within)).toBe(true);
    return ledger();
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
    await send({
      from: `Ana Kovač <${ANA}>`,
      to: BOX,
      subject: 'Naplata čšž',
      text: 'Dvaput.',
      messageId: '<a1@posta.example>',
    });
    const [row] = await decided(1);
    expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
    ticketId = row!.ticketId!;
    expect(await sanja.get<TicketDetail>(`/api/tickets/${ticketId}`)).toMatchObject({
      subject: 'Naplata čšž',
      requester: { name: 'Ana Kovač' },
    });
  });

  test('the reply lies in the customer’s mailbox, in their thread, and their answer comes back to the ticket', async () => {
    await replies(ticketId, 'Vraćamo vam iznos.');
    expect(await until(async () => (await count(ANA)) === 1, within)).toBe(true);
    const [reply] = await lyingIn(ANA);
    expect(reply).toMatchObject({ subject: 'Re: Naplata čšž', inReplyTo: '<a1@posta.example>' });
    const to = reply!.replyTo![0]!.address!;
    await send({
      from: ANA,
      to,
      subject: 'Re: Naplata',
      text: 'Hvala!',
      inReplyTo: reply!.messageId!,
      references: [reply!.messageId!],
    });
    const rows = await decided(2);
    expect(rows.at(-1)).toMatchObject({ verdict: 'joined', ticketId });
    expect((await messages(ticketId)).map(({ kind }) => kind)).toEqual(['message', 'reply', 'message']);
  });

  test('a reply to nobody there comes back, and the ticket says so', async () => {
    await send({ from: 'gone@posta.example', to: BOX, subject: 'Ode', text: 'Tu sam.' });
    const rows = await decided(3);
    const id = rows.at(-1)!.ticketId!;
    await replies(id, 'Odgovor u prazno.');
    const bounced = async () => (await messages(id)).some(({ delivery }) => delivery === 'bounced');
    expect(await until(bounced, within)).toBe(true);
    expect((await decided(4)).at(-1)).toMatchObject({ verdict: 'joined', ticketId: id });
  });

  test('two machines do not talk: one automatic answer, no ticket from it, nothing back', async () => {
    await servers.sieve(
      MARTA,
      'require ["vacation", "vacation-seconds"];\nvacation :seconds 0 :addresses ["marta@posta.example"] "Nema me.";\n',
    );
    await send({ from: MARTA, to: BOX, subject: 'Pitanje', text: 'Kada?' });
    const rows = await decided(5);
    const id = rows.at(-1)!.ticketId!;
    await replies(id, 'Danas.');
    const after = await decided(6);
    expect(after.at(-1)).toMatchObject({ verdict: 'joined', ticketId: id });
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
    await send({ from: ANA, to: BOX, subject: 'Drugo', text: 'Još nešto.' });
    expect((await decided(7)).at(-1)).toMatchObject({ verdict: 'accepted' });
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
    expect(await ledger()).toHaveLength(await count(BOX));
    expect(new Set((await ledger()).map(({ uid }) => uid)).size).toBe(await count(BOX));
  });
});
