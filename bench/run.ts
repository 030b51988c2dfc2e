/**
 * `npm run bench -- <name> [options]` runs bench/<name>.ts with the options. Each bench prints one JSON
 * line a figure, with the limit measured in the same run beside it.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const folder = import.meta.dirname;
const names = readdirSync(folder)
  .filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length))
  .toSorted();

const [name, ...options] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`usage: npm run bench -- <name> [options]\nnames: ${names.join(', ') || '(none yet)'}\n`);
  process.exit(2);
}
const run = spawnSync(process.execPath, [`${folder}/${name}.ts`, ...options], { stdio: 'inherit' });
process.exit(run.status ?? 1);
