// `npm start`. Plain JavaScript on purpose: whatever Belay needs compiled is then there from the start before, and what
// takes the types out of TypeScript, some 25 MB, is not loaded at all.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, getCompileCacheDir } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';

const root = path.resolve(import.meta.dirname, '..');
const AGAIN = 'BELAY_BEGUN';
// large blocks go back to the system when they are freed, those of hashing a password above all; read by glibc as a
// program begins, and by nobody else
const SPARING = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: String(262_144),
  MALLOC_TRIM_THRESHOLD_: String(262_144),
};

/** Changes with every change of the sources. */
const fingerprint = () => {
  const hash = createHash('sha256');
  for (const part of ['core', 'contract', 'server']) {
    for (const name of readdirSync(path.join(root, 'src', part), { recursive: true }).toSorted()) {
      const { size, mtimeMs } = statSync(path.join(root, 'src', part, name));
      hash.update(`${part}/${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
};

/** Everything that `npm start` loads is compiled and kept, unless the folder for it cannot be written. */
const compileFirst = async () => {
  const folder = getCompileCacheDir();
  if (folder === undefined) return;
  const done = path.join(folder, `belay-${fingerprint()}`);
  if (existsSync(done)) return;
  await import('#server/run.ts');
  flushCompileCache();
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(done, '');
  } catch {
    // then it is compiled at each start
  }
};

// garbage made while hundreds of modules are loaded would stay with the process for good
setFlagsFromString('--optimize-for-size');
// CACHE_DIRECTORY is what systemd calls a folder that the service may write
enableCompileCache(process.env.CACHE_DIRECTORY ?? path.join(root, 'node_modules/.cache/belay-compiled'));

if (process.env[AGAIN] === undefined && process.platform !== 'win32') {
  await compileFirst();
  // the same process, begun anew: without what compiling took
  const args = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { ...SPARING, ...process.env, [AGAIN]: '1' });
}
// what Belay starts in its turn is not its business
for (const name of [AGAIN, ...Object.keys(SPARING)]) delete process.env[name];
const { run } = await import('#server/run.ts');
await run();
