import { stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { CommandFailed, findPlace, hasDatabase, MIGRATIONS, withDatabase, type Place } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { dumpDatabase } from '#server/platform/backup/dump.ts';
import { BadDump, type DumpHeader } from '#server/platform/backup/dump-text.ts';
import { noteBackup } from '#server/platform/backup/note.ts';
import { readHeader, restoreDatabase, tablesInUse } from '#server/platform/backup/restore.ts';
import type { Database } from '#server/platform/db/database.ts';
import { takeDataLock } from '#server/platform/db/data-lock.ts';
import { landedMigrations, migrate, readMigrations } from '#server/platform/db/migrate.ts';
import { keptSecret, putSecret } from '#server/platform/secret.ts';
import { createSessions } from '#server/platform/session.ts';
import { VERSION } from '#server/platform/version.ts';

type Tell = (text: string) => void;

/** `belay backup <file>`: everything the database holds, as it was at one moment; Belay may run meanwhile. */
export const backUp = async (say: Say, tell: Tell, file: string, withSecret: boolean): Promise<void> => {
  const place = await findPlace();
  const target = path.resolve(file);
  if (await isThere(target)) throw new CommandFailed(say('cli.backup.exists', { file: target }));
  if (!hasDatabase(place)) throw new CommandFailed(say('cli.backup.nothing'));
  const secret = withSecret ? (place.config.secret ?? (await keptSecret(place.dataFolder))) : null;
  await withDatabase(place, async (db) => {
    const landed = await landedMigrations(db);
    if (landed.length === 0) throw new CommandFailed(say('cli.backup.nothing'));
    const found = await dumpDatabase(db.connection, target, { version: VERSION, secret });
    await noteBackup(place.dataFolder, target);
    const { tables, rows, bytes } = found;
    tell(
      say('cli.backup.done', { file: target, tables, rows, size: say('cli.megabytes', { size: bytes / 1_048_576 }) }),
    );
  });
  tell(say(secret === null ? 'cli.backup.without_secret' : 'cli.backup.with_secret'));
};

/** `belay restore <file>`: into an empty database, embedded or of the operator's own, while Belay does not run. */
export const restore = async (say: Say, tell: Tell, file: string): Promise<void> => {
  const place = await findPlace();
  if (place.running !== null) throw new CommandFailed(say('cli.restore.running', { url: place.running.url }));
  try {
    const header = await readHeader(path.resolve(file));
    await checkVersions(say, header);
    // an embedded server holds the lock itself
    const lock = place.config.databaseUrl === null ? null : takeDataLock(place.dataFolder);
    try {
      await withDatabase(place, (db) => restoreInto(say, tell, place, db, header, path.resolve(file)));
    } finally {
      lock?.release();
    }
  } catch (error) {
    throw error instanceof BadDump ? new CommandFailed(say('cli.restore.bad', { file, why: error.message })) : error;
  }
};

/** Every migration of the backup is one of ours, unchanged: else a newer Belay wrote it. */
const checkVersions = async (say: Say, header: DumpHeader): Promise<void> => {
  const ours = new Map((await readMigrations(MIGRATIONS)).map(({ name, checksum }) => [name, checksum]));
  const foreign = header.migrations.find(({ name, checksum }) => ours.get(name) !== checksum);
  if (foreign === undefined) return;
  throw new CommandFailed(say('cli.restore.newer', { migration: foreign.name, theirs: header.version, ours: VERSION }));
};

const restoreInto = async (
  say: Say,
  tell: Tell,
  place: Place,
  db: Database,
  header: DumpHeader,
  file: string,
): Promise<void> => {
  await checkEmpty(say, db, header);
  await migrate(db, MIGRATIONS, header.migrations.at(-1)?.name);
  const secret = place.config.secret ?? 'only to make the tables, nothing is signed';
  const sessions = createSessions({ pool: db.guestPool('auth', 2), secret, publicUrl: null, log: place.log });
  await sessions.migrate();
  const end = await restoreDatabase(db.connection, file);
  const later = await migrate(db, MIGRATIONS);
  const rows = Object.values(end.rows).reduce((sum, each) => sum + each, 0);
  tell(say('cli.restore.done', { tables: Object.keys(end.rows).length, rows, at: header.takenAt }));
  for (const name of later) tell(say('cli.migrate.ran', { name }));
  tell(say(await restoreSecret(place, end.secret)));
};

const checkEmpty = async (say: Say, db: Database, header: DumpHeader): Promise<void> => {
  const client = new pg.Client(db.connection);
  client.on('error', () => {});
  await client.connect();
  try {
    const used = await tablesInUse(client);
    const known = new Set(header.migrations.map(({ name }) => name));
    const beyond = (await landedMigrations(db)).filter((name) => !known.has(name));
    if (used.length > 0 || beyond.length > 0) {
      throw new CommandFailed(say('cli.restore.not_empty', { tables: [...used, ...beyond].slice(0, 5).join(', ') }));
    }
  } finally {
    await client.end();
  }
};

/** The secret of the backup takes its place, unless another one is there: then the operator must choose. */
const restoreSecret = async ({ config, dataFolder }: Place, secret: string | null): Promise<string> => {
  const here = config.secret ?? (await keptSecret(dataFolder));
  if (secret === null) return here === null ? 'cli.restore.secret_missing' : 'cli.restore.secret_unknown';
  if (here === secret) return 'cli.restore.secret_same';
  if (here !== null) return 'cli.restore.secret_differs';
  await putSecret(dataFolder, secret);
  return 'cli.restore.secret_put';
};

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
