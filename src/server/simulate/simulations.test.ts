import { expect, test } from 'vitest';
import type { AskedSimulation } from '#contract/simulation.ts';
import type { DraftDetail } from '#contract/config-draft.ts';
import { HOUR, MINUTE, SECOND } from '#core/time.ts';
import { addPerson } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { simulate } from './simulate.ts';
import { claimNext } from './simulation-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const sanja = await server.as(desk.sanja);
const details = { role: 'admin', tier: null, language: 'hr', timeZone: 'Europe/Zagreb' } as const;
const nikolaId = await addPerson(db, { name: 'Nikola', email: 'nikola@bura.example', ...details }, MONDAY);
const nikola = await server.as(nikolaId);
const { body: path } = (await sanja.get('/api/paths/Billing')).json();

const forgotten = await desk.opens();
for (const minutes of [30, 48, 60, 75]) {
  desk.clock.moveTo(MONDAY + minutes * MINUTE + 1);
  await desk.ticks(forgotten);
}
desk.clock.moveTo(MONDAY + 2 * HOUR);

const draft = { paths: { Billing: { ...path, repeat: 3 } } };
const asks = async (body: object = { draft }) => sanja.ask('POST', '/api/simulations', body);
const read = async (id: number): Promise<AskedSimulation> => (await sanja.get(`/api/simulations/${id}`)).json();
/** What the sweep does when it comes by, until the thread it began has ended. */
const done = async (): Promise<void> => {
  server.simulations.wake();
  await server.simulations.source.act(1);
  await server.simulations.idle();
};
/** Its process begins it and is gone. */
const dies = () => db.withTransaction((tx) => claimNext(tx, desk.clock.current));

test('what is asked for waits for its turn, is done beside the desk, and is kept for whoever asked', async () => {
  const asked = await asks();
  expect([asked.statusCode, asked.json()]).toEqual([202, expect.objectContaining({ state: 'waiting', found: null })]);
  const { id } = asked.json();
  expect(asked.headers.location).toBe(`/api/simulations/${id}`);
  await done();
  const wish = { draft, from: null, until: null, answersAfterMs: null, timeZone: 'UTC', most: 10, exceptFor: null };
  const direct = await simulate(db, wish);
  expect(direct).toMatchObject({ ok: true, simulation: { tickets: 1 } });
  expect({ ok: true, simulation: (await read(id)).found }).toEqual(direct);
  expect((await sanja.get('/api/simulations')).json().items).toMatchObject([{ id, state: 'done' }]);

  expect((await nikola.get(`/api/simulations/${id}`)).statusCode).toBe(404);
});

test('a draft that is kept is simulated by its number; one of intake rules is not', async () => {
  const write = async (body: object): Promise<DraftDetail> =>
    (await sanja.ask('POST', '/api/config/drafts', body)).json();
  const kept = await write({ kind: 'path', name: 'Billing', body: draft.paths.Billing });
  const { id } = (await asks({ draftId: kept.id })).json();
  const other = (await asks()).json();
  await done();
  await done();
  expect((await read(id)).found).toEqual((await read(other.id)).found);
  const rules = await write({ kind: 'intake_rules', name: 'main', body: { rules: [] } });
  expect((await asks({ draftId: rules.id })).json().code).toBe('draft_not_simulated');
  expect((await asks({ draftId: 4_711 })).json().code).toBe('no_such_draft');
});

test('what a draft names wrongly is said when its turn has come; what cannot be asked for, at once', async () => {
  const { id } = (await asks({ draft: { paths: { Billing: { ...path, calendar: 'Nowhere' } } } })).json();
  await done();
  expect(await read(id)).toMatchObject({
    state: 'failed',
    found: null,
    problem: { code: 'draft_invalid', errors: [{ path: 'paths.Billing.calendar', code: 'unknown' }] },
  });
  expect((await asks({ draft: { paths: { A: {} } } })).statusCode).toBe(400);
  expect((await asks({ draft, draftId: 1 })).statusCode).toBe(400);
  expect((await asks({ draft, timeZone: 'Atlantis' })).json().code).toBe('no_such_zone');
});

test('nothing is simulated of a ticket that is kept from whoever asks', async () => {
  await desk.does(forgotten, desk.ivana, { type: 'exclude', personId: nikolaId });
  const { id } = (await nikola.ask('POST', '/api/simulations', { draft })).json();
  await done();
  const found = (await nikola.get(`/api/simulations/${id}`)).json();
  expect(found).toMatchObject({ state: 'failed', problem: { code: 'no_tickets' } });
});

test('what its process took down is begun again, and the second time has failed', async () => {
  const { id } = (await asks()).json();
  await dies();
  expect(await read(id)).toMatchObject({ state: 'running' });
  // another node leaves it alone for as long as it may be alive
  await done();
  expect(await read(id)).toMatchObject({ state: 'running' });
  desk.clock.advance(31 * SECOND);
  await dies();
  desk.clock.advance(31 * SECOND);
  await done();
  expect(await read(id)).toMatchObject({ state: 'failed', problem: { code: 'interrupted' } });
  const again = (await asks()).json();
  await dies();
  desk.clock.advance(31 * SECOND);
  await done();
  expect(await read(again.id)).toMatchObject({ state: 'done' });
});

test('five may wait; what is forgotten is stopped', async () => {
  const ids: number[] = [];
  for (let index = 0; index < 5; index += 1) ids.push((await asks()).json().id);
  expect([(await asks()).statusCode, (await asks()).json().code]).toEqual([429, 'simulation_busy']);
  server.simulations.wake();
  await server.simulations.source.act(1);
  for (const id of ids) expect((await sanja.ask('DELETE', `/api/simulations/${id}`)).statusCode).toBe(204);
  await server.simulations.idle();
  expect((await sanja.get(`/api/simulations/${ids[0]}`)).statusCode).toBe(404);
  await done();
  const { rows } = await db.query(`select from simulation where state in ('waiting', 'running')`);
  expect(rows).toEqual([]);
});
