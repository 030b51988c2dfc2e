import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Log } from '#server/platform/log.ts';
import type { DatabaseConfig } from './database.ts';
import { layoutOf } from './embedded/layout.ts';
import { SUPERUSER } from './embedded/initialise.ts';
import { readPostmasterFile } from './embedded/postmaster-file.ts';
import { startEmbedded } from './embedded/start.ts';

/** A server that a command beside Belay may use. */
export type Reached = {
  connection: pg.ClientConfig;
  /** `own`: of DATABASE_URL. `running`: embedded, of a Belay that runs. `started`: embedded, started for this command. */
  how: 'own' | 'running' | 'started';
  /** Stops what was started for the command; a running one is left alone. */
  release(): Promise<void>;
};

/**
 * Finds the database of a configuration, whether Belay runs or not: the operator's own, the embedded one as it runs, or
 * the embedded one started under the lock of the data folder. Throws StartRefusal as starting does.
 */
export const reachDatabase = async (config: DatabaseConfig, log: Log): Promise<Reached> => {
  const nothing = async (): Promise<void> => {};
  if (config.databaseUrl !== null) {
    return { connection: { connectionString: config.databaseUrl }, how: 'own', release: nothing };
  }
  const running = await runningEmbedded(config.dataFolder);
  if (running !== null) return { connection: running, how: 'running', release: nothing };
  const started = await startEmbedded({ dataFolder: config.dataFolder, log });
  return { connection: started.connection, how: 'started', release: started.stop };
};

/** How to connect to the embedded server of a data folder, if it runs and answers; null otherwise. */
export const runningEmbedded = async (dataFolder: string): Promise<pg.ClientConfig | null> => {
  const layout = layoutOf(dataFolder);
  const file = await readPostmasterFile(layout.cluster);
  if (file?.ready !== true) return null;
  const password = (await readFile(layout.password, 'utf8').catch(() => '')).trim();
  const connection = { host: file.host, port: file.port, user: SUPERUSER, password, database: SUPERUSER, ssl: false };
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return connection;
  } catch {
    // what a kill left behind: starting clears it away
    return null;
  } finally {
    await client.end().catch(() => {});
  }
};
