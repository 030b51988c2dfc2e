import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '#core/time.ts';
import { deliverDue, type Dispatch } from '#server/ticket/deliver.ts';
import { takeUpDue } from '#server/ticket/intake.ts';
import { hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING, openMailDesk } from '#test/harness/mail-desk.ts';
import { testLog } from '#test/harness/server.ts';
import type { OutgoingMail } from './outgoing.ts';
import { emailPost } from './post.ts';
import { smtpMailer } from './smtp-mailer.ts';
import { loadMailWords } from './words.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const PORT = 25_810;

/** The world's mail server. It takes what it gets unless a test says otherwise. */
type Taken = { from: string; to: string[]; raw: string };
const taken: Taken[] = [];
let refuse: ((to: string) => { responseCode: number; words: string } | null) | null = null;
const world = new SMTPServer({
  closeTimeout: 100,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo({ address }, _session, callback) {
    const answer = refuse?.(address) ?? null;
    callback(answer === null ? null : Object.assign(new Error(answer.words), { responseCode: answer.responseCode }));
  },
  onData(stream, session, callback) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      taken.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() });
      callback();
    });
  },
});
await new Promise<void>((resolve) => world.listen(PORT, '127.0.0.1', resolve));
const smtp = smtpMailer(`smtp://127.0.0.1:${PORT}`);
afterAll(async () => {
  smtp.close();
  await new Promise<void>((resolve) => world.close(resolve));
});

const stationery = {
  words: await loadMailWords(path.resolve(import.meta.dirname, '../../../../locales')),
  tokens: desk.tokens,
  publicUrl: 'https://desk.bura.example',
  mailHost: 'bura.example',
};
const dispatchBy = (post: Dispatch<OutgoingMail>['post']): Dispatch<OutgoingMail> => ({
  db,
  door: desk.door,
  log: testLog(),
  post,
});
const bySmtp = dispatchBy(emailPost(stationery, smtp));
const byCatcher = dispatchBy(emailPost(stationery, null));

beforeEach(async () => {
  refuse = null;
  desk.clock.advance(3 * MINUTE);
  await deliverDue(bySmtp);
  taken.length = 0;
});

const opens = async () => {
  const row = await desk.takes({
    id: null,
    headers: 'Message-ID: <asked@posta.example>\nX-Unique: ' + desk.clock.current + '\n',
    body: 'Gdje je <b>novac</b>?',
  });
  await deliverDue(bySmtp);
  taken.length = 0;
  return row.ticket_id!;
};
const toIva = () => taken.filter(({ to }) => to.includes('iva@posta.example'));
const deliveryOf = async (id: number) =>
  (await db.query('select delivery, delivery_error from message where id = $1', [id])).rows[0];

test('a reply reaches the requester as a person’s mail, in its thread, and its answer finds the ticket', async () => {
  const ticketId = await opens();
  const reply = await desk.replies(ticketId, 'Novac je na putu.\n\nPetra <3');
  desk.clock.advance(SECOND);
  await deliverDue(bySmtp);
  const [sent] = toIva();
  const mail = await simpleParser(sent!.raw);
  const token = desk.tokens.addressFor(BILLING, ticketId);
  expect(sent!.from).toBe(token);
  expect(mail.from?.value).toEqual([{ address: BILLING, name: 'Bura' }]);
  expect(mail.replyTo?.value[0]?.address).toBe(token);
  expect(mail.subject).toBe('Re: Račun');
  expect(mail.messageId).toBe(`<${reply.message_id}>`);
  expect(mail.inReplyTo).toBe('<asked@posta.example>');
  expect(mail.text).toMatch(/^Novac je na putu\.\n\nPetra <3\n\nDana .*2026.* Iva piše:\n> Gdje je <b>novac<\/b>\?/);
  expect(mail.html).toContain('Petra &lt;3');
  expect(mail.html).not.toContain('<b>novac');
  expect(mail.headers.has('auto-submitted')).toBe(false);
  expect(await deliveryOf(reply.id)).toEqual({ delivery: 'accepted', delivery_error: null });
  const answer = await desk.takes({ headers: `References: <asked@posta.example> <${reply.message_id}>\n` }, [token]);
  expect(answer).toMatchObject({ verdict: 'joined', ticket_id: ticketId });
});

test('our own reply that comes back to us goes round no second time', async () => {
  const ticketId = await opens();
  await desk.replies(ticketId);
  desk.clock.advance(SECOND);
  await deliverDue(bySmtp);
  await desk.arrives(Buffer.from(toIva()[0]!.raw), [desk.tokens.addressFor(BILLING, ticketId)]);
  await takeUpDue(desk.intake);
  expect((await desk.ledger()).at(-1)).toMatchObject({ verdict: 'rejected', why: 'own_mail' });
});

test('a colleague is told what happened, by a mail that nothing answers', async () => {
  const row = await desk.takes({ subject: 'Slušalice' });
  desk.clock.advance(MINUTE);
  await deliverDue(bySmtp);
  const { assignee_id: assignee, number } = await desk.ticket(row.ticket_id);
  const { email } = (await db.query('select email from person where id = $1', [assignee])).rows[0]!;
  const [notice] = taken.filter(({ to }) => to.includes(email));
  const mail = await simpleParser(notice!.raw);
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.headers.get('x-auto-response-suppress')).toBe('All');
  expect(mail.text).toContain(`[#${String(number)}] Slušalice`);
  expect(mail.text).toContain(`https://desk.bura.example/t/${row.ticket_id}`);
  expect(mail.text).toMatch(/You are responsible for it now\./);
  expect(mail.replyTo).toBeUndefined();
});

test('a refusal for good is told to the ticket with its code; a passing one is tried again', async () => {
  const ticketId = await opens();
  refuse = (to) => (to.startsWith('iva@') ? { responseCode: 550, words: '5.1.1 no such user here' } : null);
  const refused = await desk.replies(ticketId);
  desk.clock.advance(SECOND);
  await deliverDue(bySmtp);
  expect(await deliveryOf(refused.id)).toEqual({ delivery: 'failed', delivery_error: '550 5.1.1' });
  refuse = () => ({ responseCode: 451, words: '4.7.1 greylisted' });
  const later = await desk.replies(ticketId);
  desk.clock.advance(SECOND);
  await deliverDue(bySmtp);
  expect(await deliveryOf(later.id)).toEqual({ delivery: 'queued', delivery_error: null });
  refuse = null;
  desk.clock.advance(5 * MINUTE);
  await deliverDue(bySmtp);
  expect(await deliveryOf(later.id)).toEqual({ delivery: 'accepted', delivery_error: null });
  expect(toIva()).toHaveLength(1);
});

test('a server that is away, or that does not let Belay in, fails no mail for good', async () => {
  const away = smtpMailer('smtp://127.0.0.1:25811');
  const guarded = new SMTPServer({
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    onAuth: (_auth, _session, callback) => callback(new Error('5.7.8 wrong password')),
  });
  await new Promise<void>((resolve) => guarded.listen(PORT + 2, '127.0.0.1', resolve));
  const locked = smtpMailer(`smtp://user:wrong@127.0.0.1:${PORT + 2}`);
  const mail = {
    mailboxId: null,
    from: { name: 'Bura', address: BILLING },
    to: ['iva@posta.example'],
    cc: [],
    replyTo: null,
    returnPath: BILLING,
    subject: 'x',
    text: 'x',
    html: 'x',
    messageId: '1@x',
    inReplyTo: null,
    references: [],
    headers: {},
    files: [],
  };
  for (const mailer of [away, locked]) {
    await expect(mailer.send(mail)).rejects.toThrow(/./);
    mailer.close();
  }
  await new Promise<void>((resolve) => guarded.close(resolve));
});

test('without a server for outgoing mail the catcher keeps what would have been sent, once', async () => {
  const ticketId = await opens();
  const reply = await desk.replies(ticketId, 'Kept, not sent.');
  desk.clock.advance(SECOND);
  await deliverDue(byCatcher);
  await deliverDue(byCatcher);
  const { rows } = await db.query<{ rcpt_to: string[]; body_text: string; raw: Buffer; outbox_id: number }>(
    `select c.* from caught_mail c join outbox o on o.id = c.outbox_id where o.message_id = $1`,
    [reply.id],
  );
  expect(rows).toMatchObject([{ rcpt_to: ['iva@posta.example'], mail_from: BILLING }]);
  expect(rows[0]!.body_text).toContain('Kept, not sent.');
  expect((await simpleParser(rows[0]!.raw)).messageId).toBe(`<${reply.message_id}>`);
  expect(toIva()).toHaveLength(0);
  expect(await deliveryOf(reply.id)).toMatchObject({ delivery: 'accepted' });
});

test('a reply leaves with its files as they were, and with its formatting made safe', async () => {
  const ticketId = await opens();
  const reply = await desk.replies(ticketId, 'Bold words.');
  const files = [
    { name: 'račun za čaj.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.7 \0\r\n\xff', 'latin1') },
    { name: 'x"; name="evil.html', mediaType: 'text/plain', bytes: Buffer.from('From the start\n.\nof a line\n') },
  ];
  await db.query('update message set body_html = $2 where id = $1', [
    reply.id,
    '<p><strong>Bold</strong> words.<script>alert(1)</script><img src="https://spy.example/p.gif" onerror="x"></p>',
  ]);
  for (const [position, { name, mediaType, bytes }] of files.entries()) {
    await keepBlobs(db, [{ hash: hashOf(bytes), bytes }], desk.clock.current);
    await db.query(
      `insert into attachment (message_id, position, name, media_type, size, blob_hash) values ($1, $2, $3, $4, $5, $6)`,
      [reply.id, position, name, mediaType, bytes.length, hashOf(bytes)],
    );
  }
  desk.clock.advance(SECOND);
  await deliverDue(bySmtp);
  const mail = await simpleParser(toIva()[0]!.raw);
  expect(mail.html).toContain('<p><strong>Bold</strong> words.');
  expect(mail.html).not.toMatch(/script|onerror| src=/);
  expect(mail.html).toMatch(/<blockquote>.*Gdje je/s);
  expect(mail.text).toMatch(/^Bold words\./);
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(files.map(({ name }) => name));
  expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(files.map(({ mediaType }) => mediaType));
  expect(mail.attachments.map(({ content }) => content)).toEqual(files.map(({ bytes }) => bytes));
});

test('a file or an address in what a person wrote is text: nothing is read or fetched', async () => {
  const ticketId = await opens();
  await desk.replies(ticketId, 'path: /etc/passwd\nhttp://127.0.0.1:1/x');
  desk.clock.advance(SECOND);
  await deliverDue(bySmtp);
  expect((await simpleParser(toIva()[0]!.raw)).text).toContain('path: /etc/passwd');
});
