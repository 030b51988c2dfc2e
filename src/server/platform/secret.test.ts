import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepSecret } from './secret.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'belay-secret-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the first start makes a secret only Belay may read, every later one finds it', async () => {
  const secret = await keepSecret(folder);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(await keepSecret(folder)).toBe(secret);
  expect((await stat(path.join(folder, 'secret'))).mode & 0o777).toBe(0o600);
});

test('ten that start together agree on one, and leave nothing else behind', async () => {
  const found = await Promise.all(Array.from({ length: 10 }, () => keepSecret(folder)));
  expect(new Set(found).size).toBe(1);
  expect(await readdir(folder)).toEqual(['secret']);
});

test('a secret cut short is refused, never quietly replaced: sessions and tokens hang on it', async () => {
  await writeFile(path.join(folder, 'secret'), 'cut');
  await expect(keepSecret(folder)).rejects.toMatchObject({ code: 'secret_unreadable' });
  expect(await readFile(path.join(folder, 'secret'), 'utf8')).toBe('cut');
});
