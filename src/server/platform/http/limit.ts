import type { FastifyRequest } from 'fastify';
import type { Http } from './build-http.ts';
import { HttpProblem } from './problem.ts';

/**
 * At most `max` a minute of what has the same key, counted by this process alone: several nodes let through as many
 * times more. The answer to too much is 429 with Retry-After.
 */
export const limitPerMinute = (
  app: Http,
  { max, keyOf }: { max: number; keyOf: (request: FastifyRequest) => string },
): ((request: FastifyRequest) => Promise<void>) => {
  const count = app.createRateLimit({ max, timeWindow: '1 minute', keyGenerator: keyOf });
  return async (request) => {
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    throw new HttpProblem(429, 'too_many_requests', { headers: { 'retry-after': String(counted.ttlInSeconds) } });
  };
};
