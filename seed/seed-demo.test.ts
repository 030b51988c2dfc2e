import { expect, test } from 'vitest';
import { dueAt } from '#core/ticket/due.ts';
import { DAY } from '#core/time.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import type { Door } from '#server/ticket/handle.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { seedDemo } from './seed-demo.ts';

const db = await testDatabase();
// Nothing here is delivered: the rows wait in the outbox, which is what is looked at.
const carrier = { add: async () => undefined };
const door: Door = { config: createConfigCache(), clock: databaseClock, carrier, mailHost: 'bura.example' };
// A Sunday night: the company must look alive then as well.
const SUNDAY = Date.parse('2026-11-22T23:30:00+01:00');

test('an empty database becomes a believable company, once', async () => {
  expect(await db.withTransaction((tx) => seedDemo(tx, door, SUNDAY, { everyday: false }))).toBe(true);
  expect(await db.withTransaction((tx) => seedDemo(tx, door, SUNDAY + DAY))).toBe(false);
  const { rows } = await db.pool.query('select count(*) as tickets from ticket');
  expect(rows[0].tickets).toBe(20);
});

test('its tickets have pasts: answered, waiting, missed, climbing, taken, solved', async () => {
  const { rows } = await db.pool.query('select id from ticket');
  const tickets = await db.withTransaction((tx) =>
    loadTickets(
      tx,
      rows.map(({ id }) => id),
    ),
  );
  const all = [...tickets.values()];
  for (const ticket of all) expect(dueAt(ticket)).toBeGreaterThanOrEqual(SUNDAY);
  const statuses = new Set(all.map(({ status }) => status));
  expect(statuses).toEqual(new Set(['new', 'open', 'waiting_on_customer', 'on_hold', 'solved']));
  const climbs = new Set(all.flatMap(({ escalations }) => escalations.map(({ status }) => status)));
  expect(climbs).toEqual(new Set(['climbing', 'acknowledged', 'last_resort', 'ended']));
  expect(new Set(all.map(({ tier }) => tier))).toEqual(new Set([1, 2, 3]));
  // the steps of the refunds hand over, and ask for a yes
  const steps = all.flatMap(({ legs, approvals }) => [...legs, ...approvals].map(({ step }) => step?.stepIndex));
  expect(steps).toEqual(expect.arrayContaining([0, 1]));
  const legs = all.map((ticket) => ticket.legs.filter(({ status }) => status === 'acknowledged'));
  const both = legs.find((held) => held.length === 2)!;
  expect(both.map(({ direction }) => direction)).toEqual(['functional', 'hierarchical']);
  const clocks = all.flatMap((ticket) => ticket.clocks);
  expect(clocks.filter(({ breachedAt }) => breachedAt !== null).length).toBeGreaterThanOrEqual(2);
  expect(clocks.filter(({ state }) => state === 'running').length).toBeGreaterThanOrEqual(6);
});

test('one approval was granted and one waits for Davor; one answer came from outside and one is waited for', async () => {
  const approvals = await db.pool.query(
    `select a.status, a.ended_why, p.name from approval a left join person p on p.id = a.told[1] order by a.asked_at`,
  );
  expect(approvals.rows).toEqual([
    { status: 'ended', ended_why: 'granted', name: null },
    { status: 'pending', ended_why: null, name: 'Davor Perić' },
  ]);
  const questions = await db.pool.query('select status, ended_why, holds from question order by asked_at');
  expect(questions.rows).toEqual([
    { status: 'open', ended_why: null, holds: true },
    { status: 'ended', ended_why: 'answered', holds: false },
  ]);
});
