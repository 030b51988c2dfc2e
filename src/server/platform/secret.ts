import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { StartRefusal } from './start-refusal.ts';

/**
 * The secret Belay signs with, kept in the data folder (`secret`, mode 0600) and generated the first time. Two that
 * start together end with the same one. Throws StartRefusal: secret_unreadable.
 */
export const keepSecret = async (dataFolder: string): Promise<string> => {
  const file = path.join(dataFolder, 'secret');
  try {
    const secret = (await readOrNull(file)) ?? (await generate(file));
    if (secret.length < 32) throw new Error('it is shorter than 32 characters');
    return secret;
  } catch (error) {
    throw new StartRefusal(
      'secret_unreadable',
      `Belay cannot use its secret ${file} (${(error as Error).message}). Put the file back from a backup, or give the secret with BELAY_SECRET.`,
      { cause: error },
    );
  }
};

/** The secret kept in a data folder; null when none has been made yet. */
export const keptSecret = (dataFolder: string): Promise<string | null> => readOrNull(path.join(dataFolder, 'secret'));

/** Puts back the secret of a backup, where there is none. */
export const putSecret = async (dataFolder: string, secret: string): Promise<void> => {
  await generate(path.join(dataFolder, 'secret'), secret);
};

const readOrNull = async (file: string): Promise<string | null> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

const generate = async (file: string, secret = randomBytes(32).toString('base64url')): Promise<string> => {
  const half = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(half, 'wx', 0o600);
  try {
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // a link is made whole and only once: who comes second reads what the first one wrote
  await link(half, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(half);
  return (await readFile(file, 'utf8')).trim();
};
