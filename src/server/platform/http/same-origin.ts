import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.ts';

const READS = new Set(['GET', 'HEAD']);

/**
 * Refuses state changes that a page of another origin asked a browser to make. A browser always says where a request
 * comes from (Sec-Fetch-Site, or Origin in older ones); a request that says neither comes from no browser and so
 * carries no cookie by accident. A request with a key is asked nothing: a foreign page cannot send that header, and its
 * cookies do not count (`bearerOf`).
 */
export const requireSameOrigin = (app: FastifyInstance, publicUrl: string | null): void => {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  app.addHook('onRequest', async (request) => {
    if (READS.has(request.method) || bearerOf(request) !== null || isSameOrigin(request, publicHost)) return;
    throw new HttpProblem(403, 'cross_origin');
  });
};

const BEARER = /^bearer +([A-Za-z0-9._~+/-]{1,300}=*) *$/i;

/**
 * What stands behind `Authorization: Bearer`, whether it is good or not; '' when it cannot be one. null without that
 * header. Where it is sent nothing else says who is asking.
 */
export const bearerOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string | null => {
  const { authorization } = headers;
  if (authorization === undefined || !/^bearer\b/i.test(authorization)) return null;
  return BEARER.exec(authorization)?.[1] ?? '';
};

const isSameOrigin = (request: FastifyRequest, publicHost: string | null): boolean => {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.headers.host || host === publicHost;
};
