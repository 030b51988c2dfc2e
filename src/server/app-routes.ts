import { existsSync } from 'node:fs';
import { can } from '#core/people/can.ts';
import type { LocalDesk } from '#server/app-local.ts';
import { describeApi } from '#server/app-openapi.ts';
import { drawPassword } from '#server/app-logins.ts';
import type { Database } from '#server/platform/db/database.ts';
import { buildHttp, type Http } from '#server/platform/http/build-http.ts';
import { healthRoute } from '#server/platform/http/health-route.ts';
import { DOCS } from '#server/platform/http/openapi/register.ts';
import { sessionRoutes } from '#server/platform/http/session-routes.ts';
import { serveWeb } from '#server/platform/http/static-web.ts';
import { loadProblemWords } from '#server/platform/http/words.ts';
import type { LiveHub } from '#server/platform/live/hub.ts';
import { liveRoute } from '#server/platform/live/live-route.ts';
import type { Log } from '#server/platform/log.ts';
import type { Seal } from '#server/platform/sealed.ts';
import type { Sessions } from '#server/platform/session.ts';
import { catcherRoutes } from '#server/channels/email/catcher-routes.ts';
import { connectionRoutes } from '#server/channels/email/connection-routes.ts';
import { readTroubles } from '#server/channels/email/connection-store.ts';
import { FRAME_HEADERS, renderMessageFrame } from '#server/channels/email/frame.ts';
import { sanitizeMail } from '#server/channels/email/sanitize.ts';
import { promiseWords, spokenMoment } from '#server/channels/email/compose-promise.ts';
import { loadMailWords, saidIn } from '#server/channels/email/words.ts';
import { handleAgents, type AgentAct } from '#server/agent/handle.ts';
import { hearOf } from '#server/agent/hear-of.ts';
import { agentRoutes } from '#server/agent/routes.ts';
import { decisionRoutes } from '#server/approval/decision-routes.ts';
import { approvalRoutes } from '#server/approval/routes.ts';
import { escalationRoutes } from '#server/escalation/routes.ts';
import { absenceRoutes } from '#server/people/absence-routes.ts';
import { apiKeyRoutes } from '#server/people/api-key-routes.ts';
import { dutyRoutes } from '#server/people/duty-routes.ts';
import { actorOf, guardRoutes, type DeclaredRoute } from '#server/people/guard.ts';
import { createLogin, identify, signOutEverywhere } from '#server/people/identify.ts';
import { mailboxRoutes } from '#server/people/mailbox-routes.ts';
import { personRoutes } from '#server/people/person-routes.ts';
import { organisationRoutes } from '#server/people/organisation-routes.ts';
import { ownSessionRoutes } from '#server/people/routes-sessions.ts';
import { peopleRoutes } from '#server/people/routes.ts';
import { teamRoutes } from '#server/people/team-routes.ts';
import { signalRoutes } from '#server/signal/routes.ts';
import { simulationRoutes } from '#server/simulate/routes.ts';
import { questionRoutes } from '#server/question/routes.ts';
import { queueRoutes } from '#server/queue/routes.ts';
import { configRoutes } from '#server/sla/routes.ts';
import { activeVersion } from '#server/sla/store.ts';
import { recheckApprovals } from '#server/ticket/approval-store.ts';
import { giveBack } from '#server/ticket/give-back.ts';
import type { Door } from '#server/ticket/handle.ts';
import { countLimbo } from '#server/ticket/limbo.ts';
import { countUnseen } from '#server/ticket/notice-read-store.ts';
import { linking } from '#server/ticket/link.ts';
import { linkRoutes } from '#server/ticket/routes-links.ts';
import { merging } from '#server/ticket/merge.ts';
import { performing } from '#server/ticket/perform.ts';
import { ticketActRoutes } from '#server/ticket/routes-acts.ts';
import { bulkRoutes } from '#server/ticket/routes-bulk.ts';
import { createRoute } from '#server/ticket/routes-create.ts';
import { fileRoutes } from '#server/ticket/routes-files.ts';
import { hoursRoutes } from '#server/ticket/routes-hours.ts';
import { intakeRoutes } from '#server/ticket/routes-intake.ts';
import { matterRoutes } from '#server/ticket/routes-matter.ts';
import { mergeRoutes } from '#server/ticket/routes-merge.ts';
import { promiseRoutes } from '#server/ticket/routes-promises.ts';
import { offerRoutes } from '#server/ticket/routes-offers.ts';
import { presenceRoutes } from '#server/ticket/routes-presence.ts';
import { uploadRoutes } from '#server/ticket/routes-uploads.ts';
import { cycleRoutes } from '#server/ticket/routes-cycles.ts';
import { explainRoutes } from '#server/ticket/routes-explain.ts';
import { erasureRoutes } from '#server/ticket/routes-erasure.ts';
import { requesterRoutes } from '#server/ticket/routes-requesters.ts';
import { ticketRoutes } from '#server/ticket/routes.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { splitting } from '#server/ticket/split.ts';
import { countStuck } from '#server/ticket/sweep-store.ts';
import { recheckHeld } from '#server/ticket/waiting-store.ts';

export type RoutesOptions = {
  db: Database;
  door: Door;
  sessions: Sessions;
  hub: LiveHub<PersonActor>;
  /** Called after a commit with the tickets that changed. */
  changed: (ticketIds: number[]) => void;
  log: Log;
  publicUrl: string | null;
  version: string;
  localeFolder: string;
  /** The built console; null = none is served. */
  webFolder: string | null;
  heartbeatMs?: number;
  /** The largest file that may be attached. */
  uploadMaxBytes: number;
  local: LocalDesk;
  /** Seals the passwords of mailboxes. */
  seal: Seal;
  /** Told that somebody asked for a simulation. */
  simulationAsked: () => void;
};

/** The page about the API is its plugin's, and anybody's. */
const isDocs = (url: string): boolean => url === DOCS || url.startsWith(`${DOCS}/`);

/** Every route of Belay on one server, not yet listening, with the list of who may what. */
export const buildRoutes = async (options: RoutesOptions): Promise<{ http: Http; declared: DeclaredRoute[] }> => {
  const { db, door, sessions, hub, log, publicUrl } = options;
  const http = await buildHttp({
    log,
    publicUrl,
    words: await loadProblemWords(options.localeFolder),
    isOurCookie: sessions.isSigned,
  });
  const whoIs = identify(db, sessions, door.clock);
  const stillThere = identify(db, sessions, door.clock, { renew: false });
  const declared = guardRoutes(http, whoIs, options.local.isLocal, (url) => (isDocs(url) ? 'public' : undefined));
  await describeApi(http, { version: options.version, declared });
  healthRoute(http, { version: options.version, look: () => lookAfter(db, door) });
  sessionRoutes(http, sessions);
  companyRoutes(http, options);
  await workRoutes(http, options);
  options.local.routes(http);
  catcherRoutes(http, { db, readerOf: actorOf });
  const words = await loadMailWords(options.localeFolder);
  connectionRoutes(http, { db, clock: door.clock, seal: options.seal, words });
  liveRoute(http, {
    hub,
    may: 'ticket.list',
    readerOf: actorOf,
    stillThere: async (request) => {
      const reader = (await stillThere(request))?.actor ?? null;
      // an open desk is heard of without a click
      if (reader !== null && can(reader, 'presence.own')) await hearOf(db, door.clock, reader.personId);
      return reader;
    },
    now: () => door.clock.now(db),
    ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
  });
  if (options.webFolder !== null && existsSync(options.webFolder)) await serveWeb(http, options.webFolder);
  return { http, declared };
};

const lookAfter = async (db: Database, door: Door) => {
  const now = await door.clock.now(db);
  const limbo = await countLimbo(db, now);
  const [stuck, troubles] = [await countStuck(db), await readTroubles(db, now)];
  return { limbo: limbo.total, limboBy: limbo.by, stuck, mailboxesAway: troubles.length };
};

/** Who works here, with what rules, and who else may act for them. */
const companyRoutes = (http: Http, { db, door, sessions, changed, simulationAsked }: RoutesOptions): void => {
  peopleRoutes(http, { db, clock: door.clock, countUnseen: (personId) => countUnseen(db, personId) });
  personRoutes(http, {
    db,
    clock: door.clock,
    makeLogin: async (personId, email) => {
      const password = drawPassword();
      await createLogin(db, sessions, { personId, email, password });
      return password;
    },
    retire: async (personId, by) => {
      await signOutEverywhere(db, sessions, personId);
      await giveBack({ db, door, changed }, personId, by);
      await db.withTransaction(async (tx) => {
        const now = await door.clock.now(tx);
        await recheckHeld(tx, [personId], now);
        await recheckApprovals(tx, [personId], now);
      });
    },
  });
  teamRoutes(http, db);
  organisationRoutes(http, { db, clock: door.clock });
  dutyRoutes(http, db);
  absenceRoutes(http, {
    db,
    clock: door.clock,
    lookAt: async (tx, personId) => void (await handleAgents(tx, door.clock, [tickOf(personId)])),
  });
  agentRoutes(http, { db, clock: door.clock, actorOf });
  queueRoutes(http, { db, clock: door.clock });
  mailboxRoutes(http, {
    db,
    isPolicy: async (tx, name) => (await activeVersion(tx, 'policy', name)) !== null,
  });
  configRoutes(http, { actorOf, db, clock: door.clock });
  simulationRoutes(http, { actorOf, db, clock: door.clock, wake: simulationAsked });
  apiKeyRoutes(http, { db, clock: door.clock });
  ownSessionRoutes(http, { db, sessions });
};

const tickOf = (personId: number): AgentAct => ({ personId, command: { type: 'tick' }, actorId: null });

/** What of formatted words is kept. */
const cleanHtml = (html: string): string => sanitizeMail(html, () => null);

/** Tickets, and what is done to them. */
const workRoutes = async (http: Http, options: RoutesOptions): Promise<void> => {
  const { db, door, changed, uploadMaxBytes } = options;
  ticketRoutes(http, { db, door, actorOf });
  hoursRoutes(http, { db, door, actorOf });
  explainRoutes(http, { db, door, actorOf });
  cycleRoutes(http, { db, door, actorOf });
  const deps = { db, door, cleanHtml, changed };
  const perform = performing(deps);
  ticketActRoutes(http, perform, actorOf);
  mergeRoutes(http, merging(deps), perform, actorOf);
  linkRoutes(http, linking(deps), actorOf);
  matterRoutes(http, { door, perform, split: splitting(deps) }, actorOf);
  offerRoutes(http, { db, door, actorOf }, perform);
  bulkRoutes(http, { db, door, changed }, actorOf);
  createRoute(http, {
    db,
    door,
    cleanHtml,
    changed,
    callerOf: (request) => ({ actor: actorOf(request), byKey: request.apiKey !== null }),
  });
  requesterRoutes(http, { db, actorOf });
  erasureRoutes(http, { db, door, actorOf, changed });
  escalationRoutes(http, { actorOf, perform });
  const words = await loadMailWords(options.localeFolder);
  promiseRoutes(http, {
    db,
    door,
    actorOf,
    say: (told, language, timeZone) => ({
      language: saidIn(words, language),
      text: promiseWords(told, words, language, timeZone),
    }),
    sayMoment: (at, language, timeZone) => {
      const spoken = saidIn(words, language);
      return {
        language: spoken,
        text: words(language, 'mail.reply.hears_by', { at: spokenMoment(at, spoken, timeZone) }),
      };
    },
  });
  approvalRoutes(http, { db, actorOf, perform });
  questionRoutes(http, { db, actorOf, perform });
  const { title: problem } = await loadProblemWords(options.localeFolder);
  decisionRoutes(http, { db, clock: door.clock, words, problem, perform });
  signalRoutes(http, { actorOf, perform });
  fileRoutes(http, { db, door, actorOf }, { headers: FRAME_HEADERS, render: renderMessageFrame });
  presenceRoutes(http, { db, door, actorOf, changed });
  await uploadRoutes(http, { db, door, actorOf, maxBytes: uploadMaxBytes });
  intakeRoutes(http, { db, actorOf });
};
