import { expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { testLog } from '#test/harness/server.ts';
import { deliver, deliverDue, LEASE, recarry, type Dispatch, type Parcel, type Sent } from './deliver.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { clock, petra, marko } = desk;

/** The outside: it takes what it is given unless a test says otherwise. */
const received: Parcel[] = [];
let answer: (parcel: Parcel) => Promise<Sent> = async () => ({ ok: true });
const carried: { outboxId: number; delayMs: number }[] = [];
desk.door.carrier = {
  add: async (_, rows) => {
    carried.push(...rows);
  },
};
const dispatch: Dispatch<Parcel> = {
  db,
  door: desk.door,
  log: testLog(),
  post: {
    compose: async (_, parcel) => parcel,
    mailer: {
      kind: 'smtp',
      send: (parcel) => {
        received.push(parcel);
        return answer(parcel);
      },
    },
  },
};

const rowsOf = async (ticketId: number) =>
  (
    await db.query<{
      id: number;
      state: string;
      attempts: number;
      uncertain: boolean;
      not_before: number;
      last_error: string;
    }>('select id, state, attempts, uncertain, not_before, last_error from outbox where ticket_id = $1 order by id', [
      ticketId,
    ])
  ).rows;
const repliesTo = async (): Promise<{ ticketId: number; outboxId: number }> => {
  const ticketId = await desk.opens();
  await desk.does(ticketId, petra, { type: 'reply', messageId: 0, words: 'We are on it.' });
  return { ticketId, outboxId: (await rowsOf(ticketId))[0]!.id };
};
const clockOf = async (id: number) => (await loadTickets(db.pool, [id])).get(id)!.clocks[0]!;
const mailsTo = (person: number) =>
  received.filter((parcel) => parcel.kind === 'notice_mail' && parcel.personId === person);
const fresh = async () => {
  answer = async () => ({ ok: true });
  clock.advance(2 * MINUTE);
  await deliverDue(dispatch);
  received.length = 0;
  carried.length = 0;
};

test('a reply is carried with its row, sent once, and then it counts', async () => {
  await fresh();
  const { ticketId, outboxId } = await repliesTo();
  expect(carried).toContainEqual({ outboxId, delayMs: 0 });
  clock.advance(SECOND);
  await deliver(dispatch, outboxId);
  await deliver(dispatch, outboxId);
  expect(received.filter((parcel) => parcel.outboxId === outboxId)).toHaveLength(1);
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'accepted', attempts: 1, uncertain: false }]);
  expect(await clockOf(ticketId)).toMatchObject({ state: 'stopped', outcome: 'met', stoppedAt: clock.current });
});

test('a passing trouble is tried again later, longer each time, under the same Message-ID', async () => {
  await fresh();
  const { ticketId, outboxId } = await repliesTo();
  answer = async () => {
    throw new Error('the receiver is busy');
  };
  await deliver(dispatch, outboxId);
  expect(await rowsOf(ticketId)).toMatchObject([
    { state: 'queued', attempts: 1, not_before: clock.current + 10 * SECOND, last_error: 'the receiver is busy' },
  ]);
  expect(carried.at(-1)).toEqual({ outboxId, delayMs: 10 * SECOND });
  await deliver(dispatch, outboxId);
  expect(await rowsOf(ticketId)).toMatchObject([{ attempts: 1 }]);
  clock.advance(10 * SECOND);
  await deliver(dispatch, outboxId);
  expect(await rowsOf(ticketId)).toMatchObject([{ attempts: 2, not_before: clock.current + 20 * SECOND }]);
  answer = async () => ({ ok: true });
  clock.advance(20 * SECOND);
  await deliver(dispatch, outboxId);
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'accepted', attempts: 3 }]);
  expect(new Set(received.map((parcel) => parcel.mailMessageId)).size).toBe(1);
});

test('a refusal for good fails the reply: the clock runs on and its author is told', async () => {
  await fresh();
  const { ticketId, outboxId } = await repliesTo();
  answer = async () => ({ ok: false, code: '550 5.1.1' });
  await deliver(dispatch, outboxId);
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'failed', last_error: '550 5.1.1' }]);
  expect((await clockOf(ticketId)).state).toBe('running');
  const { rows } = await db.query(
    `select m.delivery, m.delivery_error, n.person_id from message m
     join notice n on n.ticket_id = m.ticket_id and n.kind = 'reply_failed' where m.ticket_id = $1 and m.kind = 'reply'`,
    [ticketId],
  );
  expect(rows).toContainEqual({ delivery: 'failed', delivery_error: '550 5.1.1', person_id: petra });
});

test('Belay gives up after two days of trying', async () => {
  await fresh();
  const { ticketId, outboxId } = await repliesTo();
  answer = async () => {
    throw new Error('nobody answers');
  };
  const began = clock.current;
  while ((await rowsOf(ticketId))[0]!.state === 'queued') {
    await deliver(dispatch, outboxId);
    clock.advance(HOUR);
  }
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'failed', attempts: 50, last_error: 'gave_up' }]);
  expect(clock.current - began).toBeGreaterThan(36 * HOUR);
});

test('a worker killed between the receiver’s yes and our commit: sent again with the same id, and marked', async () => {
  await fresh();
  const { ticketId, outboxId } = await repliesTo();
  // what a kill leaves behind: the row in hand, nothing settled
  answer = () => new Promise(() => {});
  void deliver(dispatch, outboxId);
  await expect.poll(() => received.length).toBe(1);
  answer = async () => ({ ok: true });
  await deliver(dispatch, outboxId);
  expect(received).toHaveLength(1);
  clock.advance(LEASE);
  carried.length = 0;
  await recarry(dispatch);
  expect(carried.map((each) => each.outboxId)).toContain(outboxId);
  await deliver(dispatch, outboxId);
  expect(received.map((parcel) => [parcel.mailMessageId, parcel.uncertain])).toEqual([
    [received[0]!.mailMessageId, false],
    [received[0]!.mailMessageId, true],
  ]);
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'accepted', attempts: 2, uncertain: true }]);
});

test('a yes that could not be written down is no passing trouble: the row stays in hand until its lease is over', async () => {
  await fresh();
  const { ticketId, outboxId } = await repliesTo();
  // the database goes away between the receiver's yes and our commit
  answer = async () => {
    await db.query('alter table ticket_event rename to ticket_event_away');
    return { ok: true };
  };
  await expect(deliver(dispatch, outboxId)).rejects.toThrow('ticket_event');
  await db.query('alter table ticket_event_away rename to ticket_event');
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'sending', attempts: 1, last_error: null }]);
  answer = async () => ({ ok: true });
  clock.advance(LEASE);
  await deliver(dispatch, outboxId);
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'accepted', attempts: 2, uncertain: true }]);
});

test('a row whose carrier was lost is carried again', async () => {
  await fresh();
  const { outboxId } = await repliesTo();
  carried.length = 0;
  await recarry(dispatch);
  expect(carried).toEqual([]);
  clock.advance(16 * SECOND);
  await recarry(dispatch);
  expect(carried.map((each) => each.outboxId)).toContain(outboxId);
});

test('one mail a person and minute lists everything told meanwhile, each notice once', async () => {
  await fresh();
  const tickets = [await desk.opens(), await desk.opens(), await desk.opens()];
  for (const id of tickets) {
    await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  }
  await deliverDue(dispatch);
  expect(mailsTo(marko)).toMatchObject([{ total: 3, listed: tickets.map((ticketId) => ({ ticketId })) }]);
  // the mail of this minute is gone: the next notice waits for the next one
  const late = await desk.opens();
  await desk.does(late, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await deliverDue(dispatch);
  expect(mailsTo(marko)).toHaveLength(1);
  clock.advance(MINUTE);
  await deliverDue(dispatch);
  expect(mailsTo(marko)).toHaveLength(2);
  expect(mailsTo(marko)[1]).toMatchObject({ total: 1, listed: [{ ticketId: late, kind: 'step_reached' }] });
  const { rows } = await db.query(`select id from notice where person_id = $1 and outbox_id is null`, [marko]);
  expect(rows).toEqual([]);
});

test('above twenty notices a mail lists twenty and says how many there are', async () => {
  await fresh();
  for (let each = 0; each < 23; each++) {
    const id = await desk.opens();
    await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  }
  await deliverDue(dispatch);
  const [mail] = mailsTo(marko);
  expect(mail).toMatchObject({ total: 23 });
  expect(mail?.kind === 'notice_mail' ? mail.listed.length : 0).toBe(20);
});

test('a notice written while the mail of its minute is being claimed is not lost', async () => {
  await fresh();
  const ids = await Promise.all(Array.from({ length: 30 }, () => desk.opens()));
  let telling = true;
  const mailing = (async () => {
    while (telling) await deliverDue(dispatch);
  })();
  await Promise.all(
    ids.map((id) => desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null })),
  );
  telling = false;
  await mailing;
  clock.advance(MINUTE);
  await deliverDue(dispatch);
  const listed = mailsTo(marko).flatMap((parcel) => (parcel.kind === 'notice_mail' ? parcel.total : 0));
  expect(listed.reduce((sum, each) => sum + each, 0)).toBe(30);
  const { rows } = await db.query(`select id from notice where person_id = $1 and outbox_id is null`, [marko]);
  expect(rows).toEqual([]);
});

test('a colleague without an address gets no mail; a reply to nobody who can be written to fails aloud', async () => {
  await fresh();
  await db.query('update person set email = null, auth_user_id = $2 where id = $1', [marko, 'user-marko']);
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await deliverDue(dispatch);
  expect(mailsTo(marko)).toEqual([]);
  const { outboxId, ticketId } = await repliesTo();
  const nobody: Dispatch<Parcel> = { ...dispatch, post: { ...dispatch.post, compose: async () => null } };
  await deliver(nobody, outboxId);
  expect((await rowsOf(ticketId))[0]).toMatchObject({ state: 'failed', last_error: 'nobody_to_send_to' });
  expect(await clockOf(ticketId)).toMatchObject({ state: 'running' });
  const { rows } = await db.query("select body from ticket_event where ticket_id = $1 and type = 'reply_failed'", [
    ticketId,
  ]);
  expect(rows).toMatchObject([{ body: { code: 'nobody_to_send_to' } }]);
});

test('the built-in catcher keeps a mail in the deciding transaction: however often it is tried, there is one', async () => {
  await fresh();
  const { outboxId, ticketId } = await repliesTo();
  let fails = 3;
  const catching: Dispatch<Parcel> = {
    ...dispatch,
    post: {
      compose: async (_, parcel) => parcel,
      mailer: {
        kind: 'catcher',
        keep: async (tx, parcel) => {
          await tx.query(
            `insert into caught_mail (outbox_id, at, mail_from, rcpt_to, subject, body_text, raw)
             values ($1, to_timestamp(0), 'desk@desk.example', '{ana@kupac.example}', 's', 'b', '')`,
            [parcel.outboxId],
          );
          if (fails-- > 0) throw new Error('killed');
        },
      },
    },
  };
  for (let each = 0; each < 3; each++) await expect(deliver(catching, outboxId)).rejects.toThrow('killed');
  expect(await rowsOf(ticketId)).toMatchObject([{ state: 'queued', attempts: 0 }]);
  await Promise.all([deliver(catching, outboxId), deliver(catching, outboxId)]);
  const { rows } = await db.query('select id from caught_mail where outbox_id = $1', [outboxId]);
  expect(rows).toHaveLength(1);
  expect(await clockOf(ticketId)).toMatchObject({ state: 'stopped' });
});
