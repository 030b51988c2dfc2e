import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Log } from '#server/platform/log.ts';
import { asProblem } from './as-problem.ts';
import { placeOf } from './place-of.ts';
import { HttpProblem, notFound, problemBody, type ProblemWords } from './problem.ts';
import { requireSameOrigin } from './same-origin.ts';
import { preferredLanguage } from './words.ts';

/** Belay's HTTP server: fastify, with the schemas of `contract/` as its types and checks. */
export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** What the caller reads, once they are known; else their Accept-Language decides. */
    language: string | null;
  }
}

export type HttpOptions = {
  log: Log;
  /** What people open in their browser; null = whatever host the request names. */
  publicUrl: string | null;
  words: ProblemWords;
  /** Requests a minute of one session or, without one, from one place; generous, against runaways only. */
  requestsPerMinute?: number;
  /** Whether the session a cookie names was ever given out by us; by default every cookie of its name is believed. */
  isOurCookie?: (value: string) => boolean;
};

const BODY_BYTES = 512 * 1024;
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?belay\.session_token=([^;]{1,200})/;

/** A server without routes: headers, limits, problems and the same-origin rule are in place for every one to come. */
export const buildHttp = async (options: HttpOptions): Promise<Http> => {
  const answer = answerWith(options.words);
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES,
    // for what is asked, not for what is answered: a live stream stays open
    // long enough for a large file over a slow line; headers alone have node's own minute
    requestTimeout: 300_000,
    // a proxy on this machine may say whom it speaks for; nobody else
    trustProxy: 'loopback',
    // what is being answered is finished; app.ts sets the limit
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // an address that cannot be read comes to no route, and so not to the handler of errors
    frameworkErrors: (error, request, reply) => {
      void answer(error, request, reply as unknown as FastifyReply);
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // a form of a foreign page can send text/plain without asking; JSON it cannot
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('language', null);
  app.setErrorHandler(answer);
  app.setNotFoundHandler(() => {
    throw notFound();
  });
  requireSameOrigin(app, options.publicUrl);
  await app.register(fastifyHelmet, securityHeaders(options.publicUrl));
  await app.register(fastifyRateLimit, {
    max: options.requestsPerMinute ?? 3_000,
    timeWindow: '1 minute',
    keyGenerator: sessionOrPlace(options.isOurCookie ?? (() => true)),
    errorResponseBuilder: () => new HttpProblem(429, 'too_many_requests'),
  });
  await app.register(fastifyCompress, { threshold: 1_024, encodings: ['br', 'gzip', 'identity'] });
  // what the API answers is somebody's: no cache keeps it
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode < 400 ? 'debug' : 'info';
    request.log[level](
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: reply.elapsedTime,
      },
      'answered',
    );
  });
  return app;
};

/** A whole office may come from one place, a session is one person's; one that somebody made up is no session. */
const sessionOrPlace =
  (isOurs: (value: string) => boolean) =>
  ({ headers, ip }: FastifyRequest): string => {
    const value = headers.authorization === undefined ? SESSION_COOKIE.exec(headers.cookie ?? '')?.[1] : undefined;
    return value !== undefined && isOurs(value) ? value : placeOf(ip);
  };

/** How whatever was thrown is answered: as a problem, in the caller's language. */
const answerWith =
  (words: ProblemWords) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = asProblem(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'a request failed');
    for (const [name, value] of Object.entries(problem.parts.headers ?? {})) reply.header(name, value);
    const asked = request.language ?? preferredLanguage(request.headers['accept-language'], words.languages);
    const language = asked !== null && words.languages.includes(asked) ? asked : words.languages[0]!;
    return reply
      .status(problem.status)
      .type('application/problem+json')
      .header('content-language', language)
      .serializer((body: unknown) => JSON.stringify(body))
      .send(problemBody(problem, { requestId: request.id, words, language }));
  };

/** Nothing from elsewhere, no inline script or style, framed by nobody but ourselves. */
const securityHeaders = (publicUrl: string | null) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  // told to browsers only where there is TLS to insist on
  strictTransportSecurity: publicUrl?.startsWith('https:') ? { maxAge: 31_536_000 } : (false as const),
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'same-origin' as const },
});
