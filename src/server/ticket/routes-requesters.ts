import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { requesterDetail, requesterPage } from '#contract/people.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { findRequesters, readRequester, valuesInUse } from './requester-read-store.ts';
import type { TicketDeps } from './routes.ts';

const requesterQuery = z.object({
  /** A part of a name or an address, of at least two letters. */
  q: z.string().trim().max(200).default(''),
  cursor: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

const valueList = z.object({
  /** Among the newest 5,000 tickets, the most used first; at most 200. */
  items: z.array(z.object({ value: z.string(), tickets: z.number().int() })),
});

/** Who asks, as far as their tickets are in sight, and what tickets are about. */
export const requesterRoutes = (app: Http, { db, actorOf }: Pick<TicketDeps, 'db' | 'actorOf'>): void => {
  app.get(
    '/api/requesters',
    { config: { may: 'requester.read' }, schema: { querystring: requesterQuery, response: { 200: requesterPage } } },
    async (request) => {
      const { q, cursor, limit } = request.query;
      const { items, next } = await findRequesters(db, actorOf(request), { q, before: cursor, limit });
      return { items, nextCursor: next === null ? null : String(next) };
    },
  );

  app.get(
    '/api/requesters/:id',
    {
      config: { may: 'requester.read' },
      schema: { params: z.object({ id: idInUrl }), response: { 200: requesterDetail } },
    },
    async (request) => {
      const found = await readRequester(db, actorOf(request), request.params.id);
      if (found === null) throw notFound();
      return found;
    },
  );

  for (const what of ['topic', 'tag'] as const) {
    app.get(
      `/api/${what}s`,
      { config: { may: 'ticket.list' }, schema: { response: { 200: valueList } } },
      async (request) => ({ items: await valuesInUse(db, actorOf(request), what) }),
    );
  }
};
