import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefusal } from '#server/platform/start-refusal.ts';

const SQLITE_BUSY = 5;

// a lock that nothing refers to would be closed, and so given up, by the garbage collector
const held = new Set<DatabaseSync>();

/**
 * Holds a data folder for this process until `release` or death. The lock is the kernel's, on an empty SQLite file
 * (Node itself offers no file lock): it ends with the process however that dies, on every platform, and a stale one
 * cannot exist. `lock.pid` beside it only serves the message. Throws StartRefusal: data_folder_in_use,
 * data_folder_not_ours.
 */
export const takeDataLock = (dataFolder: string): { release: () => void } => {
  const pidFile = path.join(dataFolder, 'lock.pid');
  const file = path.join(dataFolder, 'lock');
  const lock = openLock(file, dataFolder);
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw inUse(dataFolder, pidFile);
    throw notOurs(dataFolder, error);
  }
  chmodSync(file, 0o600);
  writeFileSync(pidFile, `${process.pid}\n`);
  held.add(lock);
  const release = () => {
    if (!held.delete(lock)) return;
    rmSync(pidFile, { force: true });
    lock.close();
  };
  return { release };
};

const openLock = (file: string, dataFolder: string): DatabaseSync => {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw notOurs(dataFolder, error);
  }
};

const inUse = (dataFolder: string, pidFile: string): StartRefusal => {
  const pid = readPid(pidFile);
  return new StartRefusal(
    'data_folder_in_use',
    `Another Belay ${pid === null ? '' : `(process ${pid}) `}is running on the data folder ${dataFolder}. Stop it, or give this one its own folder with BELAY_DATA.`,
  );
};

const readPid = (pidFile: string): number | null => {
  try {
    return Number.parseInt(readFileSync(pidFile, 'utf8'), 10) || null;
  } catch {
    return null;
  }
};

const notOurs = (dataFolder: string, error: unknown): StartRefusal =>
  new StartRefusal(
    'data_folder_not_ours',
    `Belay cannot write to its data folder ${dataFolder} (${(error as Error).message}). Give the folder to the account that runs Belay, or choose another one with BELAY_DATA.`,
    { cause: error },
  );
