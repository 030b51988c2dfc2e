import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Log } from '#server/platform/log.ts';
import { monotonicMs, until } from '#server/platform/clock.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { CHILD_ENV } from './initialise.ts';
import type { Layout } from './layout.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import type { Settings } from './settings.ts';

export type ServerPlan = {
  layout: Layout;
  binaries: Binaries;
  account: Account;
  settings: Settings;
  /** Laid over the environment its processes see. */
  env?: Record<string, string>;
};

/** A postgres that accepts connections. */
export type ServerProcess = {
  pid: number;
  /** settles when it has ended, for whatever reason, and the system has let go of it */
  ended: Promise<string>;
  /** fast shutdown, then harder; settles when it has ended */
  stop(): Promise<void>;
};

// after a crash postgres first plays back its log; with max_wal_size this takes seconds, on a poor disk minutes
const READY_WITHIN_MS = 600_000;

/** Starts postgres and waits until it accepts connections. Throws an Error with what postgres said when it ends before. */
export const startServer = async (plan: ServerPlan, log: Log): Promise<ServerProcess> => {
  const child = spawnServer(plan);
  const ended = hasEnded(child);
  let over: string | null = null;
  void ended.then((how) => (over = how));
  const pid = child.pid;
  if (pid === undefined) throw new Error(`postgres did not start: ${await ended}`);
  const began = monotonicMs();
  let ready = false;
  await until(
    async () => {
      const file = await readPostmasterFile(plan.layout.cluster);
      ready = file?.pid === pid && file.ready;
      return ready || over !== null;
    },
    { withinMs: READY_WITHIN_MS },
  );
  const stop = () => stopServer(child, ended);
  if (!ready) {
    await stop();
    throw new Error(`postgres ${over ?? 'was not ready in time'}: ${await tailOf(plan.layout.startLog)}`);
  }
  log.info({ pid, afterMs: Math.round(monotonicMs() - began) }, 'PostgreSQL is ready');
  return { pid, ended, stop };
};

// nothing is awaited between here and hasEnded: a postgres that ends at once must not end unheard
const spawnServer = ({ layout, binaries, account, settings, env }: ServerPlan): ChildProcess => {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const startLog = openSync(layout.startLog, 'w', 0o600);
  try {
    return spawn(binaries.postgres, ['-D', layout.cluster, ...args], {
      ...account,
      cwd: layout.root,
      env: { ...CHILD_ENV, ...env },
      stdio: ['ignore', startLog, startLog],
      // its own session: Ctrl-C in the terminal stops Belay, which then stops postgres, in this order
      detached: true,
    });
  } finally {
    closeSync(startLog);
  }
};

const hasEnded = async (child: ChildProcess): Promise<string> => {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  } catch (error) {
    return (error as Error).message;
  }
};

const stopServer = async (child: ChildProcess, ended: Promise<string>): Promise<void> => {
  let gone = false;
  void ended.then(() => (gone = true));
  for (const [signal, withinMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (gone) return;
    child.kill(signal);
    if (await until(() => gone, { withinMs })) return;
  }
};

/** The last lines of a log file, for an error message. */
const tailOf = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').slice(-6).join(' | ');
