import type { FastifyRequest } from 'fastify';
import { can, type Verb } from '#core/people/can.ts';
import type { Actor } from '#core/people/roles.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import type { Http } from '#server/platform/http/build-http.ts';

/** Somebody who is signed in. */
export type PersonActor = Extract<Actor, { kind: 'person' }>;

/** Who may ask: a verb of core, anybody with a session, a command on this machine, or the whole world. */
export type Access = Verb | 'signed_in' | 'local' | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    may?: Access;
  }
  interface FastifyRequest {
    /** Set on every route that is not public. */
    actor: PersonActor | null;
  }
}

/** One route as it was declared, for the test that knocks on each of them. */
export type DeclaredRoute = { method: string; url: string; may: Access };

/** Who a request is from; null when nobody is signed in. May add headers to the answer (a renewed cookie). */
export type WhoIs = (request: FastifyRequest) => Promise<{ actor: PersonActor; setCookies: string[] } | null>;

/**
 * Deny by default: a route that does not say who may throws while it is declared, so Belay does not start; on the
 * others the caller is known, and may do the verb at all, before a byte of the body is read. Whether this ticket is
 * theirs to see is the route's own question. Gives the list that fills as routes are declared.
 */
export const guardRoutes = (
  app: Http,
  whoIs: WhoIs,
  isLocal: (request: FastifyRequest) => boolean,
): DeclaredRoute[] => {
  const declared: DeclaredRoute[] = [];
  app.addHook('onRoute', (route) => {
    const may = route.config?.may;
    if (may === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may`);
    for (const method of [route.method].flat()) declared.push({ method, url: route.url, may });
  });
  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request, reply) => {
    const may = request.routeOptions.config.may;
    // nothing is there to guard
    if (may === 'public' || request.is404) return;
    if (may === 'local') {
      if (isLocal(request)) return;
      throw new HttpProblem(401, 'not_signed_in');
    }
    const found = await whoIs(request);
    if (found === null) throw new HttpProblem(401, 'not_signed_in');
    if (found.setCookies.length > 0) reply.header('set-cookie', found.setCookies);
    request.actor = found.actor;
    if (may === undefined) throw new HttpProblem(403, 'not_allowed');
    if (may !== 'signed_in' && !can(found.actor, may)) throw new HttpProblem(403, 'not_allowed');
  });
  return declared;
};

/** The caller of a guarded route. */
export const actorOf = (request: { actor: PersonActor | null }): PersonActor => {
  if (request.actor === null) throw new Error('a public route asked who is signed in');
  return request.actor;
};
