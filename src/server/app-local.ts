import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { role } from '#contract/common.ts';
import { eventPage } from '#contract/ticket.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { prepareClimb, ticketOfMail } from '#seed/climb.ts';
import { drawPassword, seedLogins } from '#server/app-logins.ts';
import { addPerson } from '#server/people/add-store.ts';
import { createLogin } from '#server/people/identify.ts';
import { findByEmail, readEmails } from '#server/people/store.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import type { Sessions } from '#server/platform/session.ts';
import type { Door } from '#server/ticket/handle.ts';
import { readEvents } from '#server/ticket/read-thread.ts';

/** What the commands of this machine ask of the Belay that runs on it. */
export type LocalDesk = {
  /** Whoever has it may use the routes below; it is in the run file and lives as long as the process. */
  token: string;
  isLocal: (request: FastifyRequest) => boolean;
  routes: (app: Http) => void;
};

export const climbed = z.object({
  ticketId: z.number().int(),
  number: z.number().int(),
  steps: z.array(z.string()),
  log: eventPage,
  /** Of the people the log names, by id: what they sign in with. */
  emails: z.record(z.string(), z.string()),
});
export type Climbed = z.infer<typeof climbed>;

const speed = z.object({ speed: z.number().int().min(1).max(600) });
const address = z.object({ address: z.string() });
const climbQuery = z.object({
  messageId: z.string().min(3).max(300),
  after: z.coerce.number().int().min(0).default(0),
});
const wantedLogin = z.object({ email: z.email().max(254), admin: z.string().trim().min(1).max(200).optional() });
const madeLogin = z.object({ email: z.string(), password: z.string() });

export const localDesk = (parts: { db: Database; door: Door; sessions: Sessions }): LocalDesk => {
  const token = randomBytes(32).toString('base64url');
  const expected = Buffer.from(`Bearer ${token}`);
  return {
    token,
    isLocal: ({ headers }) => {
      const given = Buffer.from(headers.authorization ?? '');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    routes: (app) => {
      climbRoutes(app, parts);
      loginRoute(app, parts);
      demoRoute(app, parts);
    },
  };
};

const climbRoutes = (app: Http, { db, door }: { db: Database; door: Door }): void => {
  app.post(
    '/api/local/climb',
    { config: { may: 'local' }, schema: { body: speed, response: { 200: address } } },
    async (request) => {
      const made = await db.withTransaction(async (tx) =>
        prepareClimb(tx, request.body.speed, await door.clock.now(tx)),
      );
      if (made === null) throw notFound();
      return made;
    },
  );

  app.get(
    '/api/local/climb',
    { config: { may: 'local' }, schema: { querystring: climbQuery, response: { 200: climbed } } },
    async ({ query: { messageId, after } }) => {
      const ticket = await ticketOfMail(db, messageId);
      if (ticket === null) throw notFound();
      const log = await readEvents(db, SYSTEM, ticket.ticketId, { after, limit: 200 });
      const { rows } = await db.query<{ name: string }>(
        `select step->>'name' as name from escalation e join config_version v on v.id = e.path_version_id,
           jsonb_array_elements(v.body->'steps') with ordinality as s(step, place)
         where e.ticket_id = $1 and e.id = 1 order by place`,
        [ticket.ticketId],
      );
      const emails = await readEmails(
        db,
        log.people.map(({ id }) => id),
      );
      return { ...ticket, steps: rows.map(({ name }) => name), log, emails };
    },
  );
};

/** For the first administrator of an empty desk, and for whoever lost a password. */
const loginRoute = (app: Http, { db, door, sessions }: { db: Database; door: Door; sessions: Sessions }): void => {
  app.post(
    '/api/local/login',
    { config: { may: 'local' }, schema: { body: wantedLogin, response: { 200: madeLogin } } },
    async ({ body: { email, admin } }) => {
      if (admin !== undefined && (await findByEmail(db, email)) === null) {
        const person = { name: admin, email, role: 'admin', tier: null, language: 'en', timeZone: 'UTC' } as const;
        await addPerson(db, person, await door.clock.now(db));
      }
      const found = await findByEmail(db, email);
      if (found === null) throw notFound();
      if (found.role === 'customer' || found.role === 'bot') throw new HttpProblem(403, 'not_allowed');
      const password = drawPassword();
      if (found.authUserId === null) await createLogin(db, sessions, { personId: found.id, email, password });
      else await sessions.setPassword(found.authUserId, password);
      return { email: email.toLowerCase(), password };
    },
  );
};

const demoLogins = z.object({
  logins: z
    .array(
      z.object({
        name: z.string(),
        email: z.string(),
        password: z.string(),
        role,
        teams: z.array(z.string()).readonly(),
      }),
    )
    .nullable(),
});

/** The demo company, into a database that has nobody yet; null when there was somebody. */
const demoRoute = (app: Http, { db, door, sessions }: { db: Database; door: Door; sessions: Sessions }): void => {
  app.post(
    '/api/local/demo',
    { config: { may: 'local' }, schema: { body: z.strictObject({}), response: { 200: demoLogins } } },
    async () => ({ logins: await seedLogins(db, door, sessions) }),
  );
};
