import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { testLog } from '#test/harness/server.ts';
import { assemble } from './database.ts';
import { migrate } from './migrate.ts';

const db = await testDatabase({ empty: true });
let folder: string;

const write = (name: string, sql: string) => writeFile(path.join(folder, name), sql);
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'fine',
    (error: { code: string }) => error.code,
  );
const landed = async () => (await db.query('select name from migration order by name')).rows.map(({ name }) => name);

beforeEach(async () => {
  await db.query('drop schema public cascade');
  await db.query('create schema public');
  folder = await mkdtemp(path.join(os.tmpdir(), 'belay-migrations-'));
  await write('0001_people.sql', 'create table person (id int);\ncreate index on person (id);');
  await write('0002_ticket.sql', 'create table ticket (id int);\ninsert into ticket values (1);');
  await write('README.md', 'not a migration');
});
afterEach(() => rm(folder, { recursive: true }));

test('each file runs once, in order, and is written down', async () => {
  expect(await migrate(db, folder)).toEqual(['0001_people.sql', '0002_ticket.sql']);
  expect(await migrate(db, folder)).toEqual([]);
  await write('0003_more.sql', 'alter table ticket add column more int;');
  expect(await migrate(db, folder)).toEqual(['0003_more.sql']);
  expect((await db.query('select * from ticket')).rows).toEqual([{ id: 1, more: null }]);
  const { rows } = await db.query('select checksum, applied_at from migration limit 1');
  expect(rows[0]).toEqual({ checksum: expect.stringMatching(/^[0-9a-f]{64}$/), applied_at: expect.any(Number) });
});

test('four nodes that start together run each file once between them', async () => {
  const nodes = [1, 2, 3, 4].map(() => assemble(db.connection, testLog(), false, { embedded: false }, async () => {}));
  try {
    const ran = await Promise.all(nodes.map((node) => migrate(node, folder)));
    expect(ran.flat().toSorted()).toEqual(['0001_people.sql', '0002_ticket.sql']);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
  }
});

test('a file that fails leaves nothing of itself, keeps those before it, and is named with its line', async () => {
  await write('0003_wrong.sql', 'create table half (id int);\ncreate table ticket (id int);\nselect oops;');
  await expect(migrate(db, folder)).rejects.toThrow(/0003_wrong\.sql.*ticket/);
  expect(await landed()).toEqual(['0001_people.sql', '0002_ticket.sql']);
  expect((await db.query("select to_regclass('half') as half")).rows).toEqual([{ half: null }]);
  await write('0003_wrong.sql', 'select 1;\nselect oops;');
  await expect(migrate(db, folder)).rejects.toThrow('(line 2)');
});

test('an edited landed file is refused; other line ends are no edit', async () => {
  await migrate(db, folder);
  await write('0001_people.sql', 'create table person (id int);\r\ncreate index on person (id);');
  expect(await codeOf(migrate(db, folder))).toBe('fine');
  await write('0001_people.sql', 'create table person (id int8);');
  expect(await codeOf(migrate(db, folder))).toBe('migration_edited');
});

test('a file that comes before one that has landed is refused and does not run', async () => {
  await rm(path.join(folder, '0001_people.sql'));
  await migrate(db, folder);
  await write('0001_late.sql', 'create table late (id int);');
  expect(await codeOf(migrate(db, folder))).toBe('migration_out_of_order');
  expect(await landed()).toEqual(['0002_ticket.sql']);
});

test('a database of a newer Belay is left alone', async () => {
  await write('0003_future.sql', 'create table future (id int);');
  await migrate(db, folder);
  await rm(path.join(folder, '0003_future.sql'));
  expect(await codeOf(migrate(db, folder))).toBe('database_newer');
});

test('a landed file that is gone is missed', async () => {
  await migrate(db, folder);
  await rm(path.join(folder, '0001_people.sql'));
  expect(await codeOf(migrate(db, folder))).toBe('migration_missing');
});

test('names that would sort by accident are refused', async () => {
  await write('3_short.sql', 'select 1');
  expect(await codeOf(migrate(db, folder))).toBe('migration_misnamed');
  await rm(path.join(folder, '3_short.sql'));
  await write('0002_again.sql', 'select 1');
  expect(await codeOf(migrate(db, folder))).toBe('migration_misnamed');
});
