import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { until } from '#server/platform/clock.ts';
import { startSweep } from '#server/platform/sweep.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';
import { testLog } from '#test/harness/server.ts';
import { handle } from './handle.ts';
import { claimDue, countStuck, firstDue } from './sweep-store.ts';
import { ticketSource } from './sweep-tickets.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { clock, door } = desk;
const source = ticketSource(db, door, testLog());

const opensMany = async (many: number): Promise<number[]> => {
  const acts = await Promise.all(Array.from({ length: many }, () => openingAct(db, desk, clock.current)));
  await db.withTransaction((tx) => handle(tx, door, acts));
  return acts.map((act) => act.ticketId);
};
const drain = async (): Promise<void> => {
  while ((await source.act(100)) > 0);
};
const firings = async (ids: number[]): Promise<Record<string, number>> => {
  const { rows } = await db.query<{ type: string; n: number }>(
    `select type, count(*) as n from ticket_event where ticket_id = any($1) group by type`,
    [ids],
  );
  return Object.fromEntries(rows.map((row) => [row.type, row.n]));
};

test('nothing is done before it is due, and the sweep knows how long that is', async () => {
  const [id] = await opensMany(1);
  expect(await source.act(100)).toBe(0);
  expect(await source.nextDueMs()).toBe(30 * MINUTE);
  clock.advance(30 * MINUTE - 1);
  expect(await source.act(100)).toBe(0);
  clock.advance(1);
  expect(await source.act(100)).toBe(1);
  expect(await firings([id!])).toMatchObject({ target_at_risk: 1 });
});

test('a look after a weekend fires each overdue ticket one step, dated where it was due, and marks it late', async () => {
  const ids = await opensMany(3);
  clock.advance(2 * DAY);
  await drain();
  expect(await firings(ids)).toMatchObject({ target_breached: 3, escalation_started: 3, step_reached: 3 });
  const { rows } = await db.query<{ late: boolean }>(
    `select (body->>'late')::boolean as late from ticket_event where type = 'step_reached' and ticket_id = any($1)`,
    [ids],
  );
  expect(rows.every((row) => row.late)).toBe(true);
});

test('what is due at one instant goes by severity', async () => {
  const ids = await opensMany(4);
  await db.query(`update ticket set severity = 'S' || (4 - id % 4) where id = any($1)`, [ids]);
  clock.advance(30 * MINUTE);
  const { rows } = await db.query<{ id: number }>('select id from ticket where id = any($1) order by severity, id', [
    ids,
  ]);
  const claimed = await db.withTransaction((tx) => claimDue(tx, clock.current, 1_000));
  expect(claimed.filter((id) => ids.includes(id))).toEqual(rows.map((row) => row.id));
  await drain();
});

test('a ticket whose decision throws is set aside, and starves nobody', async () => {
  const ids = await opensMany(20);
  const broken = ids[7]!;
  // by hand: its policy is now a calendar
  await db.query(
    `update ticket set policy_version_id = (select id from config_version where kind = 'calendar' limit 1) where id = $1`,
    [broken],
  );
  clock.advance(HOUR + 1);
  await drain();
  expect(await firings(ids)).toMatchObject({ target_breached: 19, step_reached: 19 });
  expect(await countStuck(db)).toBe(1);
  const stuck = async () => {
    const { rows } = await db.query('select stuck_error, stuck_count, stuck_until from ticket where id = $1', [broken]);
    return rows[0];
  };
  expect(await stuck()).toMatchObject({ stuck_count: 1, stuck_until: clock.current + MINUTE });
  expect((await stuck()).stuck_error).toContain('there is no policy version');
  clock.advance(MINUTE);
  await drain();
  expect(await stuck()).toMatchObject({ stuck_count: 2, stuck_until: clock.current + 2 * MINUTE });
  for (let tries = 3; tries < 12; tries++) {
    clock.advance(HOUR);
    await drain();
  }
  expect(await stuck()).toMatchObject({ stuck_until: clock.current + HOUR });
  await db.query('update ticket set policy_version_id = $2 where id = $1', [broken, desk.policyVersionId]);
  clock.advance(HOUR);
  await drain();
  expect(await stuck()).toMatchObject({ stuck_error: null, stuck_count: 0, stuck_until: null });
  expect(await countStuck(db)).toBe(0);
});

test('eight sweepers at once do everything, and nothing twice', async () => {
  const ids = [...(await opensMany(100)), ...(await opensMany(100)), ...(await opensMany(100))];
  clock.advance(HOUR + 1);
  const sweep = startSweep({ sources: [source], log: testLog(), workers: 8 });
  const done = await until(async () => ((await firstDue(db)) ?? 0) > clock.current, { withinMs: 20_000 });
  await sweep.stop();
  expect(done).toBe(true);
  expect(await firings(ids)).toMatchObject({ target_breached: 300, step_reached: 300 });
  const { rows } = await db.query<{ n: number }>(
    `select count(*) as n from notice where ticket_id = any($1) and kind = 'step_reached' and person_id = $2`,
    [ids, desk.marko],
  );
  expect(rows[0]!.n).toBe(300);
});

test('the sweep outlives its connections', async () => {
  await drain();
  const ids = await opensMany(50);
  const sweep = startSweep({ sources: [source], log: testLog(), workers: 2 });
  const cut = () =>
    db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
  await cut();
  clock.advance(HOUR + 1);
  await cut().catch(() => {});
  const done = await until(async () => ((await firstDue(db).catch(() => null)) ?? 0) > clock.current, {
    withinMs: 20_000,
  });
  await sweep.stop();
  expect(done).toBe(true);
  expect(await firings(ids)).toMatchObject({ target_breached: 50, step_reached: 50 });
  expect(await countStuck(db)).toBe(0);
});
