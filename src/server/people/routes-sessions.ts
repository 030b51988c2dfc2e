import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { ownSessions, passwordChange } from '#contract/session.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { limitPerMinute } from '#server/platform/http/limit.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import type { FoundSession, Sessions } from '#server/platform/session.ts';
import { deviceOf } from './device.ts';
import { actorOf } from './guard.ts';
import { signOutEverywhere } from './identify.ts';
import { findLogin } from './store.ts';

const ownParams = z.object({ id: z.string().min(1).max(100) });
const personParams = z.object({ id: idInUrl });
/** Changes of a password a minute: whoever found an open desk must not guess the old one there. */
const CHANGES_A_MINUTE = 5;

/** Where I am signed in, and ending it; an administrator ends it for others. */
export const ownSessionRoutes = (app: Http, { db, sessions }: { db: Tx; sessions: Sessions }): void => {
  const own = async (request: FastifyRequest): Promise<FoundSession> => {
    const found = await sessions.find(request.headers);
    // it ended between the guard's look and this one
    if (found === null) throw new HttpProblem(401, 'not_signed_in');
    return found;
  };

  app.get(
    '/api/me/sessions',
    { config: { may: 'signed_in' }, schema: { response: { 200: ownSessions } } },
    async (request) => {
      const current = await own(request);
      const items = await sessions.list(current.authUserId);
      return {
        items: items.map(({ userAgent, ...rest }) => ({
          ...rest,
          ...deviceOf(userAgent),
          current: rest.id === current.id,
        })),
      };
    },
  );

  app.delete('/api/me/sessions', { config: { may: 'signed_in' } }, async (request, reply) => {
    const current = await own(request);
    await sessions.revoke(current.authUserId, (sessionId) => sessionId !== current.id);
    return reply.status(204).send();
  });

  app.delete(
    '/api/me/sessions/:id',
    { config: { may: 'signed_in' }, schema: { params: ownParams } },
    async (request, reply) => {
      const { authUserId } = await own(request);
      const ended = await sessions.revoke(authUserId, (sessionId) => sessionId === request.params.id);
      if (ended === 0) throw notFound();
      return reply.status(204).send();
    },
  );

  app.delete(
    '/api/people/:id/sessions',
    { config: { may: 'person.manage' }, schema: { params: personParams } },
    async (request, reply) => {
      if ((await findLogin(db, request.params.id)) === null) throw notFound();
      await signOutEverywhere(db, sessions, request.params.id);
      return reply.status(204).send();
    },
  );
  passwordRoute(app, sessions, own);
};

const passwordRoute = (app: Http, sessions: Sessions, own: (request: FastifyRequest) => Promise<FoundSession>) => {
  const limit = limitPerMinute(app, { max: CHANGES_A_MINUTE, keyOf: (each) => `password ${actorOf(each).personId}` });
  app.put(
    '/api/me/password',
    { config: { may: 'signed_in' }, schema: { body: passwordChange } },
    async (request, reply) => {
      await limit(request);
      const { authUserId, id: sessionId } = await own(request);
      const { current, next } = request.body;
      if (!(await sessions.isPassword(authUserId, current))) throw new HttpProblem(403, 'wrong_password');
      if (current === next) throw new HttpProblem(400, 'same_password');
      await sessions.setPassword(authUserId, next, sessionId);
      return reply.status(204).send();
    },
  );
};
