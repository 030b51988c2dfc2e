import { readFile } from 'node:fs/promises';
import { CommandFailed } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readFileText, type FileThing } from '#server/sla/config-file.ts';

/** The text of a file of rules. */
export const rulesText = (say: Say, file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new CommandFailed(say('cli.config.no_file', { file }));
  });

/** What such a text says; everything that is wrong with it is told by its place in the file. */
export const rulesIn = async (say: Say, tx: Tx, file: string, text: string): Promise<FileThing[]> => {
  const read = readFileText(text, await readConfigNames(tx));
  if (read.ok) return read.things;
  const lines = read.problems.map(({ line, column, path, code, says }) =>
    say(`cli.config.problem.${code}`, { place: `${file}:${line}:${column}`, path, says }),
  );
  throw new CommandFailed(lines.join('\n'));
};
