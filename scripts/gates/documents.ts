import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, lineAt, textOf, type Fault, type Gate } from './gate.ts';

const link = /\]\((?!https?:|mailto:|#)([^)\s#]+)[^)]*\)/g;
const ourPath = /`((?:src|test|scripts|docs|locales|bench|seed|migrations)\/[\w./-]+)`/g;
const npmRun = /\bnpm run ([a-z:]+)/g;

const faultsIn = (root: string, path: string, scripts: ReadonlySet<string>): Fault[] => {
  const text = textOf(root, path);
  const faults: Fault[] = [];
  const add = (offset: number, says: string): number => faults.push({ where: `${path}:${lineAt(text, offset)}`, says });
  for (const match of text.matchAll(link)) {
    const target = match[1] ?? '';
    if (!existsSync(join(root, dirname(path), target))) add(match.index, `links to ${target}, which does not exist`);
  }
  for (const match of text.matchAll(ourPath)) {
    if (!existsSync(join(root, match[1] ?? ''))) add(match.index, `speaks of ${match[1]}, which does not exist`);
  }
  for (const match of text.matchAll(npmRun)) {
    if (!scripts.has(match[1] ?? '')) add(match.index, `tells the reader to run "${match[0]}", which does not exist`);
  }
  return faults;
};

/** Of two files of a numbered folder with one number, the second. */
const sameNumber = (files: readonly string[]): Fault[] => {
  const first = new Map<string, string>();
  return files.flatMap((path) => {
    const numbered = /^(?:docs\/decisions|changes)\/\d{4}/.exec(path)?.[0];
    const before = numbered === undefined ? undefined : first.get(numbered);
    if (numbered !== undefined && before === undefined) first.set(numbered, path);
    return before === undefined ? [] : [{ where: path, says: `has the number of ${before}: take the next free one` }];
  });
};

/** What the documents point at is there (files they link to or speak of, scripts they name); a number is given once. */
export const documents: Gate = {
  name: 'documents',
  judge: (root) => {
    const files = filesBelow(root, (path) => path.endsWith('.md'));
    const manifest = existsSync(join(root, 'package.json')) ? textOf(root, 'package.json') : '{}';
    const scripts = new Set(Object.keys((JSON.parse(manifest) as { scripts?: Record<string, string> }).scripts ?? {}));
    return {
      looked: files.length,
      faults: [...sameNumber(files), ...files.flatMap((path) => faultsIn(root, path, scripts))],
    };
  },
};
