import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { DescribedMail } from '#server/channels/email/describe.ts';

/** What became of a file. `error` says why it is not ok: a limit, or what was thrown. */
export type Outcome = ({ ok: true } & DescribedMail) | { ok: false; error: string };

export interface Limits {
  /** For one file. */
  timeMs: number;
  heapMb: number;
  /** Of the whole child, buffers included. */
  residentMb: number;
  children: number;
}

const USUAL: Limits = {
  timeMs: 20_000,
  heapMb: 512,
  residentMb: 1_024,
  children: Math.min(4, availableParallelism()),
};
const CHILD = path.join(import.meta.dirname, 'child.ts');

/** Reads the files of a folder in child processes; the outcomes are in the order of `files`. */
export const readInChild = async (
  folder: string,
  files: readonly string[],
  given: Partial<Limits> & { child?: string } = {},
): Promise<Outcome[]> => {
  const { child: program = CHILD, ...some } = given;
  const limits = { ...USUAL, ...some };
  const outcomes: Outcome[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    let child: ChildProcess | null = null;
    for (let index = next++; index < files.length; index = next++) {
      child ??= fork(program, {
        execArgv: [`--max-old-space-size=${limits.heapMb}`],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      const { outcome, spent } = await askFor(child, path.resolve(folder, files[index]!), limits);
      outcomes[index] = outcome;
      if (!spent) continue;
      child.kill('SIGKILL');
      child = null;
    }
    child?.kill('SIGKILL');
  };
  await Promise.all(Array.from({ length: limits.children }, lane));
  return outcomes;
};

/** One file; `spent` when the child is of no more use. */
const askFor = (child: ChildProcess, file: string, limits: Limits): Promise<{ outcome: Outcome; spent: boolean }> =>
  new Promise((resolve) => {
    const failed = (error: string) => finish({ ok: false, error }, true);
    const timer = setTimeout(() => failed(`took longer than ${limits.timeMs} ms`), limits.timeMs);
    const ended = () => failed('the child ended: out of memory, or killed');
    const answered = ({ outcome, residentMb }: { outcome: Outcome; residentMb: number }) => {
      if (residentMb > limits.residentMb) failed(`took ${Math.round(residentMb)} MB of memory`);
      else finish(outcome, false);
    };
    const finish = (outcome: Outcome, spent: boolean) => {
      clearTimeout(timer);
      child.off('exit', ended).off('message', answered);
      resolve({ outcome, spent });
    };
    child.once('exit', ended).once('message', answered);
    child.send(file, (error) => error !== null && failed('the child ended'));
  });
