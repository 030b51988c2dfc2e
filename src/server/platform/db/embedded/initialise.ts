import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '#server/platform/log.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Layout } from './layout.ts';
import { layoutAt } from './layout.ts';

const run = promisify(execFile);

/** The superuser and the database inside the embedded server. */
export const SUPERUSER = 'belay';

/** What a child process of PostgreSQL sees: nothing of the operator's PG… variables, messages in English. */
export const CHILD_ENV = { PATH: process.env.PATH ?? '', LC_MESSAGES: 'C' };

/**
 * Makes the cluster when there is none. Everything is built in a folder beside it and renamed when complete and synced,
 * so a half-finished one is never mistaken for a cluster: it is removed here the next time.
 * Throws StartRefusal: initdb_failed, cluster_of_another_version.
 */
export const initialise = async (layout: Layout, binaries: Binaries, account: Account, log: Log): Promise<void> => {
  await removeHalfFinished(layout);
  if (existsSync(layout.root)) return checkVersion(layout, binaries);
  const half = layoutAt(`${layout.root}.half-${randomBytes(4).toString('hex')}`);
  await mkdir(half.root, { mode: 0o700 });
  await mkdir(half.logs, { mode: 0o700 });
  await writeSynced(half.password, `${randomBytes(24).toString('base64url')}\n`);
  if (account) for (const each of [half.root, half.logs, half.password]) await chown(each, account.uid, account.gid);
  log.info({ folder: layout.root }, 'setting up PostgreSQL in the data folder');
  await initdb(half, binaries, account);
  await rename(half.root, layout.root);
  await syncFolder(path.dirname(layout.root));
};

const removeHalfFinished = async (layout: Layout): Promise<void> => {
  const parent = path.dirname(layout.root);
  const prefix = `${path.basename(layout.root)}.half-`;
  const left = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  // an initdb whose Belay was killed may still write for a moment, hence the retries
  for (const name of left)
    await rm(path.join(parent, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
};

/**
 * UTF-8 with the built-in C.UTF-8 collation: the fastest, and the same on every machine and after every upgrade of the
 * operating system, so no index goes wrong. What people see sorted says `collate "hr-x-icu"` (or another). lc_ctype is
 * UTF-8 too, because pg_trgm asks it what a letter is, and without it Cyrillic has no trigrams.
 */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
const CTYPES = process.platform === 'darwin' ? ['UTF-8', 'en_US.UTF-8', 'C'] : ['C.UTF-8', 'en_US.UTF-8', 'C'];

const initdb = async (half: Layout, binaries: Binaries, account: Account): Promise<void> => {
  const args = [
    `--pgdata=${half.cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${half.password}`,
    '--auth=scram-sha-256',
  ];
  for (const ctype of CTYPES) {
    try {
      await run(binaries.initdb, [...args, ...LOCALE, `--lc-ctype=${ctype}`], {
        ...account,
        cwd: half.root,
        env: CHILD_ENV,
      });
      return;
    } catch (error) {
      const said = String((error as { stderr?: string }).stderr ?? '') || (error as Error).message;
      if (said.includes('invalid locale name') && ctype !== CTYPES.at(-1)) continue;
      throw new StartRefusal('initdb_failed', `PostgreSQL could not be set up in ${half.root}: ${said.trim()}`, {
        cause: error,
      });
    }
  }
};

const checkVersion = async (layout: Layout, binaries: Binaries): Promise<void> => {
  const had = (await readFile(path.join(layout.cluster, 'PG_VERSION'), 'utf8')).trim();
  const { stdout } = await run(binaries.postgres, ['--version'], { env: CHILD_ENV });
  const have = /(\d+)/.exec(stdout)?.[1];
  if (had === have) return;
  throw new StartRefusal(
    'cluster_of_another_version',
    `${layout.cluster} was written by PostgreSQL ${had}; this Belay brings PostgreSQL ${have}. Start the Belay it was written by, dump it with pg_dump ${had}, and restore into a fresh data folder.`,
  );
};

const writeSynced = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
