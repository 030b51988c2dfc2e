import type { Problem } from '#contract/problem.ts';
import { hearServer } from '#web/app/clock.ts';

/** What the server refused, with its stable code; `requestId` is what to name when asking for help. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;

  constructor(status: number, code: string, requestId: string | null) {
    super(code);
    this.name = 'Refused';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

const OFFLINE = 0;

/** No answer, or one of a proxy that finds no Belay behind it. */
const UNREACHED: readonly number[] = [OFFLINE, 502, 503, 504];

/** Whether the server was not reached at all, as opposed to saying no. */
export const isUnreached = (error: unknown): boolean => error instanceof Refused && UNREACHED.includes(error.status);

/** Whether it is unknown if the act was done: no answer, or a broken one. */
export const isUndecided = (error: unknown): boolean =>
  error instanceof Refused && (error.status === OFFLINE || error.status >= 500);

interface AskOptions {
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
}

/** Asks the API of the same origin. Throws {@link Refused} for every answer that is not a success. */
async function ask<Reply>(method: string, path: string, body?: unknown, options: AskOptions = {}): Promise<Reply> {
  const { signal } = options;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Refused(OFFLINE, 'unreached', null);
  }
  const reply: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = reply as Partial<Problem> | null;
    throw new Refused(response.status, problem?.code ?? `http_${response.status}`, problem?.requestId ?? null);
  }
  const now = (reply as { now?: unknown } | null)?.now;
  if (typeof now === 'number') hearServer(now);
  return reply as Reply;
}

export const api = {
  get: <Reply>(path: string, signal?: AbortSignal) => ask<Reply>('GET', path, undefined, { signal }),
  post: <Reply>(path: string, body: unknown, headers?: Record<string, string>) =>
    ask<Reply>('POST', path, body, headers === undefined ? {} : { headers }),
  put: <Reply>(path: string, body: unknown) => ask<Reply>('PUT', path, body),
  patch: <Reply>(path: string, body: unknown) => ask<Reply>('PATCH', path, body),
  delete: <Reply>(path: string, body?: unknown) => ask<Reply>('DELETE', path, body),
};

/** A key for one act: sent again after a lost answer, the server does the act once. */
export const newCommandId = (): string => crypto.randomUUID();
