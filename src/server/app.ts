import os from 'node:os';
import path from 'node:path';
import { buildRoutes } from '#server/app-routes.ts';
import { localDesk } from '#server/app-local.ts';
import { seedLogins, type DemoLogin } from '#server/app-logins.ts';
import { startMail } from '#server/app-mail.ts';
import { serveMetrics } from '#server/app-metrics.ts';
import { openTables } from '#server/app-tables.ts';
import { agentSource } from '#server/agent/sweep-agents.ts';
import type { Config } from '#server/config.ts';
import { olderTickets } from '#server/metrics/derive-facts.ts';
import { hasLogins } from '#server/people/store.ts';
import { closers, type Closers } from '#server/platform/closers.ts';
import { databaseClock, type Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { hangBell, type Bell } from '#server/platform/live/bell.ts';
import { LiveHub } from '#server/platform/live/hub.ts';
import type { Log } from '#server/platform/log.ts';
import { createMetrics } from '#server/platform/metrics/metrics.ts';
import { startCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { portRefusal } from '#server/platform/port-refusal.ts';
import { writeRunFile } from '#server/platform/run-file.ts';
import { sealWith } from '#server/platform/sealed.ts';
import type { Sessions } from '#server/platform/session.ts';
import { startSweep, type SweepSource } from '#server/platform/sweep.ts';
import { VERSION } from '#server/platform/version.ts';
import { simulationsOf, type Simulations } from '#server/simulate/simulations.ts';
import { queueSource } from '#server/queue/sweep-queues.ts';
import { offerSource } from '#server/routing/sweep-offers.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import { deliverDue, type Dispatch } from '#server/ticket/deliver.ts';
import type { Door } from '#server/ticket/handle.ts';
import { ticketFeed } from '#server/ticket/live-feed.ts';
import { withPresence } from '#server/ticket/presence-feed.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { leftoverSource } from '#server/ticket/sweep-files.ts';
import { rolloutSource } from '#server/sla/sweep-rollouts.ts';
import { recheckSource } from '#server/ticket/sweep-rechecks.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { zoneSource } from '#server/ticket/sweep-zones.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type StartOptions = {
  log: Log;
  /** Where the door learns the time; the database's own clock unless a test moves one. */
  clock?: Clock;
  /** An open database, for tests; otherwise opened as the configuration says. */
  database?: Database;
  /** The built console; null serves none. */
  webFolder?: string | null;
  /** Whether an empty database gets the demo company's ordinary days too, beside the twenty tickets told one by one. */
  everyday?: boolean;
};

/** A Belay that runs. */
export type Belay = {
  /** Where it listens on this machine. */
  url: string;
  smtp: { host: string; port: number };
  dataFolder: string;
  db: Database;
  door: Door;
  sessions: Sessions;
  /** What delivers the outbox, for whoever must not wait for its loop. */
  dispatch: Dispatch;
  /** Log-ins that were made just now, with their passwords; null when there were some before. */
  logins: DemoLogin[] | null;
  /** Nobody can sign in yet: the first administrator is still to be made. */
  isWithoutLogins: boolean;
  /** Stops everything in the order opposite to the start: nobody new comes in, what is in hand is finished (≤ 10 s). */
  close(): Promise<void>;
};

/**
 * Starts Belay, the one place that knows every part: database, migrations, log-ins, demo company when the database is
 * empty, desk, mail in, sweep, mail out. Throws StartRefusal when the operator must change something; whatever had
 * started by then is stopped again.
 */
export const startBelay = async (config: Config, options: StartOptions): Promise<Belay> => {
  const opened = closers(options.log);
  try {
    return await start(config, options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
};

const start = async (config: Config, options: StartOptions, opened: Closers): Promise<Belay> => {
  const { log, clock = databaseClock } = options;
  const base = await openTables(config, options, opened);
  const { db, dataFolder, secret, sessions } = base;
  const carrier = await startCarrier(db, log);
  opened.add('outbox carrier', () => carrier.stop());
  const mailHost = config.publicUrl === null ? os.hostname() : new URL(config.publicUrl).hostname;
  const metrics = createMetrics(VERSION);
  const door: Door = {
    config: createConfigCache(),
    clock,
    carrier,
    mailHost,
    undoSendMs: config.undoSendMs,
    observe: metrics.decided,
  };
  const logins = config.demo ? await seedLogins(db, door, sessions, { everyday: options.everyday ?? true }) : null;

  const hub = new LiveHub<PersonActor>({ feed: withPresence(ticketFeed(db), db, clock), log });
  await hub.start();
  opened.add('live stream', () => hub.close());
  const bell = hangBell({ db, connection: db.connection, listens: !config.pgBouncer, onRing: () => hub.ring(), log });
  opened.add('bell', () => bell.close());

  const seal = sealWith(secret, config.secretBefore === null ? [] : [config.secretBefore]);
  const local = localDesk({ db, door, sessions });
  const simulations = simulationsOf({ db, pgBouncer: config.pgBouncer, clock, log });
  opened.add('simulations', () => simulations.stop());
  const { http } = await buildRoutes({
    db,
    door,
    sessions,
    hub,
    changed: (ids) => bell.ring(ids),
    log,
    publicUrl: config.publicUrl,
    uploadMaxBytes: config.uploadMaxBytes,
    version: VERSION,
    localeFolder: path.join(ROOT, 'locales'),
    webFolder: options.webFolder ?? null,
    local,
    seal,
    simulationAsked: simulations.wake,
  });
  serveMetrics({ metrics, http, config, db, door, liveClients: () => hub.clients.size });
  const url = await listen(http, config, opened);
  const parts = { config, log, db, door, bell, secret, seal, url: config.publicUrl ?? url, carrier };
  const { smtp, dispatch } = await startMail(parts, opened);
  // a demo company comes with a past: what it would have sent long ago is not left waiting
  if (logins !== null) await deliverDue(dispatch);
  // in a lane of its own: what is due of a ticket waits for no forecast and no clearing away
  const tickets = startSweep({ sources: [ringing(ticketSource(db, door, log), bell)], log });
  opened.add('sweep of tickets', () => tickets.stop());
  const rest = startSweep({ sources: otherSources({ db, door, log, bell, simulations }), log, workers: 1, helpers: 0 });
  opened.add('sweep of the rest', () => rest.stop());
  const removeRunFile = await writeRunFile(dataFolder, { url, smtp, token: local.token });
  opened.add('run file', removeRunFile);
  const isWithoutLogins = !(await hasLogins(db));
  return { url, smtp, dataFolder, db, door, sessions, dispatch, logins, isWithoutLogins, close: () => opened.close() };
};

const listen = async (http: Http, config: Config, opened: Closers): Promise<string> => {
  opened.add('desk', () => closeDesk(http));
  try {
    return await http.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw portRefusal(error, { variable: 'BELAY_PORT', host: config.host, port: config.port });
  }
};

const closeDesk = async (http: Http): Promise<void> => {
  const impatient = setTimeout(() => http.server.closeAllConnections(), 6_000);
  await http.close();
  clearTimeout(impatient);
};

/** Everything that becomes due beside tickets. */
type Swept = { db: Database; door: Door; log: Log; bell: Bell; simulations: Simulations };
const otherSources = ({ db, door, log, bell, simulations }: Swept): SweepSource[] => [
  agentSource(db, door.clock),
  ringing(offerSource(db, door), bell),
  ringing(recheckSource(db, door), bell),
  ringing(queueSource(db, door), bell),
  ringing(zoneSource(db, door), bell),
  ringing(rolloutSource(db, door, log), bell),
  leftoverSource(db, door.clock),
  olderTickets(db),
  simulations.source,
];

/** A source whose work rings the bell. */
const ringing = (source: SweepSource, bell: Bell): SweepSource => ({
  ...source,
  act: async (limit) => {
    const done = await source.act(limit);
    if (done > 0) bell.ring([]);
    return done;
  },
});
