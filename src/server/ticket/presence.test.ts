import { afterAll, expect, test } from 'vitest';
import type { Presence, PresenceList } from '#contract/presence.ts';
import { MINUTE, SECOND } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { monotonicMs, until } from '#server/platform/clock.ts';
import { hangBell } from '#server/platform/live/bell.ts';
import { LiveHub } from '#server/platform/live/hub.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { openStream, type EventStream } from '#test/harness/event-stream.ts';
import { testLog } from '#test/harness/server.ts';
import { ticketFeed } from './live-feed.ts';
import { withPresence } from './presence-feed.ts';
import type { PersonActor } from './sight.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk, { pollMs: 200, heartbeatMs: 100 });
const { petra, lea } = desk;
const url = `${await server.http.listen({ host: '127.0.0.1', port: 0 })}/api/live`;
const jonas = await addPerson(
  db,
  { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
await addMember(db, await addTeam(db, 'Technical'), jonas, false);

const streams: EventStream[] = [];
afterAll(() => {
  for (const stream of streams) stream.close();
});
const listen = async (personId: number): Promise<EventStream> => {
  const stream = await openStream(url, (await server.as(personId)).cookie);
  streams.push(stream);
  await stream.next(({ event }) => event === 'heartbeat');
  return stream;
};
const says = async (who: number, ticketId: number, body: object) =>
  (await server.as(who)).ask('PUT', `/api/tickets/${ticketId}/presence`, body);
const at = async (reader: number, ...ids: number[]): Promise<string[]> => {
  const query = ids.map((id) => `ticketIds=${id}`).join('&');
  const answer = await (await server.as(reader)).get(`/api/presence?${query}`);
  const { items }: PresenceList = answer.json();
  return items.flatMap(({ ticketId, people }) =>
    people.map(({ person, mode }) => `${ids.indexOf(ticketId)} ${person.name} ${mode}`),
  );
};
const toldOf = (stream: EventStream, ticketId: number): Presence[] =>
  stream.events
    .filter(({ event, data }) => event === 'presence' && (data as Presence).ticketId === ticketId)
    .map(({ data }) => data as Presence);

test('who looks and who answers is known to those who see the ticket, in the order they came', async () => {
  const [id, other] = [await desk.opens(), await desk.opens()];
  const first = await says(petra, id, { mode: 'viewing' });
  expect(first.json()).toEqual({
    ticketId: id,
    people: [{ person: { id: petra, name: 'Petra', role: 'agent' }, mode: 'viewing', since: desk.clock.current }],
  });
  desk.clock.advance(SECOND);
  await says(lea, id, { mode: 'replying' });
  expect(await at(petra, id, other)).toEqual(['0 Petra viewing', '0 Lea replying']);
  expect((await (await server.as(petra)).ask('DELETE', `/api/tickets/${id}/presence`)).statusCode).toBe(204);
  expect(await at(petra, id)).toEqual(['0 Lea replying']);
});

test('who does not say again that they are there is gone after 45 seconds, and a heartbeat keeps them', async () => {
  const id = await desk.opens();
  const began = desk.clock.current;
  await says(petra, id, { mode: 'viewing' });
  await says(lea, id, { mode: 'viewing' });
  desk.clock.advance(30 * SECOND);
  const renewed: Presence = (await says(lea, id, { mode: 'viewing' })).json();
  expect(renewed.people.find(({ person }) => person.id === lea)?.since).toBe(began);
  desk.clock.advance(15 * SECOND - 1);
  expect(await at(lea, id)).toHaveLength(2);
  desk.clock.advance(1);
  expect(await at(lea, id)).toEqual(['0 Lea viewing']);
  desk.clock.advance(30 * SECOND);
  expect(await at(lea, id)).toEqual([]);
});

test('who is writing but has not typed for three minutes only looks on', async () => {
  const id = await desk.opens();
  await says(petra, id, { mode: 'replying', idleMs: 3 * MINUTE - 1 });
  expect(await at(lea, id)).toEqual(['0 Petra replying']);
  desk.clock.advance(SECOND);
  await says(petra, id, { mode: 'replying', idleMs: 3 * MINUTE });
  expect(await at(lea, id)).toEqual(['0 Petra viewing']);
});

test('heartbeats write no event and ask nothing of the door', async () => {
  const id = await desk.opens();
  const seq = async () => (await db.query('select seq, due_at from ticket where id = $1', [id])).rows[0];
  const before = await seq();
  for (let beat = 0; beat < 5; beat += 1) {
    await says(petra, id, { mode: 'replying' });
    desk.clock.advance(20 * SECOND);
  }
  expect(await seq()).toEqual(before);
});

test('a colleague hears within a second that somebody came, answers, and went without a word', async () => {
  const id = await desk.opens();
  const stream = await listen(lea);
  const began = monotonicMs();
  await says(petra, id, { mode: 'viewing' });
  await until(() => toldOf(stream, id).length > 0, { withinMs: 2_000 });
  expect(monotonicMs() - began).toBeLessThan(1_000);
  await says(petra, id, { mode: 'replying' });
  await until(() => toldOf(stream, id).length > 1, { withinMs: 2_000 });
  // the same again is no news
  await says(petra, id, { mode: 'replying' });
  desk.clock.advance(45 * SECOND);
  await until(() => toldOf(stream, id).length > 2, { withinMs: 2_000 });
  expect(toldOf(stream, id).map(({ people }) => people.map(({ person, mode }) => `${person.name} ${mode}`))).toEqual([
    ['Petra viewing'],
    ['Petra replying'],
    [],
  ]);
});

test('out of sight there is nobody: no event, nothing to read, nothing to say', async () => {
  const id = await desk.opens();
  const [stranger, own] = [await listen(jonas), await listen(lea)];
  await says(petra, id, { mode: 'replying' });
  await until(() => toldOf(own, id).length > 0, { withinMs: 2_000 });
  expect(toldOf(own, id)).toHaveLength(1);
  expect((await says(jonas, id, { mode: 'viewing' })).statusCode).toBe(404);
  expect((await (await server.as(jonas)).ask('DELETE', `/api/tickets/${id}/presence`)).statusCode).toBe(404);
  expect(await at(jonas, id)).toEqual([]);
  expect((await says(petra, 999_999, { mode: 'viewing' })).statusCode).toBe(404);
  await stranger.next(({ event }) => event === 'heartbeat');
  expect(stranger.events.filter(({ event }) => event === 'presence')).toEqual([]);
});

test('another node hears of it within a second', async () => {
  const told: string[] = [];
  const log = testLog();
  const feed = withPresence(ticketFeed(db), db, desk.clock);
  // its poll alone would be too slow: the bell must wake it
  const elsewhere = new LiveHub<PersonActor>({ feed, log, pollMs: 20_000 });
  await elsewhere.start();
  let rung = 0;
  const connection = db.connection;
  const theirs = hangBell({ db, connection, listens: true, onRing: () => ((rung += 1), elsewhere.ring()), log });
  const ours = hangBell({ db, connection, listens: false, onRing: () => {}, log });
  await until(() => rung > 0, { withinMs: 3_000 });
  const reader: PersonActor = { kind: 'person', personId: lea, role: 'agent', teamIds: [desk.teamId], leadOf: [] };
  elsewhere.attach(reader, { write: (text) => void told.push(text), waiting: () => 0, end: () => {} }, null);
  const id = await desk.opens();
  const began = monotonicMs();
  await says(petra, id, { mode: 'noting' });
  ours.ring([id]);
  const isTold = () => told.some((text) => text.includes('event: presence') && text.includes(`"ticketId":${id}`));
  expect(await until(isTold, { withinMs: 3_000 })).toBe(true);
  expect(monotonicMs() - began).toBeLessThan(1_000);
  await Promise.all([ours.close(), theirs.close(), elsewhere.close()]);
});
