import { expect, inject, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { testLog } from '#test/harness/server.ts';
import { openDatabase } from './database.ts';

const { connection } = inject('testServer');

/** The run's server as an operator would name it. */
const urlOf = (): string => {
  if (connection.connectionString !== undefined) return connection.connectionString;
  const { host, port, user, password, database } = connection;
  const url = new URL(`postgres://localhost/${database}`);
  url.username = String(user);
  url.password = String(password);
  url.search = new URLSearchParams({ host: String(host), port: String(port) }).toString();
  return url.href;
};

test("with DATABASE_URL the operator's server is used, and left running when Belay closes", async () => {
  const open = () => openDatabase({ databaseUrl: urlOf(), dataFolder: '/nowhere', pgBouncer: false }, testLog());
  const first = await open();
  expect(first.where).toEqual({ embedded: false });
  const guest = first.guestPool('guest', 2);
  expect((await guest.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await Promise.all([first.close(), first.close()]);
  await expect(guest.query('select 1')).rejects.toThrow('after calling end');
  const second = await open();
  expect((await second.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await second.close();
});

test('two test databases do not see each other, and both begin with all migrations landed', async () => {
  const [one, other] = [await testDatabase(), await testDatabase()];
  const landed = async (db: typeof one) => (await db.query('select name, checksum from migration order by name')).rows;
  expect(await landed(one)).toEqual(await landed(other));
  expect((await landed(one)).length).toBeGreaterThan(0);
  await one.query('create table mine (id int)');
  expect((await other.query("select to_regclass('mine') as mine")).rows).toEqual([{ mine: null }]);
});
