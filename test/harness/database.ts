import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import type { Database } from '#server/platform/db/database.ts';
import { assemble } from '#server/platform/db/database.ts';
import { administer, inDatabase, testLog } from './server.ts';

export type TestDatabase = Database & { name: string };

/**
 * A migrated database of one's own on the run's PostgreSQL, cloned from the template: once per test file, at its top
 * (`const db = await testDatabase()`). Closed and dropped after the file's last test. `empty` gives one without
 * Belay's migrations. Needs `globalSetup: test/harness/global-setup.ts` in vitest's configuration.
 */
export const testDatabase = async ({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> => {
  const { connection, template } = inject('testServer');
  const name = `belay_${randomBytes(6).toString('hex')}`;
  await administer(connection, `create database ${name} template ${empty ? "template0 encoding 'UTF8'" : template}`);
  const drop = () => administer(connection, `drop database if exists ${name} with (force)`);
  const db = assemble(inDatabase(connection, name), testLog(), false, { embedded: false }, drop);
  afterAll(() => db.close());
  return { ...db, name };
};
