import { expect, test } from 'vitest';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, actOf, openDesk, openingAct } from '#test/harness/desk.ts';
import { handle } from './handle.ts';
import { readLog } from './event-store.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { clock, petra, marko, ivana, lea } = desk;

const ticketOf = async (id: number): Promise<Ticket> => (await loadTickets(db.pool, [id])).get(id)!;
const count = async (sql: string, values: unknown[] = []): Promise<number> =>
  (await db.query<{ n: number }>(`select count(*) as n from ${sql}`, values)).rows[0]!.n;

test('a message becomes a ticket with somebody responsible, a clock and a notice', async () => {
  const id = await desk.opens();
  const ticket = await ticketOf(id);
  expect(ticket).toMatchObject({ status: 'new', assigneeId: petra, severity: 'S3' });
  expect(ticket.clocks).toMatchObject([{ state: 'running', dueAt: MONDAY + HOUR }]);
  const { rows } = await db.query(
    `select number, t.subject, due_at, next_event_at, next_event_kind, last_message_id, m.body_text
     from ticket t join message m on m.id = t.last_message_id where t.id = $1`,
    [id],
  );
  expect(rows[0]).toMatchObject({
    number: 1001,
    subject: 'Charged twice',
    due_at: MONDAY + 30 * MINUTE,
    next_event_at: MONDAY + HOUR,
    next_event_kind: 'first_reply',
    body_text: 'You charged me twice.',
  });
  expect(await count('notice where ticket_id = $1 and person_id = $2', [id, petra])).toBe(1);
});

test('the next ticket goes to whoever has fewer', async () => {
  expect((await ticketOf(await desk.opens())).assigneeId).toBe(lea);
});

test('two tickets of one batch see each other: they go to two people', async () => {
  const acts = [await openingAct(db, desk, clock.current), await openingAct(db, desk, clock.current)];
  const decisions = await db.withTransaction((tx) => handle(tx, desk.door, acts));
  const given = await Promise.all(decisions.map(async (each) => (await ticketOf(each.ticketId)).assigneeId));
  expect(new Set(given)).toEqual(new Set([petra, lea]));
});

test('a repeated command answers what it answered first and changes nothing', async () => {
  const id = await desk.opens();
  const first = await desk.does(id, petra, { type: 'note', messageId: 0, words: 'Looking.' }, 'note-one');
  const second = await desk.does(id, petra, { type: 'note', messageId: 0, words: 'Looking.' }, 'note-one');
  expect(first).toMatchObject({ ok: true, repeated: false });
  expect(second).toEqual({ ok: true, ticketId: id, seq: first.ok ? first.seq : 0, repeated: true });
  expect(await count(`message where ticket_id = $1 and kind = 'note'`, [id])).toBe(1);
});

test('a refusal is remembered under its command id as well', async () => {
  const id = await desk.opens();
  const first = await desk.does(id, petra, { type: 'acknowledge', escalationId: 1 }, 'ack-too-early');
  expect(first).toMatchObject({ ok: false, refusal: 'not_escalated', repeated: false });
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  const again = await desk.does(id, petra, { type: 'acknowledge', escalationId: 1 }, 'ack-too-early');
  expect(again).toMatchObject({ ok: false, refusal: 'not_escalated', repeated: true });
});

test('the same message delivered twice at the same time opens one ticket', async () => {
  const acts = await Promise.all([1, 2, 3, 4].map(() => openingAct(db, desk, clock.current, 'mail-77')));
  const decisions = await Promise.all(acts.map((act) => desk.act(act)));
  expect(new Set(decisions.map((each) => each.ticketId)).size).toBe(1);
  expect(decisions.filter((each) => !each.repeated)).toHaveLength(1);
  expect(await count(`ticket_command where command_id = 'mail-77'`)).toBe(1);
  const drawn = acts.map((act) => act.ticketId);
  expect(await count('ticket where id = any($1)', [drawn])).toBe(1);
  expect(await count('message where ticket_id = any($1)', [drawn])).toBe(1);
});

test('of two people who escalate the same firing at once exactly one wins', async () => {
  const id = await desk.opens();
  const escalate = { type: 'escalate', firing: null, reason: 'authority', messageId: null } as const;
  const decisions = await Promise.all([petra, lea].map((by) => desk.does(id, by, escalate)));
  expect(decisions.map((each) => each.ok).toSorted()).toEqual([false, true]);
  const lost = decisions.find((each) => !each.ok);
  expect(lost).toMatchObject({ refusal: 'already_escalated', details: { firing: 1 } });
  const ticket = await ticketOf(id);
  expect(ticket.escalations).toMatchObject([{ id: 1, firing: 1, stepIndex: 0, told: [marko] }]);
});

test('a breach climbs, is acknowledged, and everyone told is told exactly once', async () => {
  const id = await desk.opens();
  clock.advance(HOUR + 1);
  await desk.ticks(id);
  clock.advance(15 * MINUTE);
  await desk.ticks(id);
  const ack = await desk.does(id, ivana, { type: 'acknowledge', escalationId: 1 });
  expect(ack.ok).toBe(true);
  const ticket = await ticketOf(id);
  expect(ticket.escalations).toMatchObject([{ status: 'acknowledged', by: ivana, firing: 2 }]);
  const { rows } = await db.query<{ kind: string; person_id: number }>(
    `select kind, person_id from notice where ticket_id = $1 and kind = 'step_reached' order by id`,
    [id],
  );
  expect(rows).toEqual([
    { kind: 'step_reached', person_id: marko },
    { kind: 'step_reached', person_id: ivana },
  ]);
});

test('what was due before a person acted is nobody’s act', async () => {
  const id = await desk.opens();
  clock.advance(2 * HOUR);
  await desk.does(id, marko, { type: 'note', messageId: 0, words: 'Where is this?' });
  const log = await readLog(db.pool, id);
  const actors = log.slice(4).map(({ event, actorId }) => [event.type, actorId]);
  expect(actors).toContainEqual(['target_breached', null]);
  expect(actors).toContainEqual(['step_reached', null]);
  expect(actors.at(-1)).toEqual(['note_added', marko]);
  expect(await count(`notice where ticket_id = $1 and kind = 'step_reached' and person_id = $2`, [id, marko])).toBe(1);
});

test('a reply is queued once with an id nobody can guess, and its message carries that id', async () => {
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'reply', messageId: 0, words: 'We are on it.' });
  const { rows } = await db.query<{ mail_message_id: string; message_id: string; delivery: string }>(
    `select o.mail_message_id, m.message_id, m.delivery from outbox o join message m on m.id = o.message_id
     where o.ticket_id = $1`,
    [id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.mail_message_id).toMatch(/^[0-9a-f]{32}@desk\.example$/);
  expect(rows[0]!.message_id).toBe(rows[0]!.mail_message_id);
  expect(rows[0]!.delivery).toBe('queued');
});

test('the clock stops when the reply is accepted, not when it is written', async () => {
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'reply', messageId: 0, words: 'We are on it.' });
  expect((await ticketOf(id)).clocks[0]!.state).toBe('running');
  const { rows } = await db.query<{ id: number }>(`select id from message where ticket_id = $1 and kind = 'reply'`, [
    id,
  ]);
  clock.advance(MINUTE);
  const command = { type: 'accept_reply', messageId: rows[0]!.id, authorId: petra } as const;
  await desk.act({ ticketId: id, command, actor: { kind: 'system' } });
  expect((await ticketOf(id)).clocks[0]).toMatchObject({ state: 'stopped', outcome: 'met', stoppedAt: clock.current });
  expect(await count(`message where id = $1 and delivery = 'accepted'`, [rows[0]!.id])).toBe(1);
});

test('a hundred acts go at once, a hundred and one do not', async () => {
  const acts = await Promise.all(Array.from({ length: 101 }, () => openingAct(db, desk, clock.current)));
  await expect(db.withTransaction((tx) => handle(tx, desk.door, acts))).rejects.toThrow('at most 100');
  const decisions = await db.withTransaction((tx) => handle(tx, desk.door, acts.slice(1)));
  expect(decisions.every((each) => each.ok)).toBe(true);
  expect(await count('ticket where id = any($1)', [acts.map((act) => act.ticketId)])).toBe(100);
});

test('acts on one ticket in one batch are done in their order', async () => {
  const id = await desk.opens();
  const acts = [
    await actOf(db, desk, id, petra, { type: 'set_status', to: 'on_hold' }),
    await actOf(db, desk, id, petra, { type: 'set_status', to: 'on_hold' }),
    await actOf(db, desk, id, petra, { type: 'set_status', to: 'solved' }),
  ];
  const decisions = await db.withTransaction((tx) => handle(tx, desk.door, acts));
  expect(decisions.map((each) => (each.ok ? 'done' : each.refusal))).toEqual(['done', 'same_status', 'done']);
  const ticket = await ticketOf(id);
  expect(ticket.status).toBe('solved');
  const replayed = (await readLog(db.pool, id)).reduce<Ticket | null>(
    (state, { event, at }) => evolve(state, event, at),
    null,
  );
  expect(replayed).toEqual(ticket);
});

test('hostile text cannot stop a batch', async () => {
  const act = await openingAct(db, desk, clock.current);
  act.subject = 'half \uD83D and nul \0';
  act.message!.bodyText = '\0\uDC00';
  const { ticketId } = await desk.act(act);
  const { rows } = await db.query('select subject from ticket where id = $1', [ticketId]);
  expect(rows[0]).toEqual({ subject: 'half \uFFFD and nul \uFFFD' });
});

test('what a person carries is what the rows say', async () => {
  const { rows } = await db.query(
    `select l.person_id, l.open_tickets, (select count(*)::int from ticket t where t.assignee_id = l.person_id
       and t.status not in ('solved', 'closed')) as really from agent_load l order by 1`,
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row.open_tickets).toBe(row.really);
});
