import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import type { LiveClient, Sink } from './client.ts';
import { parseCursor } from './feed.ts';
import type { LiveHub } from './hub.ts';

export type LiveRouteOptions<Reader> = {
  hub: LiveHub<Reader>;
  /** Who may listen: the verb the route declares. */
  may: NonNullable<FastifyRequest['routeOptions']['config']['may']>;
  readerOf: (request: FastifyRequest) => Reader;
  /** Asked again at each heartbeat: null ends the stream of somebody who was signed out or deactivated. */
  stillThere: (request: FastifyRequest) => Promise<Reader | null>;
  /** The server's clock, asked once for all listeners. */
  now: () => Promise<number>;
  heartbeatMs?: number;
};

const MOST_CLIENTS = 5_000;
/** How soon a browser comes back by itself. */
const RETRY_MS = 1_000;

/** `GET /api/live`: server-sent events, taken up again where they broke by Last-Event-ID. */
export const liveRoute = <Reader>(app: Http, options: LiveRouteOptions<Reader>): void => {
  const { hub, readerOf } = options;
  const listening = new Map<LiveClient<Reader>, FastifyRequest>();
  app.get('/api/live', { config: { may: options.may }, compress: false }, (request, reply) => {
    if (hub.clients.size >= MOST_CLIENTS) throw new HttpProblem(429, 'too_many_requests');
    // Whoever left while we asked who they are has closed already: nothing would ever let them go.
    if (request.raw.socket.destroyed) {
      reply.hijack();
      return;
    }
    const { 'last-event-id': lastEventId } = request.headers;
    const since = typeof lastEventId === 'string' ? (parseCursor(lastEventId) ?? 'unknown') : null;
    const sink = openStream(reply);
    const { client, detach } = hub.attach(readerOf(request), sink, since);
    listening.set(client, request);
    reply.raw.on('close', () => {
      listening.delete(client);
      detach();
    });
  });
  startBeating(app, options, listening);
};

const openStream = (reply: FastifyReply): Sink => {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // a proxy that collects the answer would make it late
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  return {
    write: (text) => void (raw.writableEnded || raw.write(text)),
    waiting: () => raw.writableLength,
    // what does not leave is not waited for
    end: () => void (raw.writableLength > 0 ? raw.destroy() : raw.end()),
  };
};

const startBeating = <Reader>(
  app: Http,
  { hub, now, stillThere, heartbeatMs = 15_000 }: LiveRouteOptions<Reader>,
  listening: Map<LiveClient<Reader>, FastifyRequest>,
): void => {
  const beat = async (): Promise<void> => {
    if (listening.size === 0) return;
    const cursor = hub.cursor;
    const present = await now();
    await Promise.all(
      [...listening].map(async ([client, request]) => {
        const reader = await stillThere(request);
        if (reader === null) return client.sink.end();
        client.reader = reader;
        client.beat(present, cursor);
      }),
    );
  };
  let beating = Promise.resolve();
  // one after the other; a database that is away ends no stream: the next beat asks again
  const timer = setInterval(() => void (beating = beating.then(beat).catch(() => {})), heartbeatMs);
  timer.unref();
  app.addHook('preClose', async () => {
    clearInterval(timer);
    for (const client of listening.keys()) client.sink.end();
    listening.clear();
    await beating;
  });
};
