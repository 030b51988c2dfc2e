import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { home, plant } from './tree.ts';

/** What this repository's own tsconfig of a runtime says about planted code. */
const complaints = (runtime: string, file: string, code: string): string => {
  const root = plant({ [`src/${runtime}/${file}`]: code }, {});
  for (const path of ['package.json', 'tsconfig.base.json', `src/${runtime}/tsconfig.json`]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(home, path), join(root, path));
  }
  symlinkSync(join(home, 'node_modules'), join(root, 'node_modules'));
  const run = spawnSync(join(home, 'node_modules/.bin/tsc'), ['-p', `src/${runtime}/tsconfig.json`], {
    cwd: root,
    encoding: 'utf8',
  });
  return run.stdout;
};

test.each([
  'process.pid',
  'document.title',
  'window',
  'setTimeout(() => 1, 1)',
  'fetch("")',
  'console.log(1)',
  'crypto',
])('core knows no %s', (word) =>
  expect(complaints('core', 'x.ts', `export const x = () => ${word};\n`)).toContain('Cannot find name'),
);

test.each(["import fs from 'node:fs';\nexport const x = fs;\n", "import * as os from 'os';\nexport const x = os;\n"])(
  'core knows no Node: %s',
  (code) => expect(complaints('core', 'x.ts', code)).toMatch(/error TS(2307|2591)/),
);

test.each([
  ['server', 'document.title'],
  ['web', 'process.pid'],
])('%s knows no %s', (runtime, word) => {
  expect(complaints(runtime, 'x.ts', `export const x = () => ${word};\n`)).toContain('Cannot find name');
});

test.each([
  ['an enum', 'export enum Status { open }\n', 'TS1294'],
  ['a parameter property', 'export class X { constructor(readonly a: number) {} }\n', 'TS1294'],
  ['an index that may be empty', 'export const x = (a: string[]): string => a[0];\n', 'TS2322'],
  ['undefined for an absent field', 'export const x: { a?: string } = { a: undefined };\n', 'TS2375'],
  [
    'a switch that forgets a case',
    "export const x = (s: 'a' | 'b'): number => { switch (s) { case 'a': return 1; } };\n",
    'TS2366',
  ],
])('refuses %s', (_, code, error) => {
  expect(complaints('core', 'x.ts', code)).toContain(error);
});

test('passes what is right, and does not pass on nothing', () => {
  expect(complaints('core', 'x.ts', 'export const x = (a: number): number => a;\n')).toBe('');
  expect(complaints('core', 'x.md', '')).toContain('TS18003');
});
