import { z } from 'zod';
import { id, idInUrl } from '#contract/common.ts';
import { noticePage } from '#contract/notice.ts';
import { listQuery, ticketPage } from '#contract/list.ts';
import { eventPage, messagePage, ticketDetail } from '#contract/ticket.ts';
import { can } from '#core/people/can.ts';
import type { TicketId } from '#core/ids.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import type { Door } from './handle.ts';
import { readAccessOnWay } from './merge-read-store.ts';
import { markSeen, readNotices } from './notice-read-store.ts';
import { readDetail } from './read-detail.ts';
import { countPressure, countViews } from './count-page.ts';
import { readerAt } from './page-conditions.ts';
import { readPage } from './read-page.ts';
import { readAccess } from './read-ticket.ts';
import { searchRoutes } from './routes-search.ts';
import { readEvents, readMessages } from './read-thread.ts';
import type { PersonActor } from './sight.ts';

export type TicketDeps = {
  db: Database;
  door: Door;
  /** The caller of a guarded route. */
  actorOf: (request: { actor: PersonActor | null }) => PersonActor;
};

export const ticketParams = z.object({ id: idInUrl });
const threadQuery = z.object({
  /** Of the page before. */
  cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
/** A long thread is read from its newest end; each page still stands oldest first. */
const messagesQuery = threadQuery.extend({ order: z.enum(['oldest', 'newest']).default('oldest') });
const seen = z.object({ ids: z.array(id).min(1).max(1_000) });

/** What there is to read about tickets. */
export const ticketRoutes = (app: Http, deps: TicketDeps): void => {
  searchRoutes(app, deps);
  listRoutes(app, deps);
  threadRoutes(app, deps);
  noticeRoutes(app, deps);
};

const listRoutes = (app: Http, { db, door, actorOf }: TicketDeps): void => {
  app.get(
    '/api/tickets',
    { config: { may: 'ticket.list' }, schema: { querystring: listQuery, response: { 200: ticketPage } } },
    async (request) => {
      const actor = actorOf(request);
      const { counts: wanted, ...query } = request.query;
      const reader = readerAt(actor, await door.clock.now(db));
      const [page, counts, pressure] = await Promise.all([
        readPage(db, door.config, reader, query),
        wanted === '1' ? countViews(db, reader, query.team) : undefined,
        wanted === '1' ? countPressure(db, reader, query) : undefined,
      ]);
      if (page === null) throw new HttpProblem(400, 'stale_cursor');
      return { ...page, now: reader.now, ...(counts === undefined ? {} : { counts, pressure }) };
    },
  );

  app.get(
    '/api/tickets/:id',
    { config: { may: 'ticket.read' }, schema: { params: ticketParams, response: { 200: ticketDetail } } },
    async (request) => {
      const detail = await readDetail(db, door, actorOf(request), request.params.id);
      if (detail === null) throw notFound();
      return detail;
    },
  );
};

const threadRoutes = (app: Http, { db, actorOf }: TicketDeps): void => {
  app.get(
    '/api/tickets/:id/messages',
    {
      config: { may: 'ticket.read' },
      schema: { params: ticketParams, querystring: messagesQuery, response: { 200: messagePage } },
    },
    async (request) => {
      const { cursor, ...page } = request.query;
      await mustSee(db, actorOf(request), request.params.id);
      return readMessages(db, request.params.id, { after: cursor, ...page });
    },
  );

  app.get(
    '/api/tickets/:id/events',
    {
      config: { may: 'ticket.read' },
      schema: { params: ticketParams, querystring: threadQuery, response: { 200: eventPage } },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      await mustSee(db, actorOf(request), request.params.id);
      return readEvents(db, actorOf(request), request.params.id, { after: cursor, limit });
    },
  );
};

const noticeRoutes = (app: Http, { db, door, actorOf }: TicketDeps): void => {
  app.get('/api/notices', { config: { may: 'notice.read' }, schema: { response: { 200: noticePage } } }, (request) =>
    readNotices(db, actorOf(request).personId),
  );

  app.put(
    '/api/notices/seen',
    { config: { may: 'notice.read' }, schema: { body: seen, response: { 200: noticePage } } },
    async (request) => {
      const { personId } = actorOf(request);
      await markSeen(db, personId, request.body.ids, await door.clock.now(db));
      return readNotices(db, personId);
    },
  );
};

/** The same for words said in a ticket, which are told as well in what it was merged into. */
export const mustSeeWords = async (db: Database, actor: PersonActor, ticketId: TicketId): Promise<void> => {
  const ways = await readAccessOnWay(db, ticketId);
  if (!ways.some((access) => can(actor, 'ticket.read', access))) throw notFound();
};

/** Throws not_found (404, not 403) unless the ticket is there and in the reader's sight. */
export const mustSee = async (db: Database, actor: PersonActor, ticketId: TicketId): Promise<void> => {
  const access = await readAccess(db, ticketId);
  if (access === null || !can(actor, 'ticket.read', access)) throw notFound();
};
