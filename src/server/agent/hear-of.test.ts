import { expect, test } from 'vitest';
import type { AgentList, AgentPresence } from '#contract/agent.ts';
import type { PersonId } from '#core/ids.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { agentSource } from './sweep-agents.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);

/** Somebody whose desk is open now, and how they are there then. */
const opens = async (personId: PersonId): Promise<AgentPresence> => {
  const person = await server.as(personId);
  await person.ask('POST', '/api/me/heartbeat');
  return (await person.get('/api/me/presence')).json();
};

test('an open desk makes whoever never chose available on their shift, and not before it', async () => {
  const ivana = await server.as(desk.ivana);
  const shifts = [{ personId: desk.petra, weekday: 'mon', opens: '11:00', closes: '17:00' }];
  await ivana.ask('POST', '/api/duty-lists', { name: 'B', timeZone: 'Europe/Zagreb', teamId: desk.teamId, shifts });
  expect(await opens(desk.petra)).toMatchObject({ presence: 'offline', because: 'unseen' });
  // without shifts one works at all hours
  expect(await opens(desk.lea)).toMatchObject({ presence: 'available', because: 'ended' });
  desk.clock.moveTo(MONDAY + 2 * HOUR);
  expect(await opens(desk.petra)).toMatchObject({ presence: 'available', because: 'ended' });
});

test('whoever says that they are offline is, whatever is open; whoever was unseen in focus is in focus again', async () => {
  const marko = await server.as(desk.marko);
  await marko.ask('PUT', '/api/me/presence', { presence: 'offline' });
  desk.clock.advance(MINUTE);
  expect(await opens(desk.marko)).toMatchObject({ presence: 'offline', because: 'asked' });

  const until = desk.clock.current + 2 * HOUR;
  await marko.ask('PUT', '/api/me/presence', { presence: 'focus', until });
  desk.clock.advance(10 * MINUTE);
  await agentSource(db, desk.clock).act(100);
  expect((await marko.get('/api/me/presence')).json()).toMatchObject({ presence: 'offline', because: 'unseen' });
  expect(await opens(desk.marko)).toMatchObject({ presence: 'focus', until });
});

test('colleagues see when a break is planned, not what for', async () => {
  const lea = await server.as(desk.lea);
  const from = desk.clock.current + HOUR;
  await lea.ask('POST', '/api/me/breaks', { from, until: from + HOUR, reason: 'Doctor' });
  const marko = await server.as(desk.marko);
  const agents: AgentList = (await marko.get('/api/agents')).json();
  expect(agents.items.find(({ person }) => person.id === desk.lea)?.breaks).toEqual([{ from, until: from + HOUR }]);
});
