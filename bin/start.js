// `npm start`. Plain JavaScript on purpose: Belay runs as one compiled module that is there from the start before, and
// neither what makes it nor what takes the types out of TypeScript is loaded.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, getCompileCacheDir } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const root = path.resolve(import.meta.dirname, '..');
const SOURCE = '#server/run.ts';
const AGAIN = 'BELAY_BEGUN';
// large blocks go back to the system when they are freed, those of hashing a password above all; read by glibc as a
// program begins, and by nobody else
const SPARING = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: String(262_144),
  MALLOC_TRIM_THRESHOLD_: String(262_144),
};

/** Changes with everything that Belay is made of. */
const fingerprint = () => {
  const hash = createHash('sha256');
  const add = (name) => hash.update(`${name}\0`).update(readFileSync(path.join(root, name)));
  for (const part of ['src/core', 'src/contract', 'src/server', 'seed']) {
    for (const name of readdirSync(path.join(root, part), { recursive: true }).toSorted()) {
      if (name.endsWith('.ts') && !name.endsWith('.test.ts')) add(path.join(part, name));
    }
  }
  for (const name of ['bin/compile.js', 'package-lock.json']) add(name);
  return hash.digest('hex').slice(0, 16);
};

/**
 * Everything that `npm start` loads, as one module in `folder`, compiled and kept; where that cannot be had, for want of
 * a folder that can be written above all, the source as it lies there.
 */
const compiled = async (folder) => {
  if (folder === undefined) return SOURCE;
  const ready = path.join(folder, `belay-${fingerprint()}`);
  if (existsSync(ready)) return runIn(ready);
  const began = performance.now();
  const half = `${ready}.half-${process.pid}`;
  try {
    const compile = [path.join(root, 'bin/compile.js'), half];
    execFileSync(process.execPath, compile, { stdio: ['ignore', 'ignore', 'pipe'] });
    // whoever started at the same moment may have been quicker
    if (existsSync(ready)) rmSync(half, { recursive: true });
    else renameSync(half, ready);
    const older = readdirSync(folder).filter((name) => /^belay-[0-9a-f]+$/.test(name) && !ready.endsWith(name));
    for (const name of older) rmSync(path.join(folder, name), { recursive: true, force: true });
    await import(runIn(ready));
    flushCompileCache();
    process.stdout.write(`Belay was compiled in ${((performance.now() - began) / 1_000).toFixed(1)} s.\n`);
    return runIn(ready);
  } catch (error) {
    for (const bad of [half, ready]) rmSync(bad, { recursive: true, force: true });
    process.stderr.write(`Belay runs from its source, since it could not be compiled: ${error.message.trim()}\n`);
    return SOURCE;
  }
};

const runIn = (folder) => pathToFileURL(path.join(folder, 'run.js')).href;

// garbage made while hundreds of modules are loaded would stay with the process for good
setFlagsFromString('--optimize-for-size');
// CACHE_DIRECTORY is what systemd calls a folder that the service may write
enableCompileCache(process.env.CACHE_DIRECTORY ?? path.join(root, 'node_modules/.cache/belay-compiled'));

const from = process.env[AGAIN] ?? (await compiled(getCompileCacheDir()));
if (process.env[AGAIN] === undefined && process.platform !== 'win32') {
  // the same process, begun anew: without what compiling took
  const args = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { ...SPARING, ...process.env, [AGAIN]: from });
}
// what Belay starts in its turn is not its business
for (const name of [AGAIN, ...Object.keys(SPARING)]) delete process.env[name];
const { run } = await import(from);
await run();
