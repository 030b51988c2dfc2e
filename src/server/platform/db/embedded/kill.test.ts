import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Child } from '#test/harness/child.ts';
import { startChild } from '#test/harness/child.ts';
import { temporaryFolder, testLog } from '#test/harness/server.ts';
import { until } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/db/database.ts';
import { layoutOf } from './layout.ts';
import { readPostmasterFile } from './postmaster-file.ts';

const ROUNDS = 5;
let dataFolder: string;

beforeEach(async () => {
  dataFolder = await temporaryFolder();
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

/** A Belay that writes row after row and says `ack <id>` for each that was committed. */
const writer = (firstId: number): Promise<Child> =>
  startChild(`
    import { openDatabase } from '#server/platform/db/database.ts';
    import { createLog } from '#server/platform/log.ts';
    const db = await openDatabase({ databaseUrl: null, dataFolder: ${JSON.stringify(dataFolder)}, pgBouncer: false }, createLog({ level: 'warn' }));
    await db.query('create table if not exists kept (id int8 primary key)');
    for (let id = ${firstId}; ; id += 1) {
      try {
        await db.withTransaction((tx) => tx.query('insert into kept values ($1)', [id]));
        console.log('ack', id);
      } catch (error) { console.log('failed', id, error.code, error.message); }
    }`);

const acknowledged = (child: Child) =>
  child.lines.filter((line) => line.startsWith('ack ')).map((line) => Number(line.slice(4)));
const moreAcks = async (child: Child, count: number) => {
  const goal = acknowledged(child).length + count;
  const there = await until(() => acknowledged(child).length >= goal, { withinMs: 30_000, everyMs: 1 });
  // what it said is part of the comparison, so that a failure shows it
  expect({ there, said: there ? [] : child.lines.slice(-20) }).toEqual({ there: true, said: [] });
};
const killPostgres = async () => {
  const file = await readPostmasterFile(layoutOf(dataFolder).cluster);
  if (file) process.kill(file.pid, 'SIGKILL');
};

const WAYS: readonly ((child: Child) => Promise<void>)[] = [
  (child) => child.kill('SIGKILL'),
  async (child) => {
    await child.kill('SIGKILL');
    await killPostgres();
  },
  async (child) => {
    await killPostgres();
    await child.kill('SIGKILL');
  },
  async (child) => {
    await killPostgres();
    await moreAcks(child, randomInt(1, 20));
    await child.kill('SIGKILL');
  },
];

test('whatever is killed with -9 in whatever order, every acknowledged row is there afterwards', async () => {
  const acks: number[] = [];
  const ways: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const child = await writer(round * 1_000_000);
    await moreAcks(child, randomInt(1, 60));
    const way = randomInt(WAYS.length);
    ways.push(way);
    await WAYS[way]!(child);
    acks.push(...acknowledged(child));
  }
  const db = await openDatabase({ databaseUrl: null, dataFolder, pgBouncer: false }, testLog());
  try {
    const { rows } = await db.query<{ id: number }>('select id from kept');
    const there = new Set(rows.map(({ id }) => id));
    const lost = acks.filter((id) => !there.has(id));
    expect({ lost, ways }).toEqual({ lost: [], ways });
    expect(acks.length).toBeGreaterThanOrEqual(ROUNDS);
  } finally {
    await db.close();
  }
});
