import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { until } from '#server/platform/clock.ts';

/** Runs a program to its end; rejects with what it said. */
export const runProgram = promisify(execFile);

/** A server that the test started: stopped by its own process id and by nothing else. */
export interface Server {
  pid(): number;
  stop(): Promise<void>;
}

/** The process id in a file, once it is there. */
export const pidIn = async (file: string): Promise<number> => {
  let pid = Number.NaN;
  const written = async () => {
    pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    return pid > 1;
  };
  if (!(await until(written, { withinMs: 10_000 }))) throw new Error(`${file} names no process`);
  return pid;
};

/** A process that is there and not merely uncollected. */
const runs = async (pid: number): Promise<boolean> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text !== '' && text.slice(text.lastIndexOf(')') + 2)[0] !== 'Z';
};

/** Ends a process and waits until it is gone. */
export const endProcess = async (pid: number, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
  if (await runs(pid)) process.kill(pid, signal);
  if (await until(async () => !(await runs(pid)), { withinMs: 10_000 })) return;
  process.kill(pid, 'SIGKILL');
};

/** The processes that a process has started. */
export const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.trim().split(' ').filter(Boolean).map(Number);
};

/** Starts a program that goes into the background by itself, with a file for what it says. */
export const startProgram = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    child.on('error', reject);
    // not 'close': what it left in the background may hold on to its streams
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${said}`))));
  });
