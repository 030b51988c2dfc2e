import { once } from 'node:events';
import net from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { monotonicMs, pause, until } from '#server/platform/clock.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { signOutEverywhere } from '#server/people/identify.ts';
import { hangBell } from '#server/platform/live/bell.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { openStream, type EventStream } from '#test/harness/event-stream.ts';
import { testLog } from '#test/harness/server.ts';
import { handle } from './handle.ts';

const db = await testDatabase();
const desk = await openDesk(db);
// the bell is not needed for the truth: these tests live on polling, but for the one about the bell
const server = await serveDesk(db, desk, { pollMs: 200, heartbeatMs: 100 });
const { petra, lea, marko, ivana } = desk;
const url = `${await server.http.listen({ host: '127.0.0.1', port: 0 })}/api/live`;

const streams: EventStream[] = [];
afterAll(() => {
  for (const stream of streams) stream.close();
});
const listen = async (personId: number, lastEventId?: string): Promise<EventStream> => {
  const stream = await openStream(url, (await server.as(personId)).cookie, lastEventId);
  streams.push(stream);
  return stream;
};
const about = (ticketId: number) => (event: { event: string; data: unknown }) =>
  event.event === 'ticket' && (event.data as { ticketId: number }).ticketId === ticketId;

test('a second person sees a change within a second', async () => {
  const id = await desk.opens();
  const stream = await listen(lea);
  await stream.next(({ event }) => event === 'heartbeat');
  const asks = await server.as(petra);
  const began = monotonicMs();
  const answer = await asks.ask('POST', `/api/tickets/${id}/notes`, { text: 'Looking.', commandId: 'live-note-1' });
  const told = await stream.next(
    (event) => about(id)(event) && (event.data as { seq: number }).seq === answer.json().seq,
  );
  expect(monotonicMs() - began).toBeLessThan(1_000);
  expect(told.data).toEqual({ ticketId: id, seq: answer.json().seq });
});

test('a change nobody rang for is seen at the next poll', async () => {
  const stream = await listen(lea);
  const id = await desk.opens();
  await stream.next(about(id));
});

test('who may not see a ticket hears nothing of it; who loses it hears that once', async () => {
  const technical = await addTeam(db, 'Technical');
  const jonas = await addPerson(
    db,
    { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
    MONDAY,
  );
  await addMember(db, technical, jonas, false);
  const [stranger, own] = [await listen(jonas), await listen(ivana)];
  const id = await desk.opens();
  await own.next(about(id));
  await desk.does(id, ivana, { type: 'assign', assigneeId: null, teamId: technical });
  await stranger.next(about(id));
  // ivana's list must lose the row she showed
  await own.next((event) => about(id)(event) && (event.data as { seq: number }).seq > 4);
  const last = await desk.does(id, jonas, { type: 'note', messageId: 0, words: 'Ours now.' });
  const isLast = (event: { event: string; data: unknown }) =>
    about(id)(event) && (event.data as { seq: number }).seq === (last.ok ? last.seq : 0);
  await stranger.next(isLast);
  expect(stranger.events.filter(about(id)).length).toBe(2);
  expect(own.events.some(isLast)).toBe(false);
});

test('who is excluded hears that once, so that their screen loses it, and nothing of it afterwards', async () => {
  const id = await desk.opens();
  const [away, other] = [await listen(marko), await listen(lea)];
  await away.next(({ event }) => event === 'heartbeat');
  const told = () => away.events.filter(about(id)).length;
  await desk.does(id, desk.sanja, { type: 'exclude', personId: marko });
  await away.next(about(id));
  const before = told();
  const last = await desk.does(id, petra, { type: 'note', messageId: 0, words: 'Between us.' });
  const isLast = (event: { event: string; data: unknown }) =>
    about(id)(event) && (event.data as { seq: number }).seq === (last.ok ? last.seq : 0);
  await other.next(isLast);
  await away.next(({ event }) => event === 'heartbeat');
  expect(told()).toBe(before);
  expect(away.events.some(isLast)).toBe(false);
});

test('who is told by a step hears how many notices wait', async () => {
  const stream = await listen(marko);
  await stream.next(({ event }) => event === 'heartbeat');
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  expect((await stream.next(({ event }) => event === 'notice')).data).toEqual({ unseen: 1 });
});

test('a stream that breaks and comes back has lost nothing, whatever happened meanwhile', async () => {
  const changes: { ticketId: number; seq: number }[] = [];
  const seen = new Map<number, number>();
  let lastId: string | undefined;
  const hear = (stream: EventStream) => {
    for (const { event, data } of stream.events) {
      if (event === 'resync') throw new Error('it was told to start over');
      if (event !== 'ticket') continue;
      const { ticketId, seq } = data as { ticketId: number; seq: number };
      seen.set(ticketId, Math.max(seen.get(ticketId) ?? 0, seq));
    }
    lastId = stream.lastId ?? lastId;
    stream.close();
  };
  const change = async () => {
    const acts = await Promise.all([1, 2, 3].map(() => openingAct(db, desk, desk.clock.current)));
    // one transaction with several tickets, and one alone
    for (const done of await db.withTransaction((tx) => handle(tx, desk.door, acts))) {
      if (done.ok) changes.push({ ticketId: done.ticketId, seq: done.seq });
    }
    const id = changes.at(-1)!.ticketId;
    const noted = await desk.does(id, petra, { type: 'note', messageId: 0, words: 'And now?' });
    changes.push({ ticketId: id, seq: noted.ok ? noted.seq : 0 });
  };
  hear(await listen(petra).then(async (stream) => (await stream.next(({ event }) => event === 'heartbeat'), stream)));
  for (let round = 0; round < 12; round += 1) {
    await change();
    const stream = await listen(petra, lastId);
    // cut in the middle of what comes, sometimes before anything came
    await until(() => stream.events.length > round % 4, { withinMs: 300 });
    hear(stream);
  }
  const rest = await listen(petra, lastId);
  await until(
    () =>
      changes.every(
        ({ ticketId, seq }) =>
          rest.events.some((event) => about(ticketId)(event) && (event.data as { seq: number }).seq >= seq) ||
          (seen.get(ticketId) ?? 0) >= seq,
      ),
    { withinMs: 3_000 },
  );
  hear(rest);
  expect(changes.filter(({ ticketId, seq }) => (seen.get(ticketId) ?? 0) < seq)).toEqual([]);
});

test('what an older transaction holds back is told when it ends, not skipped', async () => {
  const stream = await listen(petra);
  await stream.next(({ event }) => event === 'heartbeat');
  const client = await db.pool.connect();
  await client.query('begin');
  // takes its transaction id before the change, and writes and ends after it
  await client.query('select pg_current_xact_id()');
  const id = await desk.opens();
  await until(() => stream.events.some(about(id)), { withinMs: 500 });
  expect(stream.events.some(about(id))).toBe(false);
  const [slow] = await handle(client, desk.door, [await openingAct(client, desk, desk.clock.current)]);
  await client.query('commit');
  client.release();
  await stream.next(about(slow!.ticketId));
  await stream.next(about(id));
});

test.each([
  ['9999999999', 'a place that is not there yet'],
  ['1', 'a place too long ago'],
  ['none-of-ours', 'a place nobody gave'],
])('from %s (%s) a stream is told to start over, and goes on', async (lastEventId) => {
  await db.query(
    `insert into ticket_event (ticket_id, seq, at, type, body, xact)
       select (select min(id) from ticket), 100000 + n, '2026-01-01Z', 'looked_again', '{}', '100'::xid8
       from generate_series(1, 9000) n on conflict do nothing`,
  );
  await db.query(`update ticket_event set xact = (100 + seq % 500)::text::xid8 where seq > 100000`);
  const stream = await listen(petra, lastEventId);
  await stream.next(({ event }) => event === 'resync');
  const id = await desk.opens();
  await stream.next(about(id));
});

test('a session that is revoked ends its stream at the next heartbeat', async () => {
  const stream = await listen(ivana);
  await stream.next(({ event }) => event === 'heartbeat');
  await signOutEverywhere(db, server.sessions, ivana);
  await until(() => stream.isOver, { withinMs: 2_000 });
  expect(stream.isOver).toBe(true);
});

test('whoever leaves while the stream begins is let go', async () => {
  const { cookie } = await server.as(petra);
  const { port } = new URL(url);
  const before = server.hub.clients.size;
  for (let count = 0; count < 40; count += 1) {
    const socket = net.connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET /api/live HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`);
    await pause(count % 4);
    socket.destroy();
  }
  expect(await until(() => server.hub.clients.size <= before, { withinMs: 5_000 })).toBe(true);
});

test('a stranger gets no stream', async () => {
  expect((await openStream(url, '')).status).toBe(401);
});

test('the bell wakes another node long before its poll', async () => {
  let rung = 0;
  const options = { db, connection: db.connection, log: testLog() };
  const elsewhere = hangBell({ ...options, listens: true, onRing: () => (rung += 1) });
  const here = hangBell({ ...options, listens: false, onRing: () => {} });
  // listening begins with a ring of its own
  await until(() => rung === 1, { withinMs: 3_000 });
  here.ring([1, 2, 3]);
  await until(() => rung > 1, { withinMs: 3_000 });
  expect(rung).toBe(2);
  await Promise.all([elsewhere.close(), here.close()]);
});
