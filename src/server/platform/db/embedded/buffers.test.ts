import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/harness/server.ts';
import { buffersFor, buffersMib } from './buffers.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

test.each([
  ['a new desk', 40 * MIB, 8 * GIB, 16],
  ['a desk with a past', 400 * MIB, 8 * GIB, 50],
  ['a large desk', 40 * GIB, 64 * GIB, 256],
  ['a large desk on a small machine', 40 * GIB, GIB, 64],
  ['the smallest machine', 40 * GIB, GIB / 8, 16],
])('%s gets the memory for pages that it has a use for', (_, data, memory, wanted) => {
  expect(buffersMib(data, memory)).toBe(wanted);
});

test('what lies in the folders of the databases counts, and nothing beside them', async () => {
  const cluster = await temporaryFolder('belay-buffers-');
  await mkdir(path.join(cluster, 'base', '5'), { recursive: true });
  await mkdir(path.join(cluster, 'pg_wal'));
  const table = path.join(cluster, 'base', '5', '16384');
  await writeFile(table, '');
  await truncate(table, 200 * MIB);
  const log = path.join(cluster, 'pg_wal', '1');
  await writeFile(log, '');
  await truncate(log, GIB);
  expect(await buffersFor(cluster)).toBe(25);
});
