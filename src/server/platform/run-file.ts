import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const running = z.object({
  url: z.string(),
  smtp: z.object({ host: z.string(), port: z.number() }),
  /** Opens the routes of this machine; whoever can read the data folder has it. */
  token: z.string(),
  pid: z.number(),
});
/** Where the Belay of a data folder can be reached from the same machine. */
export type Running = z.infer<typeof running>;

const fileOf = (dataFolder: string): string => path.join(dataFolder, 'running.json');

/** Says in the data folder where this process listens, readable by its owner only. Gives back how to unsay it. */
export const writeRunFile = async (dataFolder: string, found: Omit<Running, 'pid'>): Promise<() => Promise<void>> => {
  const file = fileOf(dataFolder);
  const half = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(half, `${JSON.stringify({ ...found, pid: process.pid }, null, 2)}\n`, { mode: 0o600 });
  await rename(half, file);
  return () => rm(file, { force: true });
};

/** The Belay that runs on a data folder; null when there is none. A file that a crash left behind counts as none. */
export const readRunFile = async (dataFolder: string): Promise<Running | null> => {
  const text = await readFile(fileOf(dataFolder), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = running.safeParse(parsedJson(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null;
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
