import { join } from 'node:path';
import { afterAll } from 'vitest';
import { rm } from 'node:fs/promises';
import { build } from 'vite';
import { temporaryFolder } from '#test/harness/server.ts';

/** Builds the console as it is in the working tree, into a folder that goes away with the file's tests. */
export async function buildWeb(): Promise<string> {
  const folder = await temporaryFolder('belay-test-web-');
  afterAll(() => rm(folder, { recursive: true, force: true }));
  await build({
    configFile: join(import.meta.dirname, '../../src/web/vite.config.ts'),
    build: { outDir: folder, emptyOutDir: true },
    // what people load, not what the test runner's own NODE_ENV would make of it
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return folder;
}
