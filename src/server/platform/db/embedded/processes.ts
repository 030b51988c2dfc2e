import { execFile } from 'node:child_process';
import { readdir, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** True when a process (or a zombie nobody has collected) has this id. */
export const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Every live process that works in `cluster`: postgres, its children, and backends whose postgres was killed. On Linux
 * all are seen, by their working folder, and zombies are not; elsewhere only `postmasterPid`, by its command line.
 */
export const processesIn = async (cluster: string, postmasterPid: number | null): Promise<number[]> => {
  if (process.platform === 'linux') return processesByFolder(cluster);
  if (postmasterPid === null || !exists(postmasterPid)) return [];
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(postmasterPid)]).catch(() => ({ stdout: '' }));
  return stdout.includes(cluster) ? [postmasterPid] : [];
};

const processesByFolder = async (cluster: string): Promise<number[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster ? Number(pid) : null)),
  );
  return found.filter((pid) => pid !== null);
};

/** Sends a signal to each that is still there. */
export const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
};
