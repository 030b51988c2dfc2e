import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monotonicMs } from '#server/platform/clock.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Where the built console lies. */
export const WEB_FOLDER = path.join(ROOT, 'dist/web');
const FINGERPRINT = path.join(WEB_FOLDER, '.fingerprint');

/** What the console is made of; a change in any of it makes it old. */
const SOURCES = ['src/web', 'src/core', 'src/contract', 'locales', 'package-lock.json'];

/**
 * Builds the console unless the one that is there was made of exactly these sources. How long it took in milliseconds,
 * or null when there was nothing to do. Throws StartRefusal: web_not_built.
 */
export const ensureWeb = async (): Promise<number | null> => {
  const fingerprint = await fingerprintOf(SOURCES);
  const built = await readFile(FINGERPRINT, 'utf8').catch(() => '');
  if (built.trim() === fingerprint && existsSync(path.join(WEB_FOLDER, 'index.html'))) return null;
  const began = monotonicMs();
  await build();
  await writeFile(FINGERPRINT, `${fingerprint}\n`);
  return monotonicMs() - began;
};

/** One hash over names and contents; tests do not count. */
const fingerprintOf = async (sources: readonly string[]): Promise<string> => {
  const files = (await Promise.all(sources.map(filesOf))).flat().toSorted();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(await readFile(path.join(ROOT, file)));
  }
  return hash.digest('hex');
};

const filesOf = async (source: string): Promise<string[]> => {
  if (!existsSync(path.join(ROOT, source))) return [];
  if (path.extname(source) !== '') return [source];
  const entries = await readdir(path.join(ROOT, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
};

const build = async (): Promise<void> => {
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '-c', 'src/web/vite.config.ts', '--logLevel', 'warn'];
  // whoever starts Belay from a test or a development shell still gets the pages people use
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      output += String(error);
      resolve(null);
    });
    child.on('close', resolve);
  });
  if (code !== 0) throw new StartRefusal('web_not_built', `The console could not be built:\n${output.trim()}`);
};
