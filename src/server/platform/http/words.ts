import { readFile } from 'node:fs/promises';
import type { ProblemWords } from './problem.ts';

/** Titles of problems from a file of `locales/`; a code without words is its own title. */
export const loadProblemWords = async (localeFile: string): Promise<ProblemWords> => {
  const words = JSON.parse(await readFile(localeFile, 'utf8')) as Record<string, string>;
  return (code) => words[`problem.${code}`] ?? code;
};
