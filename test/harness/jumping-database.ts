import { execFileSync } from 'node:child_process';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { afterAll } from 'vitest';
import { SECOND, type Duration } from '#core/time.ts';
import { assemble, type Database } from '#server/platform/db/database.ts';
import { startEmbedded } from '#server/platform/db/embedded/start.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { temporaryFolder, testLog } from './server.ts';

const MIGRATIONS = `${import.meta.dirname}/../../migrations`;

/** A migrated database on a PostgreSQL of its own, whose clock a test sets. */
export interface JumpingDatabase {
  db: Database;
  /** Sets the server's clock so far ahead of the machine's, or behind it; every process of the server sees it at once. */
  stand(offsetMs: Duration): Promise<void>;
}

/** `faketime` is the program, as `needs('faketime')` found it. Closed after the file's last test. */
export async function jumpingDatabase(faketime: string): Promise<JumpingDatabase> {
  const folder = await temporaryFolder();
  const offset = `${folder}/offset`;
  const stand = async (offsetMs: Duration): Promise<void> => {
    // in one piece: a process that looks meanwhile must not read half of it
    await writeFile(`${offset}.next`, `${offsetMs < 0 ? '-' : '+'}${Math.abs(offsetMs) / SECOND}\n`);
    await chmod(`${offset}.next`, 0o644);
    await rename(`${offset}.next`, offset);
  };
  await stand(0);
  const library = execFileSync(faketime, ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).trim();
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: offset,
    FAKETIME_NO_CACHE: '1',
    // what only measures how long something takes goes on as it does
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  const settings = { fsync: 'off', logging_collector: 'off' };
  const server = await startEmbedded({ dataFolder: folder, log: testLog(), settings, env });
  const db = assemble(server.connection, testLog(), false, { embedded: false }, server.stop);
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });
  await migrate(db, MIGRATIONS);
  return { db, stand };
}
