import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startBelay } from '#server/app.ts';
import { parseConfig } from '#server/config.ts';
import { until } from '#server/platform/clock.ts';
import { testDatabase } from '#test/harness/database.ts';
import { SECRET } from '#test/harness/mailbox.ts';
import { temporaryFolder, testLog } from '#test/harness/server.ts';

/** Two workers for tickets, one for the rest, the live stream, the bell; two of the outbox's carrier. */
const CONNECTIONS = 7;

test('a Belay at rest keeps a handful of connections, each of which is a process of PostgreSQL', async () => {
  const db = await testDatabase();
  const folder = await temporaryFolder('belay-test-rest-');
  const env = {
    DATABASE_URL: 'postgres://given',
    BELAY_SECRET: SECRET,
    BELAY_DATA: folder,
    BELAY_PORT: '0',
    BELAY_SMTP_PORT: '0',
  };
  const parsed = parseConfig(env, folder);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const belay = await startBelay(parsed.config, { log: testLog(), database: db, webFolder: null, everyday: false });
  const kept = async (): Promise<number> => {
    const { rows } = await db.query<{ n: number }>(
      `select count(*) as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return rows[0]!.n + 1;
  };
  try {
    // the busy start is over when what it opened was let go of
    expect(await until(async () => (await kept()) <= CONNECTIONS, { withinMs: 30_000, everyMs: 200 })).toBe(true);
  } finally {
    await belay.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
