/* oxlint-disable unicorn/no-thenable -- a word on the wire, never a function */
import { expect, test } from 'vitest';
import type { EventPage, MessagePage, TicketDetail } from '#contract/ticket.ts';
import { HOUR, MINUTE, SECOND } from '#core/time.ts';
import { until } from '#server/platform/clock.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { testLog } from '#test/harness/server.ts';
import { deliver, deliverDue, type Dispatch, type Parcel } from './deliver.ts';
import { readLog } from './event-store.ts';
import { handle } from './handle.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { clock, petra, lea, ivana, sanja, marko } = desk;
desk.door.undoSendMs = 10 * SECOND;
const server = await serveDesk(db, desk);

/** What left the house: the words each parcel carries. */
const sent: string[] = [];
const dispatch: Dispatch<{ text: string }> = {
  db,
  door: desk.door,
  log: testLog(),
  post: {
    compose: async (tx, parcel: Parcel) => {
      if (parcel.kind !== 'reply') return { text: '' };
      const { rows } = await tx.query<{ text: string }>('select body_text as text from message where id = $1', [
        parcel.messageId,
      ]);
      return rows[0]!;
    },
    mailer: {
      kind: 'smtp',
      send: async ({ text }) => {
        if (text !== '') sent.push(text);
        return { ok: true };
      },
    },
  },
};
const passes = async (ms: number) => {
  clock.advance(ms);
  await deliverDue(dispatch);
};

let keys = 0;
const commandId = () => `command-${(keys += 1)}`;
const thread = async (id: number, by = petra): Promise<MessagePage> =>
  (await (await server.as(by)).get(`/api/tickets/${id}/messages`)).json();
const replies = async (id: number, by: number, body: object) =>
  (await server.as(by)).ask('POST', `/api/tickets/${id}/replies`, { commandId: commandId(), ...body });
const withdraws = async (id: number, messageId: number, by = petra) =>
  (await server.as(by)).ask('DELETE', `/api/tickets/${id}/replies/${messageId}`, { commandId: commandId() });
const newestIn = async (id: number) => (await thread(id)).items.at(-1)!;
const types = async (id: number) => (await readLog(db.pool, id)).map(({ event }) => event.type);
const outboxOf = async (messageId: number) =>
  (await db.query<{ id: number; state: string }>('select id, state from outbox where message_id = $1', [messageId]))
    .rows[0]!;

test('send, undo, edit, send: only the edited words leave, and they leave once', async () => {
  const id = await desk.opens();
  await replies(id, petra, { text: 'The wrong words.' });
  const first = await newestIn(id);
  expect(first).toMatchObject({ text: 'The wrong words.', delivery: 'queued', sendsAt: clock.current + 10 * SECOND });
  await passes(9 * SECOND);
  const answer = await withdraws(id, first.id);
  expect(answer.statusCode).toBe(200);
  const detail: TicketDetail = answer.json();
  expect(detail.lastLine).toBe('You charged me twice.');
  expect((await thread(id)).items.map(({ text }) => text)).toEqual(['You charged me twice.']);

  await replies(id, petra, { text: 'The right words.' });
  await passes(MINUTE);
  await passes(HOUR);
  expect(sent).toEqual(['The right words.']);
  expect((await newestIn(id)).sendsAt).toBeNull();
  expect((await outboxOf(first.id)).state).toBe('cancelled');
});

test('the clock runs on while a reply is held, and stops when it is sent', async () => {
  const id = await desk.opens();
  const began = clock.current;
  await replies(id, petra, { text: 'Soon.' });
  const held = (await (await server.as(petra)).get(`/api/tickets/${id}`)).json<TicketDetail>();
  expect(held.clock?.state).toBe('running');
  await passes(10 * SECOND);
  const answered = (await (await server.as(petra)).get(`/api/tickets/${id}`)).json<TicketDetail>();
  expect(answered.clock).toMatchObject({ state: 'stopped', stoppedAt: began + 10 * SECOND, outcome: 'met' });
});

test('what is on its way is not taken back', async () => {
  const id = await desk.opens();
  await replies(id, petra, { text: 'Gone.' });
  const { id: messageId } = await newestIn(id);
  await passes(10 * SECOND);
  const late = await withdraws(id, messageId);
  expect([late.statusCode, late.json().code]).toEqual([409, 'already_sent']);
  const nothing = await withdraws(id, 999_999);
  expect(nothing.statusCode).toBe(404);
});

test('its author, the lead and the escalation manager take a reply back; a colleague does not', async () => {
  for (const [by, status] of [
    [lea, 403],
    [petra, 200],
    [ivana, 200],
    [sanja, 200],
  ] as const) {
    const id = await desk.opens();
    await replies(id, petra, { text: 'Hm.' });
    const { id: messageId } = await newestIn(id);
    const answer = await withdraws(id, messageId, by);
    expect([by, answer.statusCode]).toEqual([by, status]);
    // asked twice, it is done once
    if (status === 200) expect((await withdraws(id, messageId, by)).statusCode).toBe(200);
    expect((await types(id)).filter((type) => type === 'reply_withdrawn')).toHaveLength(status === 200 ? 1 : 0);
  }
});

test('of a withdrawal and a dispatch at one instant exactly one wins', async () => {
  for (let round = 0; round < 10; round++) {
    const id = await desk.opens();
    const words = `Race ${round}.`;
    await replies(id, petra, { text: words });
    const { id: messageId } = await newestIn(id);
    const { id: outboxId } = await outboxOf(messageId);
    clock.advance(10 * SECOND);
    const [answer] = await Promise.all([withdraws(id, messageId), deliver(dispatch, outboxId)]);
    const left = sent.filter((text) => text === words).length;
    expect([left, answer.statusCode]).toEqual(left === 0 ? [0, 200] : [1, 409]);
    expect((await outboxOf(messageId)).state).toBe(left === 0 ? 'cancelled' : 'accepted');
    expect(await types(id)).toContain(left === 0 ? 'reply_withdrawn' : 'reply_accepted');
  }
});

test('a dispatcher that comes while a withdrawal is being written finds nothing to send', async () => {
  const id = await desk.opens();
  await replies(id, petra, { text: 'Never said.' });
  const { id: messageId } = await newestIn(id);
  const { id: outboxId } = await outboxOf(messageId);
  clock.advance(10 * SECOND);
  const command = { type: 'withdraw_reply', messageId, authorId: petra } as const;
  let dispatched: Promise<void> | undefined;
  await db.withTransaction(async (tx) => {
    const [done] = await handle(tx, desk.door, [{ ticketId: id, command, actor: actorOf(desk, petra) }]);
    expect(done?.ok).toBe(true);
    dispatched ??= deliver(dispatch, outboxId);
    const waits = async () => (await db.query('select from pg_locks where not granted')).rowCount !== 0;
    expect(await until(waits, { withinMs: 10 * SECOND })).toBe(true);
  });
  await dispatched;
  expect(sent).not.toContain('Never said.');
  expect((await outboxOf(messageId)).state).toBe('cancelled');
});

test('a withdrawal that comes while a mail server is being talked to is too late', async () => {
  const id = await desk.opens();
  await replies(id, petra, { text: 'On its way.' });
  const { id: messageId } = await newestIn(id);
  const { id: outboxId } = await outboxOf(messageId);
  clock.advance(10 * SECOND);
  const { mailer } = dispatch.post;
  if (mailer.kind !== 'smtp') throw new Error('this desk sends by SMTP');
  let late: number | undefined;
  const slow: typeof dispatch = {
    ...dispatch,
    post: {
      ...dispatch.post,
      mailer: {
        kind: 'smtp',
        send: async (mail) => {
          late = (await withdraws(id, messageId)).statusCode;
          return mailer.send(mail);
        },
      },
    },
  };
  await deliver(slow, outboxId);
  expect(late).toBe(409);
  expect(sent.filter((text) => text === 'On its way.')).toHaveLength(1);
});

test('a reply may solve the ticket in one act, and taking it back opens it again', async () => {
  const id = await desk.opens();
  await replies(id, petra, { text: 'Refunded.', then: 'solved' });
  const { id: messageId } = await newestIn(id);
  const asks = await server.as(petra);
  expect((await asks.get(`/api/tickets/${id}`)).json<TicketDetail>().status).toBe('solved');
  const after: TicketDetail = (await withdraws(id, messageId)).json();
  expect(after.status).toBe('open');
  expect(after.clock).toMatchObject({ state: 'running', breachedAt: null });
  const log: EventPage = (await asks.get(`/api/tickets/${id}/events?limit=200`)).json();
  expect(log.items.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['ticket_solved', 'reply_withdrawn', 'ticket_reopened']),
  );
});

test('an answer that leaves after its due moment is late, also when its ticket was solved before', async () => {
  const id = await desk.opens();
  clock.advance(HOUR - 5 * SECOND);
  await desk.ticks(id);
  const due = clock.current + 5 * SECOND;
  await replies(id, petra, { text: 'Just in time?', then: 'solved' });
  await passes(10 * SECOND);
  const { clock: answered } = (await (await server.as(petra)).get(`/api/tickets/${id}`)).json<TicketDetail>();
  expect(answered).toMatchObject({ state: 'stopped', outcome: 'late', breachedAt: due });
});

test('an escalation that solving had ended climbs again when the reply is taken back', async () => {
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'authority', messageId: null });
  await desk.does(id, marko, { type: 'acknowledge', escalationId: 1 });
  await replies(id, petra, { text: 'Done.', then: 'solved' });
  const after: TicketDetail = (await withdraws(id, (await newestIn(id)).id)).json();
  expect(after.escalation).toMatchObject({ id: 2, status: 'climbing', stepIndex: 0 });
});

test('what became of the ticket later is not undone with the reply', async () => {
  const id = await desk.opens();
  await replies(id, petra, { text: 'Refunded.', then: 'waiting_on_customer' });
  const { id: messageId } = await newestIn(id);
  await desk.does(id, petra, { type: 'set_status', to: 'on_hold' });
  const after: TicketDetail = (await withdraws(id, messageId)).json();
  expect(after.status).toBe('on_hold');
});

test('a reply is stopped when something newer of somebody else is there, unless it is to go anyway', async () => {
  const id = await desk.opens();
  const seen = (await newestIn(id)).id;
  await desk.does(id, lea, { type: 'note', messageId: 0, words: 'She called as well.' });
  const stopped = await replies(id, petra, { text: 'Hello.', seenMessageId: seen });
  expect([stopped.statusCode, stopped.json().code]).toEqual([409, 'new_messages']);
  const key = commandId();
  const anyway = await replies(id, petra, { text: 'Hello.', seenMessageId: seen, anyway: true, commandId: key });
  expect(anyway.statusCode).toBe(200);
  // their own words are no news, and a repeat of what was done is not stopped
  expect((await replies(id, petra, { text: 'And …', seenMessageId: (await newestIn(id)).id - 1 })).statusCode).toBe(
    200,
  );
  await desk.does(id, lea, { type: 'note', messageId: 0, words: 'Again.' });
  const repeated = await replies(id, petra, { text: 'Hello.', seenMessageId: seen, commandId: key });
  expect(repeated.statusCode).toBe(200);
  expect((await thread(id)).items.filter(({ text }) => text === 'Hello.')).toHaveLength(1);
});

test('when half of an act cannot be done, nothing of it is', async () => {
  const id = await desk.opens();
  // a specialist may answer, but not solve
  await db.query(`update person set role = 'specialist' where id = $1`, [marko]);
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  const answer = await replies(id, marko, { text: 'Solved!', then: 'solved' });
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'not_allowed']);
  expect((await thread(id)).items.map(({ text }) => text)).not.toContain('Solved!');
  await db.query(`update person set role = 'agent' where id = $1`, [marko]);
});

test('formatting is kept as far as it is safe', async () => {
  const id = await desk.opens();
  await replies(id, petra, { text: 'Hi Ana', html: '<p>Hi <b>Ana</b><script>alert(1)</script></p>' });
  const { rows } = await db.query<{ body_html: string }>('select body_html from message where id = $1', [
    (await newestIn(id)).id,
  ]);
  expect(rows[0]!.body_html).toBe('<p>Hi <b>Ana</b></p>');
});
