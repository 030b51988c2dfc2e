import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { temporaryFolder } from '#test/harness/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    webFolder: string;
  }
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * Builds the console as it is in the working tree, once for all browser tests of a run. In a process of its own: React
 * and its compiler read NODE_ENV, and the test runner's would make of it what nobody loads.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await temporaryFolder('belay-web-');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const settings = ['-c', 'src/web/vite.config.ts', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', ...settings], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'production' },
    });
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide('webFolder', folder);
  return remove;
};
