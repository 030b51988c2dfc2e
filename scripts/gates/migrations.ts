import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, textOf, type Fault, type Gate } from './gate.ts';

/** One line a landed migration, `<sha256> <path>`; only ever appended to, by scripts/land-migrations.ts. */
export const landedList = 'migrations/landed.txt';

export const migrationsOf = (root: string): string[] =>
  filesBelow(root, (path) => path.startsWith('migrations/') && path !== landedList);

export const landedLine = (root: string, path: string): string =>
  `${createHash('sha256').update(textOf(root, path)).digest('hex')} ${path}`;

export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

const git = (root: string, ...args: string[]): string => {
  try {
    return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // No git, or a checkout without its history: the checksums alone must do.
    return '';
  }
};

const numberFaults = (paths: readonly string[]): Fault[] =>
  paths.flatMap((path, index) => {
    const number = /^migrations\/(\d{4})_[a-z0-9_]+\.sql$/.exec(path)?.[1];
    if (number === undefined) return [{ where: path, says: 'is not named like 0007_what_it_adds.sql' }];
    if (Number(number) === index + 1) return [];
    return [{ where: path, says: `should be number ${String(index + 1).padStart(4, '0')}: no gaps, no doubles` }];
  });

const landedFaults = (root: string, landed: readonly string[]): Fault[] =>
  landed.flatMap((line) => {
    const path = line.slice(line.indexOf(' ') + 1);
    if (!existsSync(join(root, path))) return [{ where: path, says: 'has landed and may not be removed' }];
    if (landedLine(root, path) === line) return [];
    return [{ where: path, says: 'has landed and may not be edited: add a new migration' }];
  });

const historyFaults = (root: string, landed: readonly string[]): Fault[] =>
  linesOf(git(root, 'log', '--max-count=500', '--format=%H', '--', landedList)).flatMap((commit) => {
    const then = linesOf(git(root, 'show', `${commit}:./${landedList}`));
    if (then.every((line, index) => line === landed[index])) return [];
    return [{ where: landedList, says: `lost or changed a line that commit ${commit.slice(0, 10)} had` }];
  });

/** Forward only: numbered without gaps, plain SQL, and one that has landed is never edited or removed. */
export const migrations: Gate = {
  name: 'migrations',
  judge: (root) => {
    const paths = migrationsOf(root);
    const landed = existsSync(join(root, landedList)) ? linesOf(textOf(root, landedList)) : [];
    return {
      looked: paths.length,
      faults: [...numberFaults(paths), ...landedFaults(root, landed), ...historyFaults(root, landed)],
    };
  },
};
