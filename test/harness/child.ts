import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Child = {
  pid: number;
  /** every line it has written so far, both streams */
  lines: string[];
  /** the first line, past or to come, that holds `text`; rejects with all it said when it ends without */
  says(text: string | RegExp): Promise<string>;
  /** settles when it has ended and the system has let go of it */
  ended: Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
};

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Starts a second Node with `source` as a module that sees #core/*, #server/* and the rest, for tests that kill it. */
export const startChild = async (source: string, env: Record<string, string> = {}): Promise<Child> => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const listener of listeners) listener();
    });
  }
  let over = false;
  const ended = once(child, 'close').then(() => {
    over = true;
    for (const listener of listeners) listener();
  });
  await once(child, 'spawn');
  return {
    pid: child.pid!,
    lines,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
          if (found === undefined && !over) return;
          listeners.delete(look);
          if (found === undefined) reject(new Error(`ended without saying ${text}:\n${lines.join('\n')}`));
          else resolve(found);
        };
        listeners.add(look);
        look();
      }),
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
};
