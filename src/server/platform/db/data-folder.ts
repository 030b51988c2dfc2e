import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '#server/platform/log.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import type { Account } from './embedded/account.ts';
import { accountFor, mayReach } from './embedded/account.ts';
import { layoutOf } from './embedded/layout.ts';

export type DataFolderWish = {
  /** absolute */
  dataFolder: string;
  /** the operator named it, it is not the default */
  dataFolderGiven: boolean;
  /** with a PostgreSQL of the operator's own nobody but Belay itself needs to reach the folder */
  databaseUrl: string | null;
};

/** Where Belay goes as root when PostgreSQL's account cannot reach the folder it was to use. */
export const ROOTS_REFUGE = '/var/lib/belay';
const POINTER = 'moved-to';

/**
 * The data folder Belay really uses, made when absent. For an ordinary user that is always the one wished for. Root's
 * PostgreSQL runs as another account: when that account cannot pass through the folders above, Belay uses
 * /var/lib/belay instead (with a suffix of its own for a folder named by BELAY_DATA), says so, and leaves a note in
 * the wished folder so that it stays there. Throws StartRefusal: data_folder_unreachable when the wished folder
 * already holds a database, data_folder_not_ours.
 */
export const resolveDataFolder = async (wish: DataFolderWish, log: Log, refuge = ROOTS_REFUGE): Promise<string> => {
  const { dataFolder } = wish;
  await makeFolder(dataFolder);
  if (wish.databaseUrl !== null || process.getuid?.() !== 0) return dataFolder;
  const moved = await readPointer(dataFolder);
  if (moved !== null) {
    log.info({ from: dataFolder, to: moved }, 'the data folder lies elsewhere');
    await makeFolder(moved);
    return moved;
  }
  const account = await accountFor(layoutOf(dataFolder).cluster);
  if (await openUp(dataFolder, account)) return dataFolder;
  if (existsSync(layoutOf(dataFolder).root)) throw unreachable(dataFolder, account);
  const target = wish.dataFolderGiven ? `${refuge}-${nameFor(dataFolder)}` : refuge;
  await makeFolder(target);
  if (!(await openUp(target, account))) throw unreachable(target, account);
  await writeFile(path.join(dataFolder, POINTER), `${target}\n`);
  log.warn(
    { from: dataFolder, to: target },
    `PostgreSQL does not run as root, and its account cannot reach ${dataFolder}: Belay keeps its data in ${target}`,
  );
  return target;
};

const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    throw new StartRefusal(
      'data_folder_not_ours',
      `Belay cannot make its data folder ${folder} (${(error as Error).message}). Choose another one with BELAY_DATA.`,
      { cause: error },
    );
  }
};

/** True when the account reaches the folder; the folder itself, which is Belay's, is opened for passing if need be. */
const openUp = async (folder: string, account: Account): Promise<boolean> => {
  if (await mayReach(account, path.join(folder, '.'), 'x')) return true;
  if (!(await mayReach(account, folder, 'e'))) return false;
  const { mode } = await stat(folder);
  await chmod(folder, (mode & 0o7777) | 0o011);
  return mayReach(account, path.join(folder, '.'), 'x');
};

const readPointer = async (folder: string): Promise<string | null> => {
  const text = await readFile(path.join(folder, POINTER), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
};

const nameFor = (folder: string): string => {
  const words = folder
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(-40);
  return `${words}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
};

const unreachable = (folder: string, account: Account): StartRefusal =>
  new StartRefusal(
    'data_folder_unreachable',
    `PostgreSQL does not run as root, and its account (uid ${account?.uid}) cannot reach ${folder}. Allow it to pass through the folders above (chmod o+x on each that is closed), move the folder and name it with BELAY_DATA, or start Belay as the ordinary user who owns it.`,
  );
