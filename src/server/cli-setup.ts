import { seedLogins, type DemoLogin } from '#server/app-logins.ts';
import { openTables } from '#server/app-tables.ts';
import { connectLocal, localOf } from '#server/cli-local.ts';
import { CommandFailed, findPlace, MIGRATIONS, withDatabase } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { closers } from '#server/platform/closers.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { startCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { createConfigCache } from '#server/sla/config-store.ts';

type Tell = (text: string) => void;

/** `belay login <e-mail>`: a log-in for a colleague, a new password, or a first administrator. */
export const login = async (say: Say, tell: Tell, email: string, admin: string | null): Promise<void> => {
  const local = await connectLocal(say);
  const made = await local.post<{ email: string; password: string }>('/api/local/login', {
    email,
    ...(admin === null ? {} : { admin }),
  });
  if (made === null) throw new CommandFailed(say('cli.login.nobody', { email }));
  tell(`${made.email}  ${made.password}`);
};

/** `belay migrate`: runs what is pending and names it. Refuses, as starting does, a database of a newer Belay. */
export const runMigrations = async (say: Say, tell: Tell): Promise<void> => {
  const ran = await withDatabase(await findPlace(), (db) => migrate(db, MIGRATIONS));
  for (const name of ran) tell(say('cli.migrate.ran', { name }));
  if (ran.length === 0) tell(say('cli.migrate.nothing'));
};

/** `belay seed`: the demo company, into an empty database only; Belay may run or not. */
export const seed = async (say: Say, tell: Tell): Promise<void> => {
  const place = await findPlace();
  const { running } = place;
  const made =
    running === null
      ? await seedStopped()
      : await localOf(running, say).post<{ logins: DemoLogin[] | null }>('/api/local/demo', {});
  const logins = made?.logins ?? null;
  if (logins === null) throw new CommandFailed(say('cli.seed.not_empty'));
  tell(say('cli.seed.done', { people: logins.length }));
  for (const { email, password, name } of logins) tell(`  ${email}  ${password}  ${name}`);
};

const seedStopped = async (): Promise<{ logins: DemoLogin[] | null }> => {
  const { config, log } = await findPlace();
  const opened = closers(log);
  try {
    const { db, sessions } = await openTables(config, { log }, opened);
    const carrier = await startCarrier(db, log);
    opened.add('outbox carrier', () => carrier.stop());
    const door = { config: createConfigCache(), clock: databaseClock, carrier, mailHost: 'localhost' };
    return { logins: await seedLogins(db, door, sessions) };
  } finally {
    await opened.close();
  }
};
