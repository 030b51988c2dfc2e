import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something a gate found: where (a path from the root, perhaps with a line), and what to do about it. */
export interface Fault {
  readonly where: string;
  readonly says: string;
}

/** What a gate saw. `looked` counts the files it judged: a gate that judged none has failed. */
export interface Verdict {
  readonly looked: number;
  readonly faults: readonly Fault[];
}

/** A rule of the house that a linter cannot hold. It is given a root and reads what it needs below it. */
export interface Gate {
  readonly name: string;
  readonly judge: (root: string) => Verdict;
}

const notOurs = new Set(['node_modules', '.git']);
const madeHere = new Set(['data', 'dist', 'coverage', 'shots']);

/** Paths from the root, with forward slashes, sorted, of every file of ours below it for which `wanted` holds. */
export function filesBelow(root: string, wanted: (path: string) => boolean): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // in a second work tree of git, `.git` is a file
      if (notOurs.has(entry.name)) continue;
      if (entry.isDirectory()) {
        if (!madeHere.has(path)) walk(path);
      } else if (entry.isFile() && wanted(path)) found.push(path);
    }
  };
  if (existsSync(root)) walk('');
  return found.toSorted();
}

export const textOf = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('test/');

/** 1-based line of an offset in a text. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** A verdict's faults, with the fault of having judged nothing added to them. */
export function faultsOf(gate: Gate, root: string): readonly Fault[] {
  const { looked, faults } = gate.judge(root);
  if (looked > 0) return faults;
  return [...faults, { where: gate.name, says: 'found no file to judge, so it can vouch for nothing' }];
}
