/**
 * `npm run check`: types, lint, format, unused code, gates, core tests. `--static` leaves the tests out
 * (`npm test` runs all of them afterwards). Prints one line a step, and the output of what failed.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter } from 'node:path';

type Step = { name: string; command: string; args: string[] };

const root = `${import.meta.dirname}/..`;
const bin = `${root}/node_modules/.bin`;
const tsconfigs = globSync(['src/*/tsconfig.json', 'test/*/tsconfig.json'], { cwd: root }).toSorted();
if (tsconfigs.length < 4) throw new Error('the tsconfigs of the runtimes are missing: nothing to check');

// The slowest come first, so that two cores finish together.
const steps: Step[] = [
  ...tsconfigs
    .filter((path) => existsSync(`${root}/${path}`))
    .map((path) => ({
      name: `types ${path.replace('/tsconfig.json', '')}`,
      command: 'tsc',
      args: ['-p', path],
    })),
  { name: 'unused code (knip)', command: 'knip', args: ['--no-progress'] },
  { name: 'lint (oxlint)', command: 'oxlint', args: ['--deny-warnings'] },
  { name: 'format (oxfmt)', command: 'oxfmt', args: ['--check'] },
  { name: 'gates', command: 'node', args: ['scripts/gates.ts'] },
];
if (!process.argv.includes('--static')) {
  steps.unshift({ name: 'core tests', command: 'vitest', args: ['run', '--project', 'core'] });
}

const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };

const run = (step: Step): Promise<boolean> =>
  new Promise((done) => {
    const began = performance.now();
    const child = spawn(step.command, step.args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('error', (error) => (output += String(error)));
    child.on('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)\n`);
      if (code !== 0) process.stdout.write(`${output}\n`);
      done(code === 0);
    });
  });

const waiting = [...steps];
let failed = 0;
const worker = async (): Promise<void> => {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    if (!(await run(step))) failed += 1;
  }
};
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
process.stdout.write(failed === 0 ? 'check: all well\n' : `check: ${failed} of ${steps.length} failed\n`);
process.exit(failed === 0 ? 0 : 1);
