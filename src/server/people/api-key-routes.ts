import { z } from 'zod';
import { apiKeyList, createApiKey, createdApiKey } from '#contract/api-key.ts';
import { idInUrl } from '#contract/common.ts';
import { can } from '#core/people/can.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { createApiKey as makeApiKey, listApiKeys, revokeApiKey } from './api-key-store.ts';
import { actorOf } from './guard.ts';

const listQuery = z.object({
  /** `all` is an admin's: everyone's keys, bots' included. */
  of: z.enum(['me', 'all']).default('me'),
});

/** Keys by which programs act for a person: one's own, and for admins everyone's. */
export const apiKeyRoutes = (app: Http, { db, clock }: { db: Database; clock: Clock }): void => {
  app.get(
    '/api/api-keys',
    { config: { may: 'api_key.own' }, schema: { querystring: listQuery, response: { 200: apiKeyList } } },
    async (request) => {
      const actor = actorOf(request);
      const all = request.query.of === 'all';
      if (all && !can(actor, 'api_key.manage')) throw new HttpProblem(403, 'not_allowed');
      return { items: await listApiKeys(db, all ? null : actor.personId) };
    },
  );

  app.post(
    '/api/api-keys',
    { config: { may: 'api_key.own' }, schema: { body: createApiKey, response: { 201: createdApiKey } } },
    async (request, reply) => {
      const actor = actorOf(request);
      const { personId = actor.personId, ...wanted } = request.body;
      if (personId !== actor.personId && !can(actor, 'api_key.manage')) throw new HttpProblem(403, 'not_allowed');
      const made = await db.withTransaction(async (tx) =>
        makeApiKey(tx, { ...wanted, personId, createdBy: actor.personId }, await clock.now(tx)),
      );
      if (!made.ok) throw new HttpProblem(422, made.refusal);
      return reply.status(201).send(made.made);
    },
  );

  app.delete(
    '/api/api-keys/:id',
    {
      config: { may: 'api_key.own' },
      schema: { params: z.object({ id: idInUrl }), response: { 204: z.null().describe('It is over.') } },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const of = can(actor, 'api_key.manage') ? null : actor.personId;
      const done = await revokeApiKey(db, request.params.id, { of, by: actor.personId }, await clock.now(db));
      if (!done) throw notFound();
      return reply.status(204).send(null);
    },
  );
};
