import { realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '#server/platform/log.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import { until } from '#server/platform/clock.ts';
import type { Layout } from './layout.ts';
import { postmasterFile, readPostmasterFile } from './postmaster-file.ts';
import { exists, processesIn, signalAll } from './processes.ts';

// fast shutdown, immediate shutdown, and the last resort; each with the time it is given
const MEASURES = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/**
 * Leaves the cluster with no process in it, whatever was killed before: a postgres whose Belay is gone is stopped, and
 * waited for until it has left; backends whose postgres is gone are stopped too; lock files that name a process which
 * is not ours (the number was given again, or is a zombie nobody collects) are removed, for postgres would refuse to
 * start over them. Only the holder of the data lock may call this. Throws StartRefusal: orphan_stays.
 */
export const stopOrphans = async (layout: Layout, log: Log): Promise<void> => {
  // read before looking for processes: whoever wrote it was already at work in the folder
  const file = await readPostmasterFile(layout.cluster);
  const folder = await realpath(layout.cluster);
  const find = () => processesIn(folder, file?.pid ?? null);
  let left = await find();
  for (const [signal, withinMs] of MEASURES) {
    if (left.length === 0) break;
    log.warn({ pids: left, signal }, 'stopping what is left of a PostgreSQL that nobody minds');
    // a fast shutdown is asked of postgres alone; with postgres dead, its backends get the next signals
    const postmaster = left.filter((pid) => pid === file?.pid);
    if (signal === 'SIGINT' && postmaster.length === 0) continue;
    signalAll(signal === 'SIGINT' ? postmaster : left, signal);
    await until(async () => (left = await find()).length === 0, { withinMs });
  }
  if (left.length > 0) {
    throw new StartRefusal(
      'orphan_stays',
      `A PostgreSQL of an earlier Belay still works in ${layout.cluster} and cannot be stopped (processes ${left.join(', ')}).`,
    );
  }
  await removeStale(layout, file?.pid ?? null);
};

const removeStale = async (layout: Layout, pid: number | null): Promise<void> => {
  // of a process that is gone, postgres itself cleans up, and more carefully than we could
  if (pid === null || !exists(pid)) return;
  await rm(postmasterFile(layout.cluster), { force: true });
  await rm(path.join(layout.root, '.s.PGSQL.5432.lock'), { force: true });
};
