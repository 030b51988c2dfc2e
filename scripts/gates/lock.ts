import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { textOf, type Fault, type Gate } from './gate.ts';

type Locked = { version?: string; optionalDependencies?: Record<string, string> };

/** Where Node would find a package that the one at `from` asks for: beside it, or further up. */
const found = (name: string, from: string, locked: Record<string, Locked>): boolean => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (locked[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
};

/**
 * The lock names the packages of every platform. npm leaves out what a registry lacks on the day of an install,
 * and `npm ci` then refuses the lock, on every machine.
 */
export const lock: Gate = {
  name: 'lock file',
  judge: (root) => {
    const path = 'package-lock.json';
    if (!existsSync(join(root, path))) return { looked: 0, faults: [] };
    const { packages = {} } = JSON.parse(textOf(root, path)) as { packages?: Record<string, Locked> };
    const faults: Fault[] = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !found(name, at, packages))
        .map((name) => ({ where: path, says: `lacks ${name}, which ${at || 'package.json'} may need elsewhere` })),
    );
    return { looked: Object.keys(packages).length, faults };
  },
};
