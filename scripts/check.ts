/**
 * `npm run check`: types, lint, format, unused code, gates, core tests. `--static` leaves the tests out
 * (`npm test` runs all of them afterwards). Prints one line a step, and the output of what failed.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter } from 'node:path';

type Step = {
  name: string;
  command: string;
  args: string[];
  /** What a pass must say, for tools that pass on zero files too. */
  proof?: RegExp;
};

const root = `${import.meta.dirname}/..`;
const bin = `${root}/node_modules/.bin`;
const tsconfigs = globSync(['src/*/tsconfig.json', 'test/*/tsconfig.json'], { cwd: root }).toSorted().toReversed();
if (tsconfigs.length < 4) throw new Error(`only ${tsconfigs.length} tsconfigs found below ${root}`);

/** A runtime's types; what did not change since the last check is not checked again. */
const types = (path: string): Step => {
  const runtime = path.replace('/tsconfig.json', '');
  const kept = `node_modules/.cache/tsc/${runtime.replace('/', '-')}.tsbuildinfo`;
  return { name: `types ${runtime}`, command: 'tsc', args: ['-p', path, '--incremental', '--tsBuildInfoFile', kept] };
};

// The slowest come first, so that two cores finish together.
const steps: Step[] = [
  ...tsconfigs.map(types),
  { name: 'unused code (knip)', command: 'knip', args: ['--no-progress'] },
  { name: 'lint (oxlint)', command: 'oxlint', args: ['--deny-warnings'], proof: /on [1-9]\d* files/ },
  { name: 'format (oxfmt)', command: 'oxfmt', args: ['--check'], proof: /on [1-9]\d* files/ },
  { name: 'gates', command: 'node', args: ['scripts/gates.ts'] },
];
if (!process.argv.includes('--static')) {
  steps.unshift({
    name: 'core tests',
    command: 'vitest',
    args: ['run', '--project', 'core'],
    proof: /[1-9]\d* passed/,
  });
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
      const passed = code === 0 && (step.proof?.test(output) ?? true);
      process.stdout.write(`${passed ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)\n`);
      if (!passed) process.stdout.write(`${output}\n${code === 0 ? 'it passed, but looked at nothing\n' : ''}`);
      done(passed);
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
