import type { FastifyRequest } from 'fastify';
import { can, type Verb } from '#core/people/can.ts';
import type { Actor } from '#core/people/roles.ts';
import { SCOPE_OF, type Scope } from '#core/people/scopes.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { limitPerMinute } from '#server/platform/http/limit.ts';
import { bearerOf } from '#server/platform/http/same-origin.ts';

/** Somebody who is signed in. */
export type PersonActor = Extract<Actor, { kind: 'person' }>;

/**
 * Who may ask: a verb of core (with a session, or with a key that has the verb's scope), anybody with a session, a
 * command on this machine, or the whole world.
 */
export type Access = Verb | 'signed_in' | 'local' | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    may?: Access;
  }
  interface FastifyRequest {
    /** Set on every route that is not public. */
    actor: PersonActor | null;
    /** The API key the request came with; null when it came with a session. */
    apiKey: KeyOfRequest | null;
  }
}

/** A good key, as far as a request is concerned. */
export type KeyOfRequest = { id: number; scopes: readonly Scope[] };

/** One route as it was declared, for the test that knocks on each of them. */
export type DeclaredRoute = { method: string; url: string; may: Access };

/** Who is behind a request, what they read, and by what they are known. */
export type Caller = {
  actor: PersonActor;
  language: string;
  /** To be passed on with the answer: a session that was renewed. */
  setCookies: string[];
  apiKey: KeyOfRequest | null;
};

/** Who a request is from; null when nobody is signed in, and when its key is not good. */
export type WhoIs = (request: FastifyRequest) => Promise<Caller | null>;

/** Requests a minute of one key. */
const REQUESTS_OF_KEY = 1_200;
const REALM = 'Bearer realm="Belay"';

/**
 * Deny by default: a route that does not say who may throws while it is declared, so Belay does not start, and so does
 * one whose verb has no word on keys; on the others the caller is known, and may do the verb at all, before a byte of
 * the body is read. Whether this ticket is theirs to see is the route's own question. `theirs` answers for routes of
 * plugins, which cannot say it themselves. Gives the list that fills as routes are declared.
 */
export const guardRoutes = (
  app: Http,
  whoIs: WhoIs,
  isLocal: (request: FastifyRequest) => boolean,
  theirs: (url: string) => Access | undefined = () => undefined,
): DeclaredRoute[] => {
  const declared: DeclaredRoute[] = [];
  app.addHook('onRoute', (route) => {
    const may = route.config?.may ?? theirs(route.url);
    if (may === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may`);
    route.config = { ...route.config, may };
    scopeOf(may);
    for (const method of [route.method].flat()) declared.push({ method, url: route.url, may });
  });
  app.decorateRequest('actor', null);
  app.decorateRequest('apiKey', null);
  const limitKey = limitPerMinute(app, { max: REQUESTS_OF_KEY, keyOf: ({ apiKey }) => `api key ${apiKey?.id}` });
  app.addHook('onRequest', async (request, reply) => {
    const may = request.routeOptions.config.may;
    // nothing is there to guard
    if (may === 'public' || request.is404) return;
    if (may === 'local') {
      if (isLocal(request)) return;
      throw new HttpProblem(401, 'not_signed_in');
    }
    const found = await whoIs(request);
    if (found === null) throw unknown(request);
    if (found.setCookies.length > 0) reply.header('set-cookie', found.setCookies);
    request.actor = found.actor;
    request.apiKey = found.apiKey;
    request.language = found.language;
    if (may === undefined) throw new HttpProblem(403, 'not_allowed');
    if (found.apiKey !== null) {
      await limitKey(request);
      mustHaveScope(found.apiKey, may);
    }
    if (may !== 'signed_in' && !can(found.actor, may)) throw new HttpProblem(403, 'not_allowed');
  });
  return declared;
};

/** The scope a key needs for a route; null: no key will do. Throws on a verb that nobody gave a word on keys. */
export const scopeOf = (may: Access): Scope | 'any' | null => {
  if (may === 'signed_in' || may === 'local' || may === 'public') return null;
  const scope = SCOPE_OF[may];
  if (scope === undefined) throw new Error(`the verb ${may} has no line in SCOPE_OF`);
  return scope;
};

const unknown = (request: FastifyRequest): HttpProblem =>
  bearerOf(request) === null
    ? new HttpProblem(401, 'not_signed_in', { headers: { 'www-authenticate': REALM } })
    : new HttpProblem(401, 'api_key_not_good', {
        headers: { 'www-authenticate': `${REALM}, error="invalid_token"` },
      });

const mustHaveScope = (key: KeyOfRequest, may: Access): void => {
  const scope = scopeOf(may);
  if (scope === null) throw new HttpProblem(403, 'not_for_api_keys');
  if (scope === 'any' || key.scopes.includes(scope)) return;
  throw new HttpProblem(403, 'scope_missing', {
    detail: scope,
    headers: { 'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` },
  });
};

/** The caller of a guarded route. */
export const actorOf = (request: { actor: PersonActor | null }): PersonActor => {
  if (request.actor === null) throw new Error('a public route asked who is signed in');
  return request.actor;
};
