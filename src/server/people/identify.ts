import type { FastifyRequest } from 'fastify';
import type { PersonId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Sessions } from '#server/platform/session.ts';
import type { WhoIs } from './guard.ts';
import { findByAuthUser, findLogin, findStaff, linkLogin } from './store.ts';

/** Session → login → person → actor, asked of the database at each request: who is deactivated is out at once. */
export const identify =
  (db: Tx, sessions: Sessions): WhoIs =>
  async (request: FastifyRequest) => {
    const session = await sessions.find(request.headers);
    if (session === null) return null;
    const person = await findByAuthUser(db, session.authUserId);
    if (person === null) return null;
    const teamIds = person.teams.map(({ id }) => id);
    const leadOf = person.teams.filter(({ leads }) => leads).map(({ id }) => id);
    return {
      actor: { kind: 'person', personId: person.id, role: person.role, teamIds, leadOf },
      setCookies: session.setCookies,
    };
  };

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
