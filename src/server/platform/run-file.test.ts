import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/harness/server.ts';
import { readRunFile, writeRunFile } from './run-file.ts';

const here = { url: 'http://127.0.0.1:8080', smtp: { host: '127.0.0.1', port: 2525 }, token: 't'.repeat(43) };

test('a folder says who runs on it, to its owner only, for as long as that process lives', async () => {
  const folder = await temporaryFolder();
  expect(await readRunFile(folder)).toBeNull();
  const remove = await writeRunFile(folder, here);
  expect(await readRunFile(folder)).toEqual({ ...here, pid: process.pid });
  expect((await stat(path.join(folder, 'running.json'))).mode & 0o077).toBe(0);
  await remove();
  expect(await readRunFile(folder)).toBeNull();
  await rm(folder, { recursive: true });
});

test('what a crash left behind counts for nothing', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'running.json');
  for (const text of [JSON.stringify({ ...here, pid: 2 ** 22 + 1 }), '{}', '{"url":']) {
    await writeFile(file, text);
    expect(await readRunFile(folder)).toBeNull();
  }
  await rm(folder, { recursive: true });
});
