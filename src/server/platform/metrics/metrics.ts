import client from 'prom-client';
import type { Http } from '#server/platform/http/build-http.ts';

/** What a process counts about itself, and how it is told to Prometheus. Every label has few values, known beforehand. */
export type Metrics = {
  registry: client.Registry;
  /** Counts what the door decided. */
  decided(decisions: { command: string; outcome: string }[]): void;
  /** Measures every answer of a server, by the template of its route. */
  measure(http: Http): void;
};

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The counters of one Belay; several may live in one process, as they do in tests. */
export const createMetrics = (version: string): Metrics => {
  const registry = new client.Registry();
  client.collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new client.Gauge({ name: 'belay_info', help: 'The release that runs', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  const decisions = new client.Counter({
    name: 'belay_decisions_total',
    help: 'Commands decided, by command and outcome: done, repeated, or the refusal',
    labelNames: ['command', 'outcome'],
    registers,
  });
  const answers = new client.Histogram({
    name: 'belay_http_request_duration_seconds',
    help: 'Time to the end of an answer, by template of the route',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  return {
    registry,
    decided: (made) => {
      for (const labels of made) decisions.inc(labels);
    },
    measure: (http) => {
      http.addHook('onResponse', async (request, reply) => {
        // what is asked for outside of every route has no name of its own: anybody could make up a million
        const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
        const status = `${Math.floor(reply.statusCode / 100)}xx`;
        answers.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000);
      });
    },
  };
};
