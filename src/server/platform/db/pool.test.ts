import { expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { testLog } from '#test/harness/server.ts';
import { assemble } from './database.ts';

const db = await testDatabase({ empty: true });

test('when all its idle connections are cut, the pool serves the next query with a new one', async () => {
  await Promise.all(Array.from({ length: 5 }, () => db.query('select pg_sleep(0)')));
  const cut = await db.query(`select count(pg_terminate_backend(pid, 5000)) as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  expect(cut.rows[0].n).toBe(4);
  const answers = await Promise.all(Array.from({ length: 5 }, () => db.withTransaction((tx) => tx.query('select 1'))));
  expect(answers).toHaveLength(5);
});

test('the server sees who is asking, in UTC, with bounds on what hangs', async () => {
  const { rows } =
    await db.query(`select current_setting('application_name') as name, current_setting('TimeZone') as zone,
    current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle`);
  expect(rows).toEqual([{ name: 'belay', zone: 'UTC', statement: '1min', idle: '1min' }]);
});

test('named statements are kept by the server, and behind PgBouncer they lose their names', async () => {
  const kept = "select count(*) as n from pg_prepared_statements where name = 'two'";
  const ask = async (of: typeof db.withTransaction) =>
    of(async (tx) => {
      expect((await tx.query({ name: 'two', text: 'select $1::int + 1 as two', values: [1] })).rows).toEqual([
        { two: 2 },
      ]);
      return (await tx.query(kept)).rows[0].n;
    });
  const bounced = assemble(db.connection, testLog(), true, { embedded: false }, async () => {});
  try {
    expect(await ask(db.withTransaction)).toBe(1);
    expect(await ask(bounced.withTransaction)).toBe(0);
  } finally {
    await bounced.close();
  }
});
