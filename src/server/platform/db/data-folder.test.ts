import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder, testLog } from '#test/harness/server.ts';
import { openDatabase } from './database.ts';
import { resolveDataFolder } from './data-folder.ts';

const asRoot = process.getuid?.() === 0;
let folder: string;
let closed: string;
let refuge: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  closed = path.join(folder, 'closed');
  refuge = path.join(folder, 'refuge');
  await mkdir(closed, { mode: 0o700 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const resolve = (dataFolder: string, more: { dataFolderGiven?: boolean; databaseUrl?: string } = {}) =>
  resolveDataFolder({ dataFolder, dataFolderGiven: false, databaseUrl: null, ...more }, testLog(), refuge);

test('a folder the account can reach is used where it is, and made when absent', async () => {
  const wished = path.join(folder, 'open', 'data');
  expect(await resolve(wished)).toBe(wished);
  expect((await stat(wished)).mode & 0o777).toBe(asRoot ? 0o711 : 0o700);
});

test('below a closed folder root moves to its refuge, stays there, and the database runs; a user stays', async () => {
  const wished = path.join(closed, 'data');
  const dataFolder = await resolve(wished);
  expect(dataFolder).toBe(asRoot ? refuge : wished);
  const db = await openDatabase({ databaseUrl: null, dataFolder, pgBouncer: false }, testLog());
  await db.close();
  await chmod(closed, 0o711);
  expect(await resolve(wished)).toBe(dataFolder);
});

test('two folders named by the operator never end in the same refuge', async () => {
  const [one, other] = [path.join(closed, 'one'), path.join(closed, 'other')];
  const found = [await resolve(one, { dataFolderGiven: true }), await resolve(other, { dataFolderGiven: true })];
  expect(new Set(found).size).toBe(2);
  expect(found.every((each) => each.startsWith(asRoot ? `${refuge}-` : closed))).toBe(true);
});

test('a folder made by mktemp, closed but our own, is opened for passing through and used', async () => {
  const wished = path.join(folder, 'mktemp');
  await mkdir(wished, { mode: 0o700 });
  expect(await resolve(wished, { dataFolderGiven: true })).toBe(wished);
  expect((await stat(wished)).mode & 0o777).toBe(asRoot ? 0o711 : 0o700);
});

test('a folder that became closed while it holds a database is never swapped for an empty one', async () => {
  const wished = path.join(closed, 'data');
  await mkdir(path.join(wished, 'postgres'), { recursive: true });
  const outcome = await resolve(wished).catch((error: { code: string }) => error.code);
  expect(outcome).toBe(asRoot ? 'data_folder_unreachable' : wished);
});

test("with the operator's own PostgreSQL nobody else needs to reach the folder", async () => {
  const wished = path.join(closed, 'data');
  expect(await resolve(wished, { databaseUrl: 'postgres://db/belay' })).toBe(wished);
});
