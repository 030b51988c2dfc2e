import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING, mailOf, openMailDesk, SUPPORT } from '#test/harness/mail-desk.ts';
import { takeUpDue, type IntakeDeps } from './intake.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const { clock } = desk;

test('an automatic answer opens nothing, and on its ticket it reopens nothing and gets no mail', async () => {
  const { ticket_id: ticketId } = await desk.takes({});
  await desk.does(ticketId!, desk.petra, { type: 'set_status', to: 'solved' });
  const before = await db.query('select count(*) as n from outbox');
  const headers = 'Auto-Submitted: auto-replied\n';
  expect(await desk.takes({ headers })).toMatchObject({ verdict: 'rejected', why: 'auto_reply', ticket_id: null });
  const joined = await desk.takes(
    { headers, from: 'iva@posta.example' },
    [desk.tokens.addressFor(BILLING, ticketId!)],
    '',
  );
  expect(joined).toMatchObject({ verdict: 'joined', ticket_id: ticketId });
  expect(await desk.ticket(ticketId)).toMatchObject({ status: 'solved' });
  expect((await desk.messages(ticketId)).at(-1)).toMatchObject({ kind: 'auto_reply' });
  expect((await db.query('select count(*) as n from outbox')).rows).toEqual(before.rows);
});

test('a machine of somebody unknown is not shown as the requester', async () => {
  const { ticket_id: ticketId } = await desk.takes({ from: 'iva@posta.example' });
  const headers = 'Auto-Submitted: auto-replied\n';
  await desk.takes({ headers, from: 'mallory@evil.example' }, [desk.tokens.addressFor(BILLING, ticketId!)], '');
  const { rows } = await db.query(
    `select author_id, from_address from message where ticket_id = $1 order by id desc limit 1`,
    [ticketId],
  );
  expect(rows).toEqual([{ author_id: null, from_address: 'mallory@evil.example' }]);
});

const bounceOf = (messageId: string) =>
  `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt did not arrive.\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; iva@posta.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <${messageId}>\n\nx\n--b--\n`;

test('a bounce takes back the reply it names and the solution that rested on it; a stray one opens nothing', async () => {
  const { ticket_id: ticketId } = await desk.takes({});
  const reply = await desk.replies(ticketId!);
  await desk.does(ticketId!, desk.petra, { type: 'set_status', to: 'solved' });
  const from = 'MAILER-DAEMON@mx.example';
  const people = async () => (await db.query('select count(*)::int as n from person')).rows[0]!.n;
  const before = await people();
  expect(await desk.takes({ from, headers: bounceOf('nobody@nowhere') }, [BILLING], '')).toMatchObject({
    verdict: 'rejected',
    why: 'bounce',
  });
  expect(await desk.takes({ from, headers: bounceOf(reply.message_id) }, [BILLING], '')).toMatchObject({
    verdict: 'joined',
    why: 'reply_header',
    ticket_id: ticketId,
  });
  expect(await people()).toBe(before);
  expect(await desk.ticket(ticketId)).toMatchObject({ status: 'open' });
  expect((await desk.messages(ticketId)).find(({ id }) => id === reply.id)).toMatchObject({
    delivery: 'bounced',
    delivery_error: 'smtp; 550 no such user',
  });
});

test('mail from our own mailboxes, or with our own mark, goes round no second time', async () => {
  expect(await desk.takes({ from: SUPPORT })).toMatchObject({ verdict: 'rejected', why: 'own_mail' });
  expect(await desk.takes({ from: desk.tokens.addressFor(BILLING, 3) })).toMatchObject({ why: 'own_mail' });
  expect(await desk.takes({ headers: `X-Belay-Loop: ${desk.tokens.loopMark}\n` })).toMatchObject({ why: 'own_mail' });
  expect(await desk.takes({ headers: 'X-Belay-Loop: of-another-desk\n' })).toMatchObject({ verdict: 'accepted' });
});

test('a mail nobody can read is a ticket that says so, with the mail as it came', async () => {
  const raw = Buffer.from(`From: Iva <iva@posta.example>\nX-Long: ${'a'.repeat(600_000)}\n\nhello`);
  await desk.arrives(raw);
  await takeUpDue(desk.intake);
  const row = (await desk.ledger()).at(-1)!;
  expect(row).toMatchObject({ verdict: 'accepted', why: 'unreadable' });
  expect(await desk.ticket(row.ticket_id)).toMatchObject({
    subject: 'Nečitljiva poruka pošiljatelja iva@posta.example',
  });
  const files = await db.query(
    'select a.name, a.media_type, b.bytes from attachment a join message m on m.id = a.message_id join blob b on b.hash = a.blob_hash where m.ticket_id = $1',
    [row.ticket_id],
  );
  expect(files.rows).toEqual([{ name: 'message.eml', media_type: 'message/rfc822', bytes: raw }]);
});

test('a mail that throws is tried again, later each time, and then shown to a person; the next does not wait for it', async () => {
  const broken: IntakeDeps = {
    ...desk.intake,
    channel: {
      ...desk.intake.channel,
      parse: (each) =>
        Buffer.from(each.raw).includes('poison') ? Promise.reject(new Error('a bug')) : desk.intake.channel.parse(each),
    },
  };
  await desk.arrives(mailOf({ body: 'poison' }));
  const poisoned = (await desk.ledger()).at(-1)!.id;
  await desk.arrives(mailOf({ body: 'wholesome' }));
  await takeUpDue(broken);
  expect((await desk.ledger()).slice(-2)).toMatchObject([{ verdict: 'received' }, { verdict: 'accepted' }]);
  for (let attempt = 2; attempt <= 5; attempt += 1) {
    expect(await takeUpDue(broken)).toBe(0);
    clock.advance(10 * MINUTE);
    expect(await takeUpDue(broken)).toBe(1);
  }
  clock.advance(HOUR);
  await takeUpDue(broken);
  const row = (await desk.ledger()).find(({ id }) => id === poisoned)!;
  expect(row).toMatchObject({ verdict: 'accepted', why: 'unreadable' });
  expect((await desk.messages(row.ticket_id))[0]!.body_text).toContain('a bug');
});

test('a mail without sender, subject and words is still a ticket', async () => {
  await desk.arrives(Buffer.alloc(0), [BILLING], '');
  await takeUpDue(desk.intake);
  // a null sender is a machine: in the ledger, not a ticket
  expect((await desk.ledger()).at(-1)).toMatchObject({ verdict: 'rejected', why: 'auto_reply' });
  await desk.arrives(Buffer.from('\r\n'), [BILLING], 'not an address');
  await takeUpDue(desk.intake);
  const row = (await desk.ledger()).at(-1)!;
  expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
  expect(await desk.ticket(row.ticket_id)).toMatchObject({ subject: '(bez predmeta)' });
});

test('in the end every envelope has exactly one verdict, and no reply was written by a machine', async () => {
  expect((await desk.ledger()).filter(({ verdict }) => verdict === 'received')).toEqual([]);
  const events = await db.query(`select count(*)::int as n from outbox where kind = 'reply'`);
  expect(events.rows[0]!.n).toBe(1);
});
