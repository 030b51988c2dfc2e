import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { codeOf } from './connection-loss.ts';
import type { Tx } from './transaction.ts';

const db = await testDatabase({ empty: true });
await db.query('create table counter (id int primary key, value int not null)');

beforeEach(async () => {
  await db.query('truncate counter');
  await db.query('insert into counter values (1, 0), (2, 0)');
});

const valueOf = async (id: number) => (await db.query('select value from counter where id = $1', [id])).rows[0].value;
const addOne = (tx: Tx, id: number) => tx.query('update counter set value = value + 1 where id = $1', [id]);
const killMe = (tx: Tx) => tx.query('select pg_terminate_backend(pg_backend_pid())');

test('what throws leaves nothing behind, and the error comes out as it was', async () => {
  const mine = new Error('mine');
  const run = db.withTransaction(async (tx) => {
    await addOne(tx, 1);
    throw mine;
  });
  await expect(run).rejects.toBe(mine);
  expect(await valueOf(1)).toBe(0);
});

test('two that read and write the same row at once both count, one of them on its second run', async () => {
  let runs = 0;
  let bothHaveRead = 0;
  let go: () => void;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const increment = () =>
    db.withTransaction(
      async (tx) => {
        runs += 1;
        const { rows } = await tx.query('select value from counter where id = 1');
        bothHaveRead += 1;
        if (bothHaveRead === 2) go();
        await gate;
        await tx.query('update counter set value = $1 where id = 1', [rows[0].value + 1]);
      },
      { isolation: 'repeatable read' },
    );
  await Promise.all([increment(), increment()]);
  expect(await valueOf(1)).toBe(2);
  expect(runs).toBe(3);
});

test('two that lock the same rows in opposite order both come through', async () => {
  let runs = 0;
  let first = 0;
  let go: () => void;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const both = (one: number, other: number) =>
    db.withTransaction(async (tx) => {
      runs += 1;
      await addOne(tx, one);
      first += 1;
      if (first === 2) go();
      await gate;
      await addOne(tx, other);
    });
  await Promise.all([both(1, 2), both(2, 1)]);
  expect([await valueOf(1), await valueOf(2)]).toEqual([2, 2]);
  expect(runs).toBe(3);
});

test('a connection lost before commit is tried again, and the work is there once', async () => {
  let runs = 0;
  await db.withTransaction(async (tx) => {
    runs += 1;
    await addOne(tx, 1);
    if (runs <= 2) await killMe(tx);
  });
  expect(runs).toBe(3);
  expect(await valueOf(1)).toBe(1);
});

test('a connection lost between two statements of a transaction does not end the process', async () => {
  let runs = 0;
  await db.withTransaction(async (tx) => {
    runs += 1;
    const { rows } = await tx.query('select pg_backend_pid() as pid');
    if (runs === 1) await db.query('select pg_terminate_backend($1, 5000)', [rows[0].pid]);
    await addOne(tx, 1);
  });
  expect(runs).toBe(2);
  expect(await valueOf(1)).toBe(1);
});

test('a connection lost while committing is not tried again: nobody knows whether it is there', async () => {
  await db.query(`create function die() returns trigger language plpgsql as
    $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`);
  await db.query(`create constraint trigger dies_at_commit after update on counter
    deferrable initially deferred for each row execute function die()`);
  let runs = 0;
  const run = db.withTransaction(async (tx) => {
    runs += 1;
    await addOne(tx, 1);
  });
  const error: unknown = await run.catch((thrown: unknown) => thrown);
  await db.query('drop trigger dies_at_commit on counter');
  expect(codeOf(error)).toBe('commit_unknown');
  expect(runs).toBe(1);
});

test('what never succeeds is given up after the bound', async () => {
  let runs = 0;
  const run = db.withTransaction(
    async (tx) => {
      runs += 1;
      await tx.query("do $$ begin raise exception 'again' using errcode = '40001'; end $$");
    },
    { attempts: 3 },
  );
  await expect(run).rejects.toMatchObject({ code: '40001' });
  expect(runs).toBe(3);
});

test('an error in a statement is not tried again', async () => {
  let runs = 0;
  const run = db.withTransaction(async (tx) => {
    runs += 1;
    await tx.query('insert into counter values (1, 5)');
  });
  await expect(run).rejects.toMatchObject({ code: '23505' });
  expect(runs).toBe(1);
});

test('an error swallowed inside does not pass for a commit', async () => {
  const run = db.withTransaction(async (tx) => {
    await addOne(tx, 1);
    await tx.query('select 1 / 0').catch(() => {});
  });
  await expect(run).rejects.toThrow('swallowed');
  expect(await valueOf(1)).toBe(0);
});

test('after all of this no connection is left inside a transaction', async () => {
  const { rows } = await db.query(
    "select count(*) as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
  );
  expect(rows).toEqual([{ n: 0 }]);
});

test('a transaction that plans once leaves the connection as it found it', async () => {
  const modes = [];
  for (const plansOnce of [true, false]) {
    const show = async (tx: Tx) => (await tx.query('show plan_cache_mode')).rows[0].plan_cache_mode;
    modes.push(await db.withTransaction(show, { plansOnce }));
  }
  expect(modes).toEqual(['force_generic_plan', 'auto']);
});
