import { createHmac } from 'node:crypto';
import path from 'node:path';
import type { Config } from '#server/config.ts';
import type { Closers } from '#server/platform/closers.ts';
import { resolveDataFolder } from '#server/platform/db/data-folder.ts';
import { takeDataLock } from '#server/platform/db/data-lock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import type { Log } from '#server/platform/log.ts';
import { keepSecret } from '#server/platform/secret.ts';
import { createSessions, type Sessions } from '#server/platform/session.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type OpenTables = { dataFolder: string; secret: string; db: Database; sessions: Sessions };

/**
 * Folder, secret, database, tables, log-ins: what Belay and the commands beside it stand on. What is opened is added to
 * `opened`. Throws StartRefusal when the operator must change something.
 */
export const openTables = async (
  config: Config,
  { log, database }: { log: Log; /** One that is open already, its giver's to close. */ database?: Database },
  opened: Closers,
): Promise<OpenTables> => {
  const dataFolder = await resolveDataFolder(config, log);
  if (config.databaseUrl !== null || database !== undefined) {
    const lock = takeDataLock(dataFolder);
    opened.add('data folder', async () => lock.release());
  }
  const secret = config.secret ?? (await keepSecret(dataFolder));
  const db = database ?? (await openDatabase({ ...config, dataFolder }, log));
  // one that was given is its giver's to close
  if (database === undefined) opened.add('database', () => db.close());
  await migrate(db, path.join(ROOT, 'migrations'));
  const sessions = createSessions({
    pool: db.guestPool('auth', 4),
    // a key of its own, so that no signature of one kind is worth anything as another
    secret: createHmac('sha256', secret).update('sessions').digest('hex'),
    publicUrl: config.publicUrl,
    log,
  });
  // nodes that start together take turns: better-auth itself does not
  await db.withTransaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('belay:sessions'))`);
    await sessions.migrate();
  });
  return { dataFolder, secret, db, sessions };
};
