import path from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll } from 'vitest';
import { localDesk } from '#server/app-local.ts';
import { buildRoutes } from '#server/app-routes.ts';
import { createLogin } from '#server/people/identify.ts';
import type { DeclaredRoute } from '#server/people/guard.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { LiveHub } from '#server/platform/live/hub.ts';
import { sealWith } from '#server/platform/sealed.ts';
import { createSessions, type Sessions } from '#server/platform/session.ts';
import { simulationsOf, type Simulations } from '#server/simulate/simulations.ts';
import { ticketFeed } from '#server/ticket/live-feed.ts';
import { withPresence } from '#server/ticket/presence-feed.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import type { TestDatabase } from './database.ts';
import type { OpenDesk } from './desk.ts';
import { SECRET } from './mailbox.ts';
import { testLog } from './server.ts';

const PASSWORD = 'correct horse battery';
const LOCALES = path.resolve(import.meta.dirname, '../../locales');

/** The routes of Belay over a desk, with people who sign in as they would; nothing listens on a port by itself. */
export type DeskServer = {
  http: Http;
  declared: DeclaredRoute[];
  sessions: Sessions;
  hub: LiveHub<PersonActor>;
  /** Done when a test lets its source act. */
  simulations: Simulations;
  /** A signed-in person's requests; `null` is a stranger. */
  as(personId: number | null): Promise<Asker>;
};

export type Asker = {
  cookie: string;
  ask(method: InjectOptions['method'], url: string, payload?: object): Promise<LightMyRequestResponse>;
  get(url: string): Promise<LightMyRequestResponse>;
};

export const serveDesk = async (
  db: TestDatabase,
  desk: OpenDesk,
  options: { heartbeatMs?: number; pollMs?: number; webFolder?: string } = {},
): Promise<DeskServer> => {
  const log = testLog();
  const sessions = createSessions({ pool: db.guestPool('auth', 3), secret: 's'.repeat(40), publicUrl: null, log });
  await sessions.migrate();
  const hub = new LiveHub({ feed: withPresence(ticketFeed(db), db, desk.clock), log, pollMs: options.pollMs ?? 1_000 });
  await hub.start();
  const simulations = simulationsOf({ db, pgBouncer: false, clock: desk.clock, log });
  const { http, declared } = await buildRoutes({
    db,
    door: desk.door,
    sessions,
    hub,
    changed: () => hub.ring(),
    log,
    publicUrl: null,
    uploadMaxBytes: 1_048_576,
    version: 'test',
    localeFolder: LOCALES,
    webFolder: options.webFolder ?? null,
    local: localDesk({ db, door: desk.door, sessions }),
    seal: sealWith(SECRET),
    simulationAsked: simulations.wake,
    ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
  });
  await http.ready();
  afterAll(async () => {
    await simulations.stop();
    await hub.close();
    await http.close();
  });
  const cookies = new Map<number, string>();
  return {
    http,
    declared,
    sessions,
    hub,
    simulations,
    as: async (personId) => asker(http, personId === null ? '' : await cookieOf(personId)),
  };

  async function cookieOf(personId: number): Promise<string> {
    const known = cookies.get(personId);
    if (known !== undefined) return known;
    const email = `login${personId}@bura.example`;
    await createLogin(db, sessions, { personId, email, password: PASSWORD });
    const signedIn = await sessions.signIn(email, PASSWORD, {});
    const cookie = signedIn!.setCookies.map((line) => line.split(';')[0]).join('; ');
    cookies.set(personId, cookie);
    return cookie;
  }
};

const asker = (http: Http, cookie: string): Asker => {
  const ask: Asker['ask'] = (method, url, payload) =>
    http.inject({ method: method!, url, headers: cookie === '' ? {} : { cookie }, ...(payload ? { payload } : {}) });
  return { cookie, ask, get: (url) => ask('GET', url) };
};
