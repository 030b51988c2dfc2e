import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where a data folder remembers its last backup. */
const noteOf = (dataFolder: string): string => path.join(dataFolder, 'last-backup');

/** Remembers that a backup was taken; the moment is the note's own time. */
export const noteBackup = (dataFolder: string, file: string): Promise<void> =>
  writeFile(noteOf(dataFolder), `${file}\n`, { mode: 0o600 });

/** The file of the last backup `belay backup` took here; null when it never did. */
export const lastBackup = async (dataFolder: string): Promise<{ file: string; note: string } | null> => {
  const note = noteOf(dataFolder);
  const text = await readFile(note, 'utf8').catch(() => '');
  return text.trim() === '' ? null : { file: text.trim(), note };
};
