import { expect, test } from 'vitest';
import { addPerson } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const nikola = await server.as(
  await addPerson(
    db,
    { name: 'Nikola', email: 'nikola@bura.example', role: 'admin', tier: null, language: 'hr', timeZone: 'UTC' },
    MONDAY,
  ),
);
const petra = await server.as(desk.petra);

test('a customer belongs to an organisation, whose tier is the company’s own word', async () => {
  const asked = { name: 'Kopal', tier: 'gold', addRequesterIds: [desk.ana] };
  const made = await nikola.ask('POST', '/api/organisations', asked);
  expect([made.statusCode, made.json()]).toMatchObject([201, { name: 'Kopal', tier: 'gold', requesters: 1 }]);
  const { id } = made.json();
  expect((await petra.get('/api/organisations')).json().items).toMatchObject([{ id, tier: 'gold' }]);
  const renamed = await nikola.ask('PATCH', `/api/organisations/${id}`, { name: 'Kopal d.o.o.' });
  expect(renamed.json()).toMatchObject({ name: 'Kopal d.o.o.', tier: 'gold' });
  const none = await nikola.ask('PATCH', `/api/organisations/${id}`, { tier: null });
  expect(none.json()).toMatchObject({ name: 'Kopal d.o.o.', tier: null });
});

test('colleagues belong to none, and what is not there is not changed', async () => {
  const refused = await nikola.ask('POST', '/api/organisations', { name: 'Bura', addRequesterIds: [desk.petra] });
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, 'addRequesterIds']);
  expect((await petra.get('/api/organisations')).json().items).toHaveLength(1);
  expect((await nikola.ask('PATCH', '/api/organisations/9999', { tier: 'gold' })).statusCode).toBe(404);
  expect((await petra.ask('POST', '/api/organisations', { name: 'X' })).statusCode).toBe(403);
});
