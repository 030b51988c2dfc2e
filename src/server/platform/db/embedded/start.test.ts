import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { startChild } from '#test/harness/child.ts';
import { temporaryFolder, testLog } from '#test/harness/server.ts';
import { until } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { openDatabase } from '#server/platform/db/database.ts';
import { layoutOf } from './layout.ts';
import { processesIn } from './processes.ts';

let dataFolder: string;
const opened: Database[] = [];

const open = async (folder = dataFolder): Promise<Database> => {
  const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, testLog());
  opened.push(db);
  return db;
};
const postmasterOf = (db: Database): number => (db.where.embedded && db.where.postmasterPid()) || 0;
const refusal = (run: Promise<unknown>) =>
  run.then(
    () => 'started',
    (error: { code: string }) => error.code,
  );
const emptyTable = async (db: Database) => {
  await db.query('drop table if exists kept');
  await db.query('create table kept (id int8 primary key)');
};
const keep = (db: Database, id: number) => db.withTransaction((tx) => tx.query('insert into kept values ($1)', [id]));
// in a transaction, because a connection to a killed postgres may show only now that it is gone
const kept = (db: Database) =>
  db.withTransaction(async (tx) => (await tx.query('select id from kept order by id')).rows.map(({ id }) => id));

/** Another Belay on the same folder, which says "ready <pid of its postgres>". */
const otherBelay = (folder: string) =>
  startChild(`
    import { openDatabase } from '#server/platform/db/database.ts';
    import { createLog } from '#server/platform/log.ts';
    try {
      const db = await openDatabase({ databaseUrl: null, dataFolder: ${JSON.stringify(folder)}, pgBouncer: false }, createLog({ level: 'warn' }));
      console.log('ready', db.where.embedded && db.where.postmasterPid());
    } catch (error) { console.log(error.code, error.message); }`);

const folders: string[] = [];
const emptyFolder = async () => {
  folders.push(await temporaryFolder());
  return folders.at(-1)!;
};

// setting a cluster up takes a second: most tests go on with the one of the first
beforeAll(async () => {
  dataFolder = await emptyFolder();
});
afterEach(() => Promise.all(opened.splice(0).map((db) => db.close())));
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

test('from an empty folder to a database that keeps its rows over a restart', async () => {
  const first = await open();
  await emptyTable(first);
  await keep(first, 1);
  await first.close();
  expect(await kept(await open())).toEqual([1]);
});

test('it listens on no network, asks for its password, syncs what it keeps, and its folder is closed to others', async () => {
  const db = await open();
  const { rows } = await db.query(`select name, setting from pg_settings where name in
    ('listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum', 'jit', 'max_connections')`);
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    listen_addresses: '',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    autovacuum: 'on',
    jit: 'off',
    max_connections: '60',
  });
  const stranger = new pg.Client({ ...db.connection, password: 'guess' });
  await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
  expect((await stat(layoutOf(dataFolder).root)).mode & 0o777).toBe(0o700);
  expect((await stat(layoutOf(dataFolder).password)).mode & 0o777).toBe(0o600);
});

test('letters beyond English: Croatian sorts as in Croatia, Cyrillic has trigrams', async () => {
  const db = await open();
  await db.query('create extension pg_trgm');
  const { rows } = await db.query(`select array_agg(w order by w collate "hr-x-icu") as sorted, upper('čđž') as upper,
    array_length(show_trgm('Жалоба'), 1) as trigrams from unnest(array['zebra', 'lula', 'ljudi', 'čaj', 'cvijet']) w`);
  expect(rows).toEqual([{ sorted: ['cvijet', 'čaj', 'lula', 'ljudi', 'zebra'], upper: 'ČĐŽ', trigrams: 7 }]);
});

test('postgres killed with -9 while nothing happens comes back by itself, three times over', async () => {
  const db = await open();
  await emptyTable(db);
  await keep(db, 1);
  for (let round = 2; round <= 4; round += 1) {
    const before = postmasterOf(db);
    process.kill(before, 'SIGKILL');
    expect(await until(() => ![0, before].includes(postmasterOf(db)), { withinMs: 20_000 })).toBe(true);
    await keep(db, round);
  }
  expect(await kept(db)).toEqual([1, 2, 3, 4]);
});

test('a transaction begun while postgres is down waits for it and succeeds', async () => {
  const db = await open();
  await emptyTable(db);
  await keep(db, 1);
  process.kill(postmasterOf(db), 'SIGKILL');
  expect(await until(() => postmasterOf(db) === 0, { withinMs: 20_000, everyMs: 1 })).toBe(true);
  await db.withTransaction((tx) => tx.query('insert into kept values (2)'));
  expect(await kept(db)).toEqual([1, 2]);
});

test('closing while postgres is coming back leaves none behind', async () => {
  const db = await open();
  process.kill(postmasterOf(db), 'SIGKILL');
  expect(await until(() => postmasterOf(db) === 0, { withinMs: 20_000, everyMs: 1 })).toBe(true);
  const { cluster } = layoutOf(dataFolder);
  expect(await until(async () => (await processesIn(cluster, 0)).length > 0, { withinMs: 20_000, everyMs: 1 })).toBe(
    true,
  );
  await db.close();
  expect(await processesIn(cluster, 0)).toEqual([]);
});

test('a statement that computes on after its postgres was killed does not keep the next one from starting', async () => {
  const db = await open();
  const busy = db.query('select count(*) from generate_series(1, 1000000000000) n where n < 0');
  const lost = busy.then(
    () => 'finished',
    () => 'lost',
  );
  const running = () =>
    db.query(
      "select from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()",
    );
  expect(await until(async () => (await running()).rowCount === 1, { withinMs: 5_000 })).toBe(true);
  const before = postmasterOf(db);
  process.kill(before, 'SIGKILL');
  expect(await until(() => ![0, before].includes(postmasterOf(db)), { withinMs: 20_000 })).toBe(true);
  expect(await lost).toBe('lost');
});

test('a second Belay on the folder is refused and told the process that has it', async () => {
  await open();
  const second = await otherBelay(dataFolder);
  expect(await second.says('data_folder_in_use')).toContain(
    `Another Belay (process ${process.pid}) is running on the data folder`,
  );
  await second.ended;
});

test('the postgres of a killed Belay is stopped before a new one starts, and nothing is lost', async () => {
  const first = await open();
  await emptyTable(first);
  await keep(first, 1);
  await first.close();
  const other = await otherBelay(dataFolder);
  const orphan = Number((await other.says('ready')).split(' ')[1]);
  await other.kill('SIGKILL');
  const { cluster } = layoutOf(dataFolder);
  expect(await processesIn(cluster, orphan)).toContain(orphan);
  const db = await open();
  expect(await processesIn(cluster, postmasterOf(db))).not.toContain(orphan);
  expect(await kept(db)).toEqual([1]);
});

test('a Belay killed while PostgreSQL is being set up leaves nothing that the next one stumbles over', async () => {
  const folder = await emptyFolder();
  const other = await otherBelay(folder);
  const half = async () => (await readdir(folder)).some((name) => name.startsWith('postgres.half-'));
  expect(await until(half, { withinMs: 20_000, everyMs: 1 })).toBe(true);
  await other.kill('SIGKILL');
  expect(existsSync(layoutOf(folder).root)).toBe(false);
  await emptyTable(await open(folder));
  expect((await readdir(folder)).filter((name) => name.includes('half'))).toEqual([]);
});

test('a lock file that names a process which is somebody else, or dead and never collected, is no hindrance', async () => {
  await (await open()).close();
  const { cluster } = layoutOf(dataFolder);
  // the shell becomes a sleep that never asks after its child: killed after that, the child stays a zombie
  const parent = await startChild(`
    import { spawn } from 'node:child_process';
    const child = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'inherit', 'inherit'] });
    console.log('shell', child.pid);`);
  const zombie = Number(await parent.says(/^\d+$/));
  const shell = Number((await parent.says('shell')).split(' ')[1]);
  const became = (pid: number, line: RegExp) =>
    until(async () => line.test(await readFile(`/proc/${pid}/status`, 'utf8')), { withinMs: 20_000, everyMs: 1 });
  try {
    expect(await became(shell, /^Name:\s+sleep$/m)).toBe(true);
    process.kill(zombie, 'SIGKILL');
    expect(await became(zombie, /^State:\s+Z/m)).toBe(true);
    for (const pid of [process.pid, zombie]) {
      process.kill(pid, 0);
      await writeFile(
        path.join(cluster, 'postmaster.pid'),
        `${pid}\n${cluster}\n1700000000\n5432\n\n\n  1  1\nready\n`,
      );
      await (await open()).close();
    }
  } finally {
    process.kill(shell, 'SIGKILL');
    await parent.ended;
  }
});

test('in a folder too deep for a socket it listens on the loopback interface', async () => {
  const deep = path.join(await emptyFolder(), 'a-rather-long-name-for-a-folder'.repeat(3));
  await mkdir(deep, { mode: 0o711 });
  const db = await open(deep);
  await emptyTable(db);
  expect(db.connection.host).toBe('127.0.0.1');
  await keep(db, 1);
  process.kill(postmasterOf(db), 'SIGKILL');
  expect(await until(() => postmasterOf(db) === 0, { withinMs: 20_000, everyMs: 1 })).toBe(true);
  await db.withTransaction((tx) => tx.query('insert into kept values (2)'));
  expect(await kept(db)).toEqual([1, 2]);
});

test('a folder restored by root, or written by another version, is put right or refused in words', async () => {
  await (await open()).close();
  const { cluster, root } = layoutOf(dataFolder);
  await writeFile(path.join(cluster, 'PG_VERSION'), '17\n');
  await expect(open()).rejects.toThrow(/was written by PostgreSQL 17; this Belay brings PostgreSQL 18/);
  await writeFile(path.join(cluster, 'PG_VERSION'), '18\n');
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '0:0', root]);
  await emptyTable(await open());
});

test('a postgres that cannot start is refused with what it said', async () => {
  await (await open()).close();
  const conf = path.join(layoutOf(dataFolder).cluster, 'postgresql.conf');
  await writeFile(conf, `${await readFile(conf, 'utf8')}\nshared_memory_type = nonsense\n`);
  expect(await refusal(open())).toBe('postgres_does_not_start');
  await expect(open()).rejects.toThrow(/shared_memory_type/);
});
