import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';

export type MetricsRouteOptions = {
  registry: Registry;
  /** Brings what is only counted when asked up to date. Never throws. */
  refresh: () => Promise<void>;
  /** Whoever sends it as `Authorization: Bearer …` may read. null = only this machine may, directly. */
  token: string | null;
  /** There is a proxy in front, whose every request seems to come from this machine. */
  isBehindProxy: boolean;
};

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
/** Any of these says that somebody else speaks through whoever connected. */
const PASSED_ON = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * `GET /metrics` for Prometheus. Without a token it is there for programs of this machine that ask directly, and for
 * nobody at all where a proxy stands in front; to everybody else it does not exist.
 */
export const metricsRoute = (http: Http, { registry, refresh, token, isBehindProxy }: MetricsRouteOptions): void => {
  const expected = token === null ? null : digest(`Bearer ${token}`);
  const mayRead = (request: FastifyRequest): boolean =>
    expected === null
      ? !isBehindProxy && isDirect(request)
      : timingSafeEqual(digest(request.headers.authorization ?? ''), expected);
  http.get('/metrics', { config: { may: 'public' }, schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request)) throw notFound();
    await refresh();
    reply.type(registry.contentType).header('cache-control', 'no-store');
    return registry.metrics();
  });
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isDirect = ({ raw, headers }: FastifyRequest): boolean =>
  LOOPBACK.test(raw.socket.remoteAddress ?? '') && PASSED_ON.every((name) => headers[name] === undefined);
