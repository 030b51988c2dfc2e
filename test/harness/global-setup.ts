import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { assemble } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import type { TestServer } from './server.ts';
import { administer, inDatabase, startTestServer, testLog } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

const MIGRATIONS = path.resolve(import.meta.dirname, '../../migrations');

/**
 * Starts PostgreSQL once for the whole run and migrates the template that testDatabase() clones. Returns the teardown,
 * as vitest expects of a default export.
 */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const { connection, stop } = await startTestServer();
  const template = `belay_template_${randomBytes(4).toString('hex')}`;
  try {
    await administer(connection, `create database ${template} template template0 encoding 'UTF8'`);
    const db = assemble(inDatabase(connection, template), testLog(), false, { embedded: false }, async () => {});
    // a database with a connection open cannot be cloned
    await migrate(db, MIGRATIONS).finally(() => db.close());
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('testServer', { connection, template });
  return async () => {
    await administer(connection, `drop database if exists ${template} with (force)`);
    await stop();
  };
};
