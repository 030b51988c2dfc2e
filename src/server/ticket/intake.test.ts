import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { until } from '#server/platform/clock.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actOf } from '#test/harness/desk.ts';
import { BILLING, mailOf, openMailDesk, SUPPORT } from '#test/harness/mail-desk.ts';
import { handle } from './handle.ts';
import { takeUpDue, takeUpSome } from './intake.ts';
import { lockTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const { clock } = desk;

test('a mail becomes a ticket with somebody responsible, a clock and the words', async () => {
  const row = await desk.takes({ id: 'first@posta.example', subject: 'Dvaput naplaćeno' });
  expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
  const ticket = await desk.ticket(row.ticket_id);
  expect(ticket).toMatchObject({
    subject: 'Dvaput naplaćeno',
    severity: 'S2',
    topic: 'billing',
    language: 'hr',
    status: 'new',
  });
  expect(ticket.assignee_id).not.toBeNull();
  expect(ticket.due_at).toBeGreaterThan(clock.current);
  const clocks = await db.query('select state, due_at from sla_clock where ticket_id = $1', [row.ticket_id]);
  expect(clocks.rows).toEqual([{ state: 'running', due_at: clock.current + HOUR }]);
  const person = (await db.query('select name, email, role from person where id = $1', [ticket.requester_id])).rows;
  expect(person).toEqual([{ name: 'Iva', email: 'iva@posta.example', role: 'customer' }]);
  expect(await desk.messages(row.ticket_id)).toMatchObject([
    {
      kind: 'message',
      body_text: 'Pomoć',
      message_id: 'first@posta.example',
      from_address: 'iva@posta.example',
      id_reused: false,
    },
  ]);
});

test('the same mail twice is one ticket, and the ledger says of which it is the copy', async () => {
  const raw = mailOf({ id: 'twice@posta.example' });
  await desk.arrives(raw);
  await desk.arrives(Buffer.concat([Buffer.from('Received: from another way\r\n'), raw]));
  await takeUpDue(desk.intake);
  const [first, second] = (await desk.ledger()).slice(-2);
  expect(first).toMatchObject({ verdict: 'accepted' });
  expect(second).toMatchObject({ verdict: 'rejected', why: 'duplicate', duplicate_of: first!.id, ticket_id: null });
});

test('what waits for another mail of the same batch is counted once, when it is taken up', async () => {
  await desk.arrives(mailOf({ id: 'parent@posta.example' }));
  await desk.arrives(mailOf({ headers: 'In-Reply-To: <parent@posta.example>\n' }));
  expect(await takeUpDue(desk.intake)).toBe(2);
  expect((await desk.ledger()).slice(-2)).toMatchObject([{ verdict: 'accepted' }, { verdict: 'joined' }]);
});

test('two copies taken up at the same moment are one ticket', async () => {
  const raw = mailOf({ id: 'race@posta.example' });
  for (let copy = 0; copy < 4; copy += 1) await desk.arrives(raw);
  await Promise.all([
    takeUpSome(desk.intake, 2),
    takeUpSome(desk.intake, 2),
    takeUpSome(desk.intake, 2),
    takeUpSome(desk.intake, 2),
  ]);
  await takeUpDue(desk.intake);
  const verdicts = (await desk.ledger()).slice(-4).map(({ verdict, why }) => `${verdict} ${why}`);
  expect(verdicts.toSorted()).toEqual([
    'accepted new',
    'rejected duplicate',
    'rejected duplicate',
    'rejected duplicate',
  ]);
});

test('somebody known is answered in their language, a newcomer in the mailbox’s', async () => {
  const languageOf = async (): Promise<string> =>
    (await db.query('select language from ticket order by id desc limit 1')).rows[0].language;
  await desk.arrives(mailOf({ from: 'Olga <olga@pismo.example>' }));
  await takeUpDue(desk.intake);
  expect(await languageOf()).toBe('hr');
  await db.query("update person set language = 'ru' where email = 'olga@pismo.example'");
  await desk.arrives(mailOf({ from: 'Olga <olga@pismo.example>' }));
  await takeUpDue(desk.intake);
  expect(await languageOf()).toBe('ru');
});

test('one mail to two of our mailboxes is one ticket', async () => {
  await desk.arrives(mailOf({}), [BILLING, SUPPORT]);
  await takeUpDue(desk.intake);
  expect((await desk.ledger()).slice(-2)).toMatchObject([
    { verdict: 'accepted' },
    { verdict: 'rejected', why: 'duplicate' },
  ]);
});

test('an id used again for other words is a message of its own, and marked', async () => {
  await desk.takes({ id: 'reused@posta.example', date: 'Mon, 23 Nov 2026 09:00:00 +0100', body: 'one' });
  const otherWords = await desk.takes({
    id: 'reused@posta.example',
    date: 'Mon, 23 Nov 2026 09:00:00 +0100',
    body: 'two',
  });
  const otherDate = await desk.takes({
    id: 'reused@posta.example',
    date: 'Mon, 23 Nov 2026 09:01:00 +0100',
    body: 'one',
  });
  for (const row of [otherWords, otherDate]) {
    expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
    expect(await desk.messages(row.ticket_id)).toMatchObject([{ id_reused: true }]);
  }
});

test('a mail without an id is known by what it says', async () => {
  const raw = mailOf({ id: null });
  await desk.arrives(raw);
  await desk.arrives(raw);
  await takeUpDue(desk.intake);
  expect((await desk.ledger()).slice(-2).map(({ why }) => why)).toEqual(['new', 'duplicate']);
});

test('an answer joins by header, by token and by a chain of references', async () => {
  const { ticket_id: ticketId } = await desk.takes({ id: 'chain0@posta.example' });
  const reply = await desk.replies(ticketId!);
  expect(
    await desk.takes({ id: 'chain1@posta.example', headers: `In-Reply-To: <${reply.message_id}>\n` }),
  ).toMatchObject({
    verdict: 'joined',
    why: 'reply_header',
    ticket_id: ticketId,
  });
  expect(await desk.takes({ headers: 'References: <lost@x> <chain1@posta.example> <unknown@y>\n' })).toMatchObject({
    why: 'reply_header',
    ticket_id: ticketId,
  });
  expect(
    await desk.takes({ from: 'friend@posta.example' }, [desk.tokens.addressFor(BILLING, ticketId!)]),
  ).toMatchObject({
    verdict: 'joined',
    why: 'signed_token',
    ticket_id: ticketId,
  });
});

test('a stranger joins neither by a guessed number nor by a token made up or taken from another ticket', async () => {
  const { ticket_id: ticketId } = await desk.takes({});
  const { number } = await desk.ticket(ticketId);
  const guessed = desk.tokens.addressFor(BILLING, ticketId!).replace(/\.[0-9a-f]+@/, '.000000000000000000000000@');
  const moved = desk.tokens
    .addressFor(BILLING, ticketId! + 1)
    .replace(/\+t[0-9a-z]+\./, `+t${ticketId!.toString(36)}.`);
  for (const to of [BILLING, guessed, moved]) {
    const row = await desk.takes({ from: 'eve@evil.example', subject: `Re: [#${String(number)}] Račun` }, [to]);
    expect(row).toMatchObject({ verdict: 'accepted', why: 'new' });
    expect(row.ticket_id).not.toBe(ticketId);
  }
});

test('edge case 29: an answer reopens a solved ticket; two years later it is a ticket of its own that follows the first', async () => {
  const { ticket_id: ticketId } = await desk.takes({});
  const to = [desk.tokens.addressFor(BILLING, ticketId!)];
  await desk.does(ticketId!, desk.petra, { type: 'set_status', to: 'solved' });
  expect(await desk.takes({}, to)).toMatchObject({ verdict: 'joined', ticket_id: ticketId });
  expect(await desk.ticket(ticketId)).toMatchObject({ status: 'open' });
  await desk.does(ticketId!, desk.petra, { type: 'set_status', to: 'solved' });
  const { closes_at: closesAt } = await desk.ticket(ticketId);
  expect(closesAt).toBe(clock.current + 30 * DAY);
  clock.advance(730 * DAY);
  await desk.ticks(ticketId!);
  expect(await desk.ticket(ticketId)).toMatchObject({ status: 'closed' });
  const late = await desk.takes({}, to);
  expect(late).toMatchObject({ verdict: 'accepted', why: 'follow_up' });
  expect(late.ticket_id).not.toBe(ticketId);
  expect(await desk.ticket(late.ticket_id)).toMatchObject({ status: 'new', follows_id: ticketId });
  // its promise begins now: nothing of two years ago is missed with it
  const { rows: clocks } = await db.query('select * from sla_clock where ticket_id = $1', [late.ticket_id]);
  expect(clocks).toMatchObject([
    { kind: 'first_reply', state: 'running', started_at: clock.current, breached_at: null },
  ]);
});

test('attachments are kept once by their content', async () => {
  const part = (name: string) =>
    `--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=${name}\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n`;
  const headers = `Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n${part('a.pdf')}${part('b.pdf')}--b--\n`;
  const row = await desk.takes({ headers, body: '' });
  const files = await db.query(
    `select name, position, encode(blob_hash, 'hex') as hash from attachment a join message m on m.id = a.message_id where ticket_id = $1 order by position`,
    [row.ticket_id],
  );
  expect(files.rows.map(({ name }) => name)).toEqual(['a.pdf', 'b.pdf']);
  expect(new Set(files.rows.map(({ hash }) => hash)).size).toBe(1);
});

test('an answer that comes with the message it answers joins it', async () => {
  await desk.arrives(mailOf({ id: 'asked-first@posta.example' }));
  await desk.arrives(mailOf({ headers: 'In-Reply-To: <asked-first@posta.example>\n' }));
  await desk.arrives(mailOf({ subject: 'Something else' }));
  await takeUpDue(desk.intake);
  const [asked, answered, other] = (await desk.ledger()).slice(-3);
  expect(answered).toMatchObject({ verdict: 'joined', why: 'reply_header', ticket_id: asked!.ticket_id });
  expect(other).toMatchObject({ verdict: 'accepted', why: 'new' });
});

test('ten mails at once are ten tickets, though one of them makes the door throw', async () => {
  for (let index = 0; index < 10; index += 1) await desk.arrives(mailOf({ subject: `At once ${index}` }));
  const words = 'At once 4';
  await db.query(`alter table ticket add constraint planted check (subject <> '${words}')`);
  await takeUpDue(desk.intake);
  const rows = (await desk.ledger()).slice(-10);
  expect(rows.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(9);
  expect(rows[4]).toMatchObject({ verdict: 'received' });
  await db.query('alter table ticket drop constraint planted');
  clock.advance(10 * MINUTE);
  await takeUpDue(desk.intake);
  expect((await desk.ledger()).at(-6)).toMatchObject({ verdict: 'accepted' });
});

test('a mail that had to wait for its ticket stands after what was said there meanwhile', async () => {
  const { ticket_id: id } = await desk.takes({ id: 'waits@posta.example' });
  await desk.arrives(mailOf({ headers: 'In-Reply-To: <waits@posta.example>\n', body: 'And one more thing.' }));
  let taking: Promise<unknown> | undefined;
  await db.withTransaction(async (tx) => {
    await lockTickets(tx, [id!]);
    taking ??= takeUpDue(desk.intake);
    const waits = async () => (await db.query('select from pg_locks where not granted')).rowCount !== 0;
    expect(await until(waits, { withinMs: 10_000 })).toBe(true);
    const note = await actOf(tx, desk, id!, desk.petra, { type: 'note', messageId: 0 }, { words: 'I look at it.' });
    await handle(tx, desk.door, [note]);
  });
  await taking;
  const said = (await desk.messages(id)).map((row) => String(row['body_text']).trim());
  expect(said).toEqual(['Pomoć', 'I look at it.', 'And one more thing.']);
});
