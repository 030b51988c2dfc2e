import client from 'prom-client';
import type { Config } from '#server/config.ts';
import { monotonicMs, withinTime } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import type { Metrics } from '#server/platform/metrics/metrics.ts';
import { metricsRoute } from '#server/platform/metrics/metrics-route.ts';
import type { Door } from '#server/ticket/handle.ts';
import { lastIntake, readMeasures, readVerdicts, type Measures } from '#server/ticket/measures.ts';

/** However often it is asked, the database is asked once in this time, and not waited for longer than that. */
const FRESH_MS = 5_000;
const PATIENCE_MS = 3_000;

export type MetricsParts = {
  metrics: Metrics;
  http: Http;
  config: Pick<Config, 'metricsToken' | 'publicUrl'>;
  db: Database;
  door: Door;
  /** How many desks listen for what changes. */
  liveClients: () => number;
};

/** Everything `/metrics` tells, and the route itself. Before the server listens. */
export const serveMetrics = ({ metrics, http, config, db, door, liveClients }: MetricsParts): void => {
  const { registry } = metrics;
  metrics.measure(http);
  const gauges: Known = new Map();
  const gauge = gaugesOf(registry, gauges);
  const verdicts = new client.Counter({
    name: 'belay_mail_decided_total',
    help: 'Mail decided since this process started, by verdict and reason; the same on every node',
    labelNames: ['verdict', 'why'],
    registers: [registry],
  });
  let place: number | null = null;
  const ask = async (): Promise<void> => {
    const measures = await readMeasures(db, await door.clock.now(db));
    if (place === null) place = await lastIntake(db);
    const decided = await readVerdicts(db, place);
    place = decided.upTo;
    for (const { verdict, why, count } of decided.counts) verdicts.inc({ verdict, why }, count);
    show(gauge, measures);
  };
  const refresh = async (): Promise<void> => {
    gauge('belay_live_clients', 'Desks that listen for what changes').set(liveClients());
    showPool(gauge('belay_database_connections', "Connections of Belay's own pool", ['state']), db);
    const isUp = await withinTime(fresh(), PATIENCE_MS).then(
      () => true,
      () => false,
    );
    gauge('belay_database_up', 'Whether the database answered in time').set(isUp ? 1 : 0);
    // what is not known is not told: an old number would look like a good one
    if (!isUp) forget(registry, gauges);
  };
  let asked: { at: number; answer: Promise<void> } | null = null;
  const fresh = (): Promise<void> => {
    if (asked === null || monotonicMs() - asked.at > FRESH_MS) asked = { at: monotonicMs(), answer: ask() };
    return asked.answer;
  };
  metricsRoute(http, { registry, refresh, token: config.metricsToken, isBehindProxy: config.publicUrl !== null });
};

type Known = Map<string, client.Gauge>;
type Gauges = (name: string, help: string, labelNames?: string[]) => client.Gauge;

const gaugesOf =
  (registry: client.Registry, known: Known): Gauges =>
  (name, help, labelNames = []) => {
    const made = known.get(name) ?? new client.Gauge({ name, help, labelNames, registers: [registry] });
    known.set(name, made);
    return made;
  };

/** Of this process itself, so that they are known whatever the database does. */
const OWN = new Set(['belay_database_up', 'belay_database_connections', 'belay_live_clients']);

const forget = (registry: client.Registry, known: Known): void => {
  for (const name of known.keys()) {
    if (OWN.has(name)) continue;
    registry.removeSingleMetric(name);
    known.delete(name);
  }
};

const showPool = (gauge: client.Gauge, { pool }: Database): void => {
  gauge.set({ state: 'open' }, pool.totalCount);
  gauge.set({ state: 'idle' }, pool.idleCount);
  gauge.set({ state: 'waited_for' }, pool.waitingCount);
};

const show = (gauge: Gauges, measures: Measures): void => {
  const open = gauge('belay_tickets_open', 'Tickets that are not closed', ['severity']);
  for (const [severity, count] of Object.entries(measures.open)) open.set({ severity }, count);
  const limbo = gauge('belay_limbo', 'What hangs although nothing may; must be 0', ['kind']);
  for (const [kind, count] of Object.entries(measures.limbo)) limbo.set({ kind }, count);
  gauge('belay_tickets_stuck', 'Open tickets about which deciding failed').set(measures.stuck);
  gauge('belay_sweep_lag_seconds', 'How long the oldest look has been due').set(measures.sweepLagMs / 1_000);
  const outbox = gauge('belay_outbox_waiting', 'Rows of the outbox that are not done', ['state']);
  outbox.set({ state: 'queued' }, measures.outbox.queued);
  outbox.set({ state: 'sending' }, measures.outbox.sending);
  gauge('belay_outbox_oldest_seconds', 'How long the oldest of them has been due').set(
    measures.outbox.oldestMs / 1_000,
  );
  const recent = gauge('belay_outbox_recent', 'The newest thousand rows of the outbox, by state', ['state']);
  recent.reset();
  for (const [state, count] of Object.entries(measures.recentOutbox)) recent.set({ state }, count);
  gauge('belay_mail_undecided', 'Mail that was taken and not looked at yet').set(measures.intake.undecided);
  gauge('belay_mail_lag_seconds', 'How long the oldest of it has waited').set(measures.intake.oldestMs / 1_000);
};
