import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a running (or killed) postgres wrote about itself: its process, and where it listens. */
export type PostmasterFile = { pid: number; ready: boolean; host: string; port: number };

export const postmasterFile = (cluster: string): string => path.join(cluster, 'postmaster.pid');

/** Reads postmaster.pid; null when it is not there or not written yet. */
export const readPostmasterFile = async (cluster: string): Promise<PostmasterFile | null> => {
  const text = await readFile(postmasterFile(cluster), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!(pid > 0)) return null;
  // line 5 is the folder of its socket, line 6 an address, whichever it listens on
  const host = lines[4] || lines[5] || '127.0.0.1';
  return { pid, ready: lines[7] === 'ready', host, port: Number.parseInt(lines[3] ?? '', 10) };
};
