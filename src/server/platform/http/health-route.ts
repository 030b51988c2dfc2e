import { health, type Health } from '#contract/me.ts';
import { monotonicMs, withinTime } from '#server/platform/clock.ts';
import type { Http } from './build-http.ts';

export type HealthOptions = {
  version: string;
  /** Asks the database; throws or hangs when it is away. */
  look: () => Promise<Pick<Health, 'limbo' | 'limboBy' | 'stuck' | 'mailboxesAway'>>;
  /** How long an answer is waited for. */
  withinMs?: number;
};

/** Anybody may ask as often as they like: the database is asked once in this time. */
const FRESH_MS = 1_000;

/** `GET /api/health`, for monitors: 200 when Belay works, 503 when its database is away; it never hangs. */
export const healthRoute = (app: Http, { version, look, withinMs = 2_000 }: HealthOptions): void => {
  const down: Health = {
    status: 'degraded',
    limbo: 0,
    limboBy: {},
    stuck: 0,
    mailboxesAway: 0,
    database: 'down',
    version,
  };
  const ask = async (): Promise<Health> => {
    try {
      const found = await withinTime(look(), withinMs);
      const status = found.limbo === 0 && found.stuck === 0 && found.mailboxesAway === 0 ? 'ok' : 'degraded';
      return { status, ...found, database: 'up', version };
    } catch (error) {
      app.log.debug({ err: error }, 'health: the database does not answer');
      return down;
    }
  };
  let asked: { at: number; answer: Promise<Health> } | null = null;
  app.get(
    '/api/health',
    { config: { may: 'public', rateLimit: false }, schema: { response: { 200: health, 503: health } } },
    async (_, reply) => {
      if (asked === null || monotonicMs() - asked.at > FRESH_MS) asked = { at: monotonicMs(), answer: ask() };
      const answer = await asked.answer;
      return reply.status(answer.database === 'up' ? 200 : 503).send(answer);
    },
  );
};
