import type { FastifyRequest } from 'fastify';
import type { PersonId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { bearerOf } from '#server/platform/http/same-origin.ts';
import type { Sessions } from '#server/platform/session.ts';
import { findApiKey, KEY_PREFIX } from './api-key-store.ts';
import type { Caller, WhoIs } from './guard.ts';
import { findByAuthUser, findLogin, findStaff, linkLogin, type StaffPerson } from './store.ts';

/**
 * Key → person, or session → login → person, asked of the database at each request: what is revoked and who is
 * deactivated is out at once. A request with a bearer is by that key or by nobody: its cookies do not count.
 * `renew: false` for who asks again when the answer is under way, and cannot pass a renewed session's cookies on.
 */
export const identify =
  (db: Tx, sessions: Sessions, clock: Clock, { renew } = { renew: true }): WhoIs =>
  async (request: FastifyRequest) => {
    const bearer = bearerOf(request);
    if (bearer !== null) return byKey(db, clock, bearer);
    const session = await sessions.find(request.headers, { renew });
    if (session === null) return null;
    const person = await findByAuthUser(db, session.authUserId);
    return person === null ? null : { ...asCaller(person), setCookies: session.setCookies };
  };

const byKey = async (db: Tx, clock: Clock, bearer: string): Promise<Caller | null> => {
  if (!bearer.startsWith(KEY_PREFIX)) return null;
  const key = await findApiKey(db, bearer, await clock.now(db));
  if (key === null) return null;
  const person = await findStaff(db, key.personId);
  // somebody who became a customer has no more business here
  if (person === null || person.role === 'customer') return null;
  const { actor, ...caller } = asCaller(person);
  return { ...caller, actor: { ...actor, byKey: true }, apiKey: { id: key.id, scopes: key.scopes } };
};

const asCaller = (person: StaffPerson): Caller => ({
  actor: {
    kind: 'person',
    personId: person.id,
    role: person.role,
    teamIds: person.teams.map(({ id }) => id),
    leadOf: person.teams.filter(({ leads }) => leads).map(({ id }) => id),
  },
  language: person.language,
  setCookies: [],
  apiKey: null,
});

/**
 * Lets a person sign in with `email` and `password` (10 to 200 characters). A login of this address that is nobody's
 * is taken up: Belay died between making it and giving it away. Throws when it belongs to another person.
 */
export const createLogin = async (
  db: Tx,
  sessions: Sessions,
  { personId, email, password }: { personId: PersonId; email: string; password: string },
): Promise<void> => {
  const person = await findStaff(db, personId);
  if (person === null) throw new Error(`there is no active person ${personId}`);
  const begun = await sessions.findLogin(email);
  const owner = begun === null ? null : await findByAuthUser(db, begun);
  if (owner !== null && owner.id !== personId) throw new Error(`the log-in ${email} belongs to another person`);
  await linkLogin(db, personId, await sessions.createLogin({ name: person.name, email, password }));
};

/** Ends every session of a person, on all devices. */
export const signOutEverywhere = async (db: Tx, sessions: Sessions, personId: PersonId): Promise<void> => {
  const authUserId = await findLogin(db, personId);
  if (authUserId !== null) await sessions.revokeAll(authUserId);
};
