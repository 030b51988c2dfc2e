import { expect, test } from 'vitest';
import type { OpenHours } from '#contract/hours.ts';
import { DAY, HOUR } from '#core/time.ts';
import { addPerson } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);

test('the open hours of a ticket reach from its first contact to a week from now, for those who may read it', async () => {
  const id = await desk.opens();
  desk.clock.moveTo(MONDAY + HOUR);
  const petra = await server.as(desk.petra);
  const hours: OpenHours = (await petra.get(`/api/tickets/${id}/hours`)).json();
  // the desk's calendar never closes
  const all = { opens: MONDAY, closes: MONDAY + HOUR + 7 * DAY };
  expect(hours).toEqual({ calendar: 'Always', from: all.opens, to: all.closes, spans: [all], complete: true });
});

test('to whom the ticket is out of sight it is not there', async () => {
  const id = await desk.opens();
  const stranger = await addPerson(
    db,
    { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
    MONDAY,
  );
  const jonas = await server.as(stranger);
  expect((await jonas.get(`/api/tickets/${id}/hours`)).statusCode).toBe(404);
});
