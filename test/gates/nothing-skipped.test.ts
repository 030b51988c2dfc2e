import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home, plant, type Files } from './tree.ts';

const kinds = ['core', 'gates', 'server', 'scenarios', 'e2e', 'chaos'];
const pass = "import { test } from 'vitest';\ntest('holds', () => {});\n";
const skip = "import { test } from 'vitest';\ntest.skip('is left out', () => {});\ntest('holds', () => {});\n";

/** Runs vitest with our reporter on planted tests, one project a kind. */
const run = (files: Files, verify: boolean): { code: number | null; said: string } => {
  const projects = kinds.map((name) => ({ test: { name, include: [`${name}.test.ts`] } }));
  const reporters = [join(home, 'test/nothing-skipped.ts')];
  const config = `export default ${JSON.stringify({ test: { reporters, projects } })};`;
  const root = plant({ 'vitest.config.mjs': config, ...files }, {});
  symlinkSync(join(home, 'node_modules'), join(root, 'node_modules'));
  const { status, stderr } = spawnSync(process.execPath, [join(home, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BELAY_VERIFY: verify ? '1' : '', VITEST: undefined, VITEST_POOL_ID: undefined },
  });
  return { code: status, said: stderr };
};
const allPass = Object.fromEntries(kinds.map((name) => [`${name}.test.ts`, pass]));

test('verify is green when a test of every kind ran and none was skipped', () => {
  expect(run(allPass, true)).toEqual({ code: 0, said: '' });
});

test('a skipped test is said aloud, and fails verify', () => {
  const files = { ...allPass, 'server.test.ts': skip };
  expect(run(files, false)).toEqual({ code: 0, said: expect.stringContaining('server.test.ts > is left out') });
  expect(run(files, true)).toEqual({ code: 1, said: expect.stringContaining('verify allows no skip') });
});

test('a kind of test of which none ran fails verify', () => {
  expect(run({ ...allPass, 'chaos.test.ts': null }, true)).toEqual({
    code: 1,
    said: expect.stringContaining('no chaos test ran'),
  });
});
