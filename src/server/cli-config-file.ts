import { readFile } from 'node:fs/promises';
import { CommandFailed } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { zodWords } from '#server/platform/http/words.ts';
import type { ImpossibleFile } from '#server/sla/config-apply.ts';
import { type FileThing } from '#server/sla/config-file.ts';
import {
  readFileText,
  type FileProblem,
  type FileUse,
  type PlaceIn,
  type TriedOnly,
} from '#server/sla/config-file-read.ts';

/** The text of a file of rules. */
export const rulesText = (say: Say, file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new CommandFailed(say('cli.config.no_file', { file }));
  });

/** What a file of rules says, where in it each thing stands, and what is wrong with it. */
export interface RulesFile {
  file: string;
  things: FileThing[];
  tried: TriedOnly;
  placeIn: PlaceIn;
  wrong: ToldPlace[];
  /** The things that are wrong, as `thingOf` names them. */
  broken: ReadonlySet<string>;
}

/** Something that is wrong, and where it stands. */
interface ToldPlace {
  line: number;
  column: number;
  text: string;
}

/** What such a text says, and everything that is wrong with it, by its place in the file. */
export const rulesIn = async (
  say: Say,
  tx: Tx,
  { file, text, use }: { file: string; text: string; use: FileUse },
): Promise<RulesFile> => {
  const read = readFileText(text, await readConfigNames(tx), use);
  const { things, tried, placeIn } = read;
  if (read.ok) return { file, things, tried, placeIn, wrong: [], broken: new Set() };
  const wrong = read.problems.map(({ code, path, says, meant = '', issue, ...place }) => ({
    ...place,
    text: say(`cli.config.problem.${code}`, {
      place: placeText(file, place, code === 'shape' ? codeOf(issue, says) : code),
      path,
      // the sentence goes on after it
      says: (code === 'yaml' ? yamlWords(say, issue, says) : shapeWords(say, issue, says)).replace(/\.$/, ''),
      meant,
      guessed: meant === '' ? 'no' : 'yes',
    }),
  }));
  return { file, things, tried, placeIn, wrong, broken: read.broken };
};

/** A rule of our own says its code where others say words. */
const codeOf = (issue: FileProblem['issue'], says: string): string =>
  issue === undefined || issue.code === 'custom' ? says : issue.code;

const shapeWords = (say: Say, issue: FileProblem['issue'], says: string): string => {
  if (issue === undefined) return says;
  const own = `field.${codeOf(issue, says)}`;
  if (issue.code === 'custom' && say.has(own)) return say(own);
  return zodWords(say.locale, issue) ?? says;
};

const yamlWords = (say: Say, issue: FileProblem['issue'], says: string): string =>
  say.has(`cli.config.yaml.${issue?.code}`) ? say(`cli.config.yaml.${issue?.code}`) : says;

/** As compilers tell a place, so that editors and scripts find it: "rules.yaml:12:9 [length]". */
export const placeText = (file: string, { line, column }: { line: number; column: number }, code: string): string =>
  `${file}:${line}:${column} [${code}]`;

/** What cannot be published of a file, by its place in it. */
export const impossibleIn = (say: Say, { file, placeIn }: RulesFile, { impossible }: ImpossibleFile): ToldPlace[] =>
  impossible.flatMap(({ thing, problems }) =>
    problems.map(({ path: field, code, message }) => {
      const { path, ...place } = placeIn(thing, field);
      const says = say.has(`field.${code}`) ? say(`field.${code}`) : (message ?? code);
      return {
        ...place,
        text: say('cli.config.problem.impossible', { place: placeText(file, place, code), path, says }),
      };
    }),
  );

/** Everything that is wrong, in the order in which it stands in the file. */
export const refusalOf = (wrong: readonly ToldPlace[]): CommandFailed =>
  new CommandFailed(
    wrong
      .toSorted((one, other) => one.line - other.line || one.column - other.column)
      .map(({ text }) => text)
      .join('\n'),
  );
