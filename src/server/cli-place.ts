import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '#server/config.ts';
import { describeProblem, parseConfig } from '#server/config.ts';
import type { Say } from '#server/cli-words.ts';
import { resolveDataFolder } from '#server/platform/db/data-folder.ts';
import { assemble, type Database } from '#server/platform/db/database.ts';
import { layoutOf } from '#server/platform/db/embedded/layout.ts';
import { landedMigrations, readMigrations } from '#server/platform/db/migrate.ts';
import { reachDatabase, type Reached } from '#server/platform/db/reach.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { createLog, type Log } from '#server/platform/log.ts';
import { readRunFile, type Running } from '#server/platform/run-file.ts';

/** What a person is told when a command could not be done. */
export class CommandFailed extends Error {}

/** It was typed in a way that no command understands. */
export class WrongUse extends Error {}

export const MIGRATIONS = path.resolve(import.meta.dirname, '../../migrations');

/** The installation a command is about: what the environment says, and the Belay that runs on it, if one does. */
export type Place = { config: Config; dataFolder: string; running: Running | null; log: Log };

/** Finds it. Throws CommandFailed when a setting is wrong, StartRefusal when the data folder cannot be used. */
export const findPlace = async (env: NodeJS.ProcessEnv = process.env): Promise<Place> => {
  const parsed = parseConfig(env, process.cwd());
  if (!parsed.ok) throw new CommandFailed(parsed.problems.map(describeProblem).join('\n'));
  const { config } = parsed;
  const log = createLog({ level: 'silent' });
  const dataFolder = await resolveDataFolder(config, log);
  return { config, dataFolder, running: await readRunFile(dataFolder), log };
};

/** Whether there is a database yet: an embedded one is made by the first start, a restore, migrating or seeding. */
export const hasDatabase = ({ config, dataFolder }: Place): boolean =>
  config.databaseUrl !== null || existsSync(layoutOf(dataFolder).root);

/** Does `work` with the database of a place, whether Belay runs or not, and leaves things as they were. */
export const withDatabase = async <T>(
  { config, dataFolder, log }: Place,
  work: (db: Database, reached: Reached) => Promise<T>,
): Promise<T> => {
  const reached = await reachDatabase({ ...config, dataFolder }, log);
  const db = assemble(reached.connection, log, config.pgBouncer, { embedded: false }, reached.release);
  try {
    return await work(db, reached);
  } finally {
    await db.close();
  }
};

/** Does something in the database of this place. Throws CommandFailed when there is none, or it is of another release. */
export const inDatabase = async <T>(say: Say, work: (db: Database) => Promise<T>): Promise<T> => {
  const place = await findPlace();
  if (!hasDatabase(place)) throw new CommandFailed(say('cli.config.no_database'));
  return withDatabase(place, async (db) => {
    await refuseOtherRelease(say, db);
    return work(db);
  });
};

/** What this release asks of tables that it does not have would fail in the middle, and say nothing to whoever reads it. */
export const refuseOtherRelease = async (say: Say, tx: Tx): Promise<void> => {
  const landed = await landedMigrations(tx);
  const ours = (await readMigrations(MIGRATIONS)).map(({ name }) => name);
  if (landed.some((name) => !ours.includes(name))) throw new CommandFailed(say('cli.place.newer'));
  const count = ours.length - landed.length;
  if (count > 0) throw new CommandFailed(say('cli.place.behind', { count }));
};
