import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SECOND } from '#core/time.ts';
import type { Sessions } from '#server/platform/session.ts';
import type { Http } from './build-http.ts';
import { placeOf } from './place-of.ts';
import { HttpProblem } from './problem.ts';
import { signInBrake } from './sign-in-brake.ts';

export const credentials = z.object({
  email: z.email().trim().max(254),
  password: z.string().min(1).max(200),
});

const session = z.object({ signedIn: z.boolean() });

/** Attempts a minute from one place, right ones too: each costs a hash. */
const ATTEMPTS_FROM_ADDRESS = 30;

// a session is no excuse: here only the place counts
const fromAddress = {
  max: ATTEMPTS_FROM_ADDRESS,
  timeWindow: '1 minute',
  keyGenerator: (request: FastifyRequest) => placeOf(request.ip),
};

/** The only routes about log-ins there are: in, out, and "am I in". */
export const sessionRoutes = (app: Http, sessions: Sessions, brake = signInBrake()): void => {
  app.post(
    '/api/auth/sign-in/email',
    {
      config: { may: 'public', rateLimit: fromAddress },
      schema: { body: credentials, response: { 200: session } },
    },
    async (request, reply) => {
      const { email, password } = request.body;
      const waitMs = brake.attempt(email, request.ip);
      if (waitMs > 0) {
        const seconds = String(Math.ceil(waitMs / SECOND));
        throw new HttpProblem(429, 'too_many_attempts', { headers: { 'retry-after': seconds } });
      }
      const signedIn = await sessions.signIn(email, password, request.headers).catch((error: unknown) => {
        brake.undecided(email, request.ip);
        throw error;
      });
      if (signedIn === null) throw new HttpProblem(401, 'wrong_credentials');
      brake.succeeded(email, request.ip);
      reply.header('set-cookie', signedIn.setCookies);
      return { signedIn: true };
    },
  );

  app.post(
    '/api/auth/sign-out',
    { config: { may: 'public' }, schema: { response: { 200: session } } },
    async (request, reply) => {
      const { setCookies } = await sessions.signOut(request.headers);
      reply.header('set-cookie', setCookies);
      return { signedIn: false };
    },
  );

  app.get(
    '/api/auth/get-session',
    { config: { may: 'public' }, schema: { response: { 200: session } } },
    async (request) => ({ signedIn: (await sessions.find(request.headers, { renew: false })) !== null }),
  );
};
