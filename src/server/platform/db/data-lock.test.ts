import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startChild } from '#test/harness/child.ts';
import { takeDataLock } from './data-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'belay-lock-')));
});
afterEach(() => rm(folder, { recursive: true }));

const holder = () =>
  startChild(
    `import { takeDataLock } from '#server/platform/db/data-lock.ts';
     takeDataLock(${JSON.stringify(folder)});
     console.log('held');
     setInterval(() => {}, 1000);`,
  );

test('a second process is refused and told which process has the folder', async () => {
  const child = await holder();
  await child.says('held');
  expect(() => takeDataLock(folder)).toThrow(
    `Another Belay (process ${child.pid}) is running on the data folder ${folder}`,
  );
  await child.kill('SIGKILL');
});

test('the folder of a killed process is free at once, with nothing to clean', async () => {
  const child = await holder();
  await child.says('held');
  await child.kill('SIGKILL');
  takeDataLock(folder).release();
});

test('inside one process the folder is held once, and free after release', () => {
  const lock = takeDataLock(folder);
  expect(() => takeDataLock(folder)).toThrow(`process ${process.pid}`);
  lock.release();
  lock.release();
  takeDataLock(folder).release();
});

test('of ten that start together exactly one gets the folder', async () => {
  const racers = await Promise.all(
    Array.from({ length: 10 }, () =>
      startChild(
        `import { takeDataLock } from '#server/platform/db/data-lock.ts';
         try { takeDataLock(${JSON.stringify(folder)}); console.log('held'); }
         catch (error) { console.log(error.code); }
         setInterval(() => {}, 1000);`,
      ),
    ),
  );
  const said = await Promise.all(racers.map((racer) => racer.says(/held|data_folder_in_use/)));
  await Promise.all(racers.map((racer) => racer.kill('SIGKILL')));
  expect(said.filter((line) => line === 'held')).toHaveLength(1);
});
