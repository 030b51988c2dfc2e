import { readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const MIB = 2 ** 20;
const LEAST_MIB = 16;
const MOST_MIB = 256;
/** What is read again and again (open tickets, the tops of indexes) is about so much of it all. */
const PART_OF_DATA = 8;
const PART_OF_MEMORY = 16;

/**
 * How much memory PostgreSQL may keep pages in, in MiB, for a cluster that holds `dataBytes` on a machine of
 * `memoryBytes`. Each page that was touched stays taken, so a small desk gets little; what does not fit is in the system's
 * own cache, and each look at it is a copy.
 */
export function buffersMib(dataBytes: number, memoryBytes: number): number {
  const wanted = Math.min(dataBytes / PART_OF_DATA, memoryBytes / PART_OF_MEMORY) / MIB;
  return Math.round(Math.max(LEAST_MIB, Math.min(MOST_MIB, wanted)));
}

/** `buffersMib` of the cluster in this folder, on this machine, as both are now. */
export async function buffersFor(cluster: string): Promise<number> {
  return buffersMib(await bytesIn(path.join(cluster, 'base')), os.totalmem());
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => stat(path.join(entry.parentPath, entry.name))),
  );
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
