import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '#test/harness/server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = await temporaryFolder('belay-test-compiled-');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm start` as far as its configuration, which is refused: everything is loaded, nothing is begun. */
const start = (cache: string) => {
  const env = { ...process.env, CACHE_DIRECTORY: cache, BELAY_PORT: 'nonsense' };
  const { status, stderr } = spawnSync(process.execPath, ['bin/start.js'], { cwd: ROOT, env, encoding: 'utf8' });
  return { status, said: stderr.split('\n')[0] };
};
const compiledIn = (cache: string): string[] =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('run.js'));

test('Belay is compiled into one module that needs no package beside it, and started from it', () => {
  // no package can be found from the temporary folder
  expect(start(folder)).toEqual({ status: 2, said: 'Belay does not start:' });
  const [made, ...more] = compiledIn(folder);
  expect(more).toEqual([]);
  const file = path.join(folder, made!);
  const text = readFileSync(file, 'utf8');
  // each part goes on finding what lies beside its source
  expect(text.includes('import.meta.dirname')).toBe(false);
  expect(text.includes(path.join(ROOT, 'src/server/simulate'))).toBe(true);

  writeFileSync(file, `console.error('from what was compiled');\n${text}`);
  expect(start(folder)).toEqual({ status: 2, said: 'from what was compiled' });
  expect(compiledIn(folder)).toEqual([made]);
});

test('where nothing can be kept it runs from its source', () => {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, '');
  expect(start(file)).toEqual({ status: 2, said: 'Belay does not start:' });
});
