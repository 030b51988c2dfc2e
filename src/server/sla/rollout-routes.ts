import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { rollout, rolloutList, rolloutOf, rolloutPreview, startRollout as body } from '#contract/rollout.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import type { DraftDeps } from './config-draft-routes.ts';
import { previewRollout, startRollout } from './rollout.ts';
import { endRollout, findRollout, listRollouts } from './rollout-store.ts';

const params = z.object({ id: idInUrl });
const config = { may: 'config.roll_out' } as const;

/** Applying published rules to the tickets that are open: looked at before, done beside the desk, stopped at any time. */
export const rolloutRoutes = (app: Http, { db, clock, actorOf }: DraftDeps): void => {
  const readOne = async (rolloutId: number): Promise<Rollout> => {
    const found = await findRollout(db, rolloutId);
    if (found === null) throw notFound();
    return found;
  };

  app.get(
    '/api/config/rollout-preview',
    { config, schema: { querystring: rolloutOf, response: { 200: rolloutPreview } } },
    async (request) => {
      const reader = actorOf(request).personId;
      const found = await db.withTransaction(async (tx) =>
        previewRollout(tx, request.query, { reader, now: await clock.now(tx) }),
      );
      if (found === null) throw notFound();
      return found;
    },
  );

  app.get('/api/config/rollouts', { config, schema: { response: { 200: rolloutList } } }, async () => ({
    items: await listRollouts(db),
  }));

  app.post('/api/config/rollouts', { config, schema: { body, response: { 202: rollout } } }, async (request, reply) => {
    const by = actorOf(request).personId;
    const started = await db.withTransaction(async (tx) =>
      startRollout(tx, { ...request.body, by }, await clock.now(tx)),
    );
    if (!started.ok) throw started.code === 'not_found' ? notFound() : new HttpProblem(409, started.code);
    return reply
      .status(202)
      .header('location', `/api/config/rollouts/${started.id}`)
      .send(await readOne(started.id));
  });

  app.get('/api/config/rollouts/:id', { config, schema: { params, response: { 200: rollout } } }, (request) =>
    readOne(request.params.id),
  );

  // what it has come to stays; nothing further is changed
  app.delete(
    '/api/config/rollouts/:id',
    { config, schema: { params, response: { 200: rollout } } },
    async (request) => {
      await db.withTransaction(async (tx) => endRollout(tx, request.params.id, 'cancelled', await clock.now(tx)));
      return readOne(request.params.id);
    },
  );
};
