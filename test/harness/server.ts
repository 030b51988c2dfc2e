import { chmod, mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { takeDataLock } from '#server/platform/db/data-lock.ts';
import { layoutOf } from '#server/platform/db/embedded/layout.ts';
import { exists } from '#server/platform/db/embedded/processes.ts';
import { startEmbedded } from '#server/platform/db/embedded/start.ts';
import { stopOrphans } from '#server/platform/db/embedded/stop-orphans.ts';
import type { Log } from '#server/platform/log.ts';
import { createLog } from '#server/platform/log.ts';

/** The one PostgreSQL of a test run: how its administrator connects, and the migrated database to clone. */
export type TestServer = { connection: pg.ClientConfig; template: string };

// nothing here outlives the run, so nothing is synced; many files run at once, each with pools of its own
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  logging_collector: 'off',
  autovacuum_naptime: '10min',
};
const PREFIX = 'belay-test-';

/** A log that keeps still unless BELAY_TEST_LOG names a level. */
export const testLog = (): Log => createLog({ level: process.env.BELAY_TEST_LOG ?? 'silent' });

/** A folder of one's own that PostgreSQL's account may pass through, whoever runs the tests. */
export const temporaryFolder = async (prefix = PREFIX): Promise<string> => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), prefix)));
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  return folder;
};

/** Starts the run's server: the one of BELAY_TEST_DATABASE_URL, or an embedded one in a folder that goes away. */
export const startTestServer = async (): Promise<{ connection: pg.ClientConfig; stop: () => Promise<void> }> => {
  const given = process.env.BELAY_TEST_DATABASE_URL;
  if (given) return { connection: { connectionString: given }, stop: async () => {} };
  await removeAbandoned();
  const dataFolder = await temporaryFolder();
  const removeFolder = () => rm(dataFolder, { recursive: true, force: true });
  try {
    const server = await startEmbedded({ dataFolder, log: testLog(), settings: SETTINGS });
    return { connection: server.connection, stop: () => server.stop().then(removeFolder) };
  } catch (error) {
    await removeFolder();
    throw error;
  }
};

/** Stops and removes what test runs that were killed left behind. */
const removeAbandoned = async (): Promise<void> => {
  for (const name of await readdir(os.tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(os.tmpdir(), name);
    try {
      const pid = Number.parseInt(await readFile(path.join(folder, 'lock.pid'), 'utf8'), 10);
      if (exists(pid)) continue;
      const lock = takeDataLock(folder);
      await stopOrphans(layoutOf(folder), testLog());
      lock.release();
      await rm(folder, { recursive: true, force: true });
    } catch {
      // of another user, or just being made by another run: not ours to clear
    }
  }
};

/** The same server, another database. */
export const inDatabase = (connection: pg.ClientConfig, database: string): pg.ClientConfig => {
  if (connection.connectionString === undefined) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
};

/** One statement on a connection of its own, such as `create database`. */
export const administer = async (connection: pg.ClientConfig, sql: string): Promise<void> => {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
};
