import { readFile } from 'node:fs/promises';
import { CommandFailed } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { ImpossibleFile } from '#server/sla/config-apply.ts';
import { readFileText, type FileThing, type PlaceIn } from '#server/sla/config-file.ts';

/** The text of a file of rules. */
export const rulesText = (say: Say, file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new CommandFailed(say('cli.config.no_file', { file }));
  });

/** What a file of rules says, and where in it each thing stands. */
export interface RulesFile {
  file: string;
  things: FileThing[];
  placeIn: PlaceIn;
}

/** What such a text says; everything that is wrong with it is told by its place in the file. */
export const rulesIn = async (say: Say, tx: Tx, file: string, text: string): Promise<RulesFile> => {
  const read = readFileText(text, await readConfigNames(tx));
  if (read.ok) return { file, things: read.things, placeIn: read.placeIn };
  const lines = read.problems.map(({ code, path, says, meant = '', ...place }) =>
    say(`cli.config.problem.${code}`, {
      place: placeText(file, place, code),
      path,
      says,
      meant,
      guessed: meant === '' ? 'no' : 'yes',
    }),
  );
  throw new CommandFailed(lines.join('\n'));
};

/** As compilers tell a place, so that editors and scripts find it: "rules.yaml:12:9 [length]". */
export const placeText = (file: string, { line, column }: { line: number; column: number }, code: string): string =>
  `${file}:${line}:${column} [${code}]`;

/** What cannot be published of a file, by its place in it. */
export const impossibleIn = (
  say: Say,
  { file, placeIn }: RulesFile,
  { thing, problems }: ImpossibleFile,
): CommandFailed => {
  const lines = problems.map(({ path: field, code, message }) => {
    const { path, ...place } = placeIn(thing, field);
    const says = say.has(`field.${code}`) ? say(`field.${code}`) : (message ?? code);
    return say('cli.config.problem.impossible', { place: placeText(file, place, code), path, says });
  });
  return new CommandFailed(lines.join('\n'));
};
