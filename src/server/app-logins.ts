import { randomInt } from 'node:crypto';
import type { Role } from '#core/people/roles.ts';
import { COLLEAGUES } from '#seed/company.ts';
import { seedDemo, type SeedOptions } from '#seed/seed-demo.ts';
import { createLogin } from '#server/people/identify.ts';
import { findByEmail } from '#server/people/store.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Sessions } from '#server/platform/session.ts';
import type { Door } from '#server/ticket/handle.ts';

/** A log-in as it is shown, once. */
export type DemoLogin = { name: string; email: string; password: string; role: Role; teams: readonly string[] };

/**
 * Puts the demo company into an empty database and lets its people sign in with passwords made now. null when there was
 * somebody already. Should Belay die between the two, the next start makes the missing log-ins.
 */
export const seedLogins = async (
  db: Database,
  door: Door,
  sessions: Sessions,
  options: SeedOptions = {},
): Promise<DemoLogin[] | null> => {
  await db.withTransaction(async (tx) => seedDemo(tx, door, await door.clock.now(tx), options));
  const logins: DemoLogin[] = [];
  for (const { name, email, role, teams } of COLLEAGUES) {
    const person = await findByEmail(db, email);
    if (person === null || person.authUserId !== null) continue;
    const password = drawPassword();
    await createLogin(db, sessions, { personId: person.id, email, password });
    logins.push({ name, email, password, role, teams });
  }
  return logins.length === 0 ? null : logins;
};

// nothing that reads like something else
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUP = 4;
const GROUPS = 4;

/** A password to be read aloud and typed: about 79 bits. */
export const drawPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');
