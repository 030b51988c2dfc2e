import { expect, test } from 'vitest';
import { endedIn } from '#core/metrics/cycles.ts';
import { factOf } from '#core/metrics/facts.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { readCycles } from './cycle-store.ts';
import { olderTickets } from './derive-facts.ts';
import { readFacts } from './fact-store.ts';
import { readFigures } from './figure-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);

const kept = async (id: number) => (await readFacts(db, [id])).get(id);
const told = async (id: number) => factOf(null, await readLog(db, id));

test('a fact is written with each decision and equals what the whole log says', async () => {
  const id = await desk.opens();
  expect(await kept(id)).toMatchObject({ requester_messages: 1, escalations: 0 });
  desk.clock.advance(2 * HOUR);
  await desk.ticks(id);
  expect(await kept(id)).toMatchObject({ breaches: 1, escalations: 1, steps_reached: 1 });
  await desk.does(id, desk.marko, { type: 'acknowledge', escalationId: 1 });
  await desk.does(id, desk.marko, { type: 'set_status', to: 'solved' });
  expect(await kept(id)).toMatchObject({ acknowledgements: 1, last_solved_at: MONDAY + 2 * HOUR });
  expect(await kept(id)).toEqual(await told(id));
});

test('tickets older than the table get their facts from their logs, and what is decided meanwhile is not lost', async () => {
  const [one, other] = [await desk.opens(), await desk.opens()];
  await desk.does(one, desk.petra, { type: 'set_status', to: 'solved' });
  for (const table of ['ticket_fact', 'clock_cycle']) {
    await db.query(`delete from ${table} where ticket_id = any($1)`, [[one, other]]);
  }
  desk.clock.advance(MINUTE);
  await desk.does(one, desk.petra, { type: 'set_severity', severity: 'S1' });
  expect(await kept(one)).toBeUndefined();
  const older = olderTickets(db);
  expect(await older.act(1)).toBe(1);
  expect(await kept(one)).toMatchObject({ severity_changes: 1 });
  expect(await readCycles(db, one, 9)).toMatchObject([{ key: 'first_reply', outcome: 'met', endedBy: 'solve' }]);
  expect(await older.act(1)).toBe(1);
  expect(await older.act(1)).toBe(0);
  expect([await kept(one), await kept(other)]).toEqual([await told(one), await told(other)]);
});

test('figures are read from facts alone', async () => {
  expect(await readFigures(db)).toMatchObject({
    tickets: 3,
    escalated: 1,
    breached: 1,
    severity_changed: 1,
    resolution_hours: { n: 2, mean: 1, median: 1, p90: 2 },
    first_reply_hours: { n: 0, mean: null },
  });
});

test('a cycle is kept with the act that ends it, and equals what the whole log says', async () => {
  const id = await desk.opens();
  const isAsLogged = async () => expect(await readCycles(db, id, 100)).toEqual(endedIn(await readLog(db, id)));
  desk.clock.advance(2 * HOUR);
  await desk.ticks(id);
  await isAsLogged();
  await desk.does(id, desk.petra, { type: 'reply', messageId: 0, words: 'We are on it.' });
  const { rows } = await db.query<{ id: number }>('select max(id) as id from message where ticket_id = $1', [id]);
  const about = { messageId: rows[0]!.id, authorId: desk.petra };
  await desk.act({ ticketId: id, actor: SYSTEM, command: { type: 'accept_reply', ...about } });
  await isAsLogged();
  expect(await readCycles(db, id, 100)).toMatchObject([{ key: 'first_reply', outcome: 'late', endedBy: 'reply' }]);
});
