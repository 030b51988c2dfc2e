import type { Problem } from '#contract/problem.ts';
import { describeProblem, parseConfig } from '#server/config.ts';
import { resolveDataFolder } from '#server/platform/db/data-folder.ts';
import { createLog } from '#server/platform/log.ts';
import { readRunFile, type Running } from '#server/platform/run-file.ts';

/** What a person is told when a command could not be done. */
export class CommandFailed extends Error {}

/** The Belay that runs on this machine, as its commands reach it. */
export type Local = {
  running: Running;
  /** null = there is no such thing (404). Throws CommandFailed with the problem's words otherwise. */
  get<Reply>(path: string): Promise<Reply | null>;
  post<Reply>(path: string, body: unknown): Promise<Reply | null>;
};

/** Finds the Belay of BELAY_DATA (`./data`) by its run file. Throws CommandFailed when none runs. */
export const connectLocal = async (): Promise<Local> => {
  const parsed = parseConfig(process.env, process.cwd());
  if (!parsed.ok) throw new CommandFailed(parsed.problems.map(describeProblem).join('\n'));
  const { config } = parsed;
  const dataFolder = await resolveDataFolder(config, createLog({ level: 'silent' }));
  const running = await readRunFile(dataFolder);
  if (running === null) {
    throw new CommandFailed(`No Belay runs on ${dataFolder}. Start it first, in another terminal: npm start`);
  }
  const ask = async <Reply>(path: string, init: { method: string; body?: string }): Promise<Reply | null> => {
    const headers = { authorization: `Bearer ${running.token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${running.url}${path}`, { ...init, headers }).catch((error: unknown) => {
      throw new CommandFailed(`Belay does not answer at ${running.url}: ${String(error)}`);
    });
    if (answer.status === 404) return null;
    const reply: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw new CommandFailed((reply as Problem | null)?.title ?? `Belay answered ${answer.status}.`);
    return reply as Reply;
  };
  return {
    running,
    get: (path) => ask(path, { method: 'GET' }),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  };
};
