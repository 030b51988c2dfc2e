import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a running (or killed) postgres wrote about itself. */
export type PostmasterFile = { pid: number; ready: boolean };

export const postmasterFile = (cluster: string): string => path.join(cluster, 'postmaster.pid');

/** Reads postmaster.pid; null when it is not there or not written yet. */
export const readPostmasterFile = async (cluster: string): Promise<PostmasterFile | null> => {
  const text = await readFile(postmasterFile(cluster), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!(pid > 0)) return null;
  return { pid, ready: lines[7]?.trim() === 'ready' };
};
