import type { Problem } from '#contract/problem.ts';
import { CommandFailed, findPlace } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import type { Running } from '#server/platform/run-file.ts';

/** The Belay that runs on this machine, as its commands reach it. */
export type Local = {
  running: Running;
  /** null = there is no such thing (404). Throws CommandFailed with the problem's words otherwise. */
  get<Reply>(path: string): Promise<Reply | null>;
  post<Reply>(path: string, body: unknown): Promise<Reply | null>;
};

/** Finds the Belay of BELAY_DATA (`./data`) by its run file. Throws CommandFailed when none runs. */
export const connectLocal = async (say: Say): Promise<Local> => {
  const { dataFolder, running } = await findPlace();
  if (running === null) throw new CommandFailed(say('cli.not_running', { folder: dataFolder }));
  return localOf(running, say);
};

/** The same, of a Belay that was found already. */
export const localOf = (running: Running, say: Say): Local => {
  const ask = async <Reply>(path: string, init: { method: string; body?: string }): Promise<Reply | null> => {
    const headers = {
      authorization: `Bearer ${running.token}`,
      'content-type': 'application/json',
      'accept-language': say.locale,
    };
    const answer = await fetch(`${running.url}${path}`, { ...init, headers }).catch((error: unknown) => {
      throw new CommandFailed(say('cli.no_answer', { url: running.url, why: String(error) }));
    });
    if (answer.status === 404) return null;
    const reply: unknown = await answer.json().catch(() => null);
    if (!answer.ok) {
      throw new CommandFailed((reply as Problem | null)?.title ?? say('cli.odd_answer', { status: answer.status }));
    }
    return reply as Reply;
  };
  return {
    running,
    get: (path) => ask(path, { method: 'GET' }),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  };
};
