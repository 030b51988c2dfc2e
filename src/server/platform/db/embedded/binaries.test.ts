import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder, testLog } from '#test/harness/server.ts';
import { accountFor } from './account.ts';
import { findPackage, reachableBinaries } from './binaries.ts';

const run = promisify(execFile);
const account = await accountFor('/nowhere');
const versionSaid = async (postgres: string) => (await run(postgres, ['--version'], { ...account, cwd: '/' })).stdout;
let folder: string;
let data: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  data = path.join(folder, 'data');
  await mkdir(data, { mode: 0o711 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('where the account can reach them, the binaries of the package are used as they are', async () => {
  const { folder: at } = findPackage();
  const { postgres } = await reachableBinaries(data, account, testLog());
  // a checkout under a closed folder is the other case, tested below
  expect([at, data].some((place) => postgres.startsWith(place))).toBe(true);
  expect(await versionSaid(postgres)).toContain('PostgreSQL) 18');
});

test('a checkout in a closed folder: root copies the binaries to the data folder, an ordinary user need not', async () => {
  const closed = path.join(folder, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const { folder: from, version } = findPackage();
  await cp(from, path.join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
  const found = { folder: path.join(closed, 'package'), version };
  const { postgres } = await reachableBinaries(data, account, testLog(), found);
  expect(postgres.startsWith(account === null ? closed : data)).toBe(true);
  expect(await versionSaid(postgres)).toContain('PostgreSQL) 18');
  expect(await reachableBinaries(data, account, testLog(), found)).toMatchObject({ postgres });
});

test('links that npm left out, because it skips install scripts, are put back', async () => {
  const { folder: from, version } = findPackage();
  const at = path.join(folder, 'package');
  await cp(from, at, { recursive: true, verbatimSymlinks: true });
  const link = path.join(at, 'native/lib/libicuuc.so.60');
  if (process.platform === 'linux') await rm(link);
  const { postgres } = await reachableBinaries(data, account, testLog(), { folder: at, version });
  if (process.platform === 'linux') expect(existsSync(link)).toBe(true);
  expect(await versionSaid(postgres)).toContain('PostgreSQL) 18');
});
