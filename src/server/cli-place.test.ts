import { expect, test } from 'vitest';
import { loadWords } from '#server/cli-words.ts';
import { testDatabase } from '#test/harness/database.ts';
import { refuseOtherRelease } from './cli-place.ts';

const db = await testDatabase();
const say = await loadWords('en');

/** What a command says of tables that were changed so; the change is undone. */
const saidOf = (change: string): Promise<unknown> =>
  db
    .withTransaction(async (tx) => {
      await tx.query(change);
      await refuseOtherRelease(say, tx);
    })
    .then(
      () => null,
      (error: unknown) => (error as Error).message,
    );

test('a command does nothing to the tables of another release, and says what to run', async () => {
  await refuseOtherRelease(say, db);
  expect(await saidOf('delete from migration where name = (select max(name) from migration)')).toMatch(
    /earlier release: 1 migration is pending\. Run npx belay migrate/,
  );
  expect(await saidOf(`insert into migration values ('9999_later.sql', 'x', clock_timestamp())`)).toMatch(
    /^A newer Belay wrote this database/,
  );
});
