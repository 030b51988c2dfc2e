import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { changePerson, createdPerson, createPerson, personDetail, personList } from '#contract/people.ts';
import type { PersonId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { onlyLastResortOf } from '#server/sla/config-active-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { unlessTaken } from '#server/platform/http/unless-taken.ts';
import { addPerson } from './add-store.ts';
import { revokeKeysOf } from './api-key-store.ts';
import { actorOf, type KeyOfRequest, type PersonActor } from './guard.ts';
import {
  changePerson as writeChange,
  hasOtherAdmin,
  listPeople,
  readPerson,
  setTeams,
  unknownPeople,
  unknownTeams,
} from './person-store.ts';
import { setSkills } from './skill-store.ts';
import { setCapacity, setManager, setNotifications } from './working-store.ts';

export type PersonDeps = {
  db: Database;
  clock: Clock;
  /** Lets a person sign in; the password, which nobody can read again. */
  makeLogin: (personId: PersonId, email: string) => Promise<string>;
  /** After somebody was deactivated: ends their sessions, and gives their open tickets back to the teams. */
  retire: (personId: PersonId, by: PersonActor) => Promise<void>;
};

const params = z.object({ id: idInUrl });
const page = z.object({
  cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** Colleagues and programs, for those who manage them. */
export const personRoutes = (app: Http, deps: PersonDeps): void => {
  const { db } = deps;
  app.get(
    '/api/people/all',
    { config: { may: 'person.manage' }, schema: { querystring: page, response: { 200: personList } } },
    async ({ query: { cursor, limit } }) => {
      const found = await listPeople(db, { after: cursor, limit: limit + 1 });
      const items = found.slice(0, limit);
      return { items, nextCursor: found.length > limit ? String(items.at(-1)!.id) : null };
    },
  );

  app.get(
    '/api/people/:id',
    { config: { may: 'person.list' }, schema: { params, response: { 200: personDetail } } },
    async (request) => (await readPerson(db, request.params.id)) ?? missing(),
  );

  writeRoutes(app, deps);
};

const writeRoutes = (app: Http, { db, clock, makeLogin, retire }: PersonDeps): void => {
  app.post(
    '/api/people',
    { config: { may: 'person.manage' }, schema: { body: createPerson, response: { 201: createdPerson } } },
    async (request, reply) => {
      const { teams, signsIn, skills, speaks, ...person } = request.body;
      mustNotGiveRights(request, signsIn || person.role === 'admin');
      if (signsIn && (person.email === null || person.role === 'bot')) throw wrong('signsIn', 'unknown');
      const made = await unlessTaken('email_taken', () =>
        db.withTransaction(async (tx) => {
          await mustBeTeams(tx, teams);
          const personId = await addPerson(tx, person, await clock.now(tx));
          await setTeams(tx, personId, teams);
          await setSkills(tx, personId, { skills, speaks });
          return personId;
        }),
      );
      const password = signsIn && person.email !== null ? await makeLogin(made, person.email) : null;
      const detail = await readPerson(db, made);
      return reply
        .status(201)
        .header('location', `/api/people/${made}`)
        .send({ ...detail!, password });
    },
  );

  app.patch(
    '/api/people/:id',
    { config: { may: 'person.manage' }, schema: { params, body: changePerson, response: { 200: personDetail } } },
    async (request) => {
      const { teams, skills, speaks, managerId, capacity, notifications, ...change } = request.body;
      const personId = request.params.id;
      mustNotGiveRights(request, change.role === 'admin');
      await db.withTransaction(async (tx) => {
        const before = (await readPerson(tx, personId)) ?? missing();
        const isLess = change.active === false || (change.role !== undefined && change.role !== 'admin');
        if (before.role === 'admin' && before.active && isLess && !(await hasOtherAdmin(tx, personId)))
          throw new HttpProblem(409, 'last_admin');
        if (change.active === false && before.active) await mustNotEmptyPaths(tx, personId);
        if (teams !== undefined) {
          await mustBeTeams(tx, teams);
          await setTeams(tx, personId, teams);
        }
        if (skills !== undefined || speaks !== undefined)
          await setSkills(tx, personId, { skills: skills ?? before.skills, speaks: speaks ?? before.speaks });
        if (managerId !== undefined) await placeBelow(tx, personId, managerId);
        if (capacity !== undefined) await setCapacity(tx, personId, capacity);
        if (notifications !== undefined) await setNotifications(tx, personId, notifications);
        await writeChange(tx, personId, change);
        if (change.active === false) await revokeKeysOf(tx, personId, actorOf(request).personId, await clock.now(tx));
      });
      if (change.active === false) await retire(personId, actorOf(request));
      return (await readPerson(db, personId)) ?? missing();
    },
  );
};

/** With a log-in or an administrator of its own a key would open everything that its scopes do not. */
const mustNotGiveRights = ({ apiKey }: { apiKey: KeyOfRequest | null }, gives: boolean): void => {
  if (gives && apiKey !== null) throw new HttpProblem(403, 'not_for_api_keys');
};

/** Whoever alone is told when nobody else could be stays until somebody else is named on the path. */
const mustNotEmptyPaths = async (tx: Tx, personId: PersonId): Promise<void> => {
  const paths = await onlyLastResortOf(tx, personId);
  if (paths.length === 0) return;
  throw new HttpProblem(409, 'only_last_resort', { detail: paths.join(', ') });
};

const mustBeTeams = async (tx: Tx, teams: readonly { id: number }[]): Promise<void> => {
  const unknown = await unknownTeams(
    tx,
    teams.map(({ id: teamId }) => teamId),
  );
  if (unknown.length > 0) throw wrong('teams', 'unknown');
};

const placeBelow = async (tx: Tx, personId: PersonId, managerId: PersonId | null): Promise<void> => {
  if (managerId !== null && (await unknownPeople(tx, [managerId])).length > 0) throw wrong('managerId', 'unknown');
  if (!(await setManager(tx, personId, managerId))) throw wrong('managerId', 'circle');
};

const wrong = (path: string, code: string): HttpProblem =>
  new HttpProblem(422, 'invalid_request', { errors: [{ path, code }] });

const missing = (): never => {
  throw notFound();
};
